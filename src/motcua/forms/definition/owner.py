"""Whose dossier it is, asked alike in every form: filing takes the owner's particulars from these answers."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from .conditions import In, eq
from .evaluate import Answers
from .model import (
    AnyField,
    ChoiceField,
    CitizenNumberField,
    DateField,
    DeclarationField,
    EmailField,
    Option,
    Page,
    PhoneField,
    Privacy,
    TaxCodeField,
    TextField,
)

OWNER_TYPE: Final = "owner_type"
OWNER_NAME: Final = "owner_name"
OWNER_IDENTIFIER: Final = "owner_identifier"
OWNER_TAX_CODE: Final = "owner_tax_code"
OWNER_BORN_ON: Final = "owner_born_on"
OWNER_PHONE: Final = "owner_phone"
OWNER_EMAIL: Final = "owner_email"
OWNER_ADDRESS: Final = "owner_address"
RETURN_METHOD: Final = "return_method"
RETURN_ADDRESS: Final = "return_address"
CONTENT: Final = "content"
DECLARED: Final = "declared"
"""Names of fields that mean the same in every form; their values are those of `dossiers.lifecycle.types`."""

CITIZEN: Final = "citizen"
_BODIES: Final = ("enterprise", "household_business", "organisation")
_GROUND: Final = "Nghị định 118/2025/NĐ-CP về thực hiện thủ tục hành chính theo cơ chế một cửa"


class OwnerAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """The particulars as they were answered; empty where they were not asked."""

    type: str = CITIZEN
    name: str = ""
    identifier: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    return_method: str = ""
    return_address: str = ""
    content: str = ""


def owner_of(answers: Answers) -> OwnerAnswers:
    """The owner's particulars and how the result is taken, out of the answers of any form."""
    kind = _text(answers, OWNER_TYPE) or CITIZEN
    number = OWNER_IDENTIFIER if kind == CITIZEN else OWNER_TAX_CODE
    return OwnerAnswers(
        type=kind,
        name=_text(answers, OWNER_NAME),
        identifier=_text(answers, number) or _text(answers, OWNER_IDENTIFIER),
        phone=_text(answers, OWNER_PHONE),
        email=_text(answers, OWNER_EMAIL),
        address=_text(answers, OWNER_ADDRESS),
        return_method=_text(answers, RETURN_METHOD),
        return_address=_text(answers, RETURN_ADDRESS),
        content=_text(answers, CONTENT),
    )


def _text(answers: Answers, name: str) -> str:
    value: Any = answers.get(name)
    return value if isinstance(value, str) else ""


def owner_page(*, bodies: bool, born_on: bool = False, title: str = "Người nộp hồ sơ") -> Page:
    """The page that asks for the owner; `bodies` where enterprises and organisations may file too."""
    fields = [
        *([_type()] if bodies else []),
        *_person(bodies=bodies),
        *([_birthday()] if born_on else []),
        *([_tax_code()] if bodies else []),
        *_reached_by(bodies=bodies),
    ]
    return Page(id="owner", title=title, fields=tuple(fields))


def _type() -> ChoiceField:
    return ChoiceField(
        id=OWNER_TYPE,
        label="Hồ sơ đứng tên ai?",
        options=(
            Option(value=CITIZEN, label="Cá nhân"),
            Option(value="household_business", label="Hộ kinh doanh"),
            Option(value="enterprise", label="Doanh nghiệp"),
            Option(value="organisation", label="Tổ chức khác"),
        ),
    )


def _person(*, bodies: bool) -> tuple[AnyField, ...]:
    return (
        TextField(
            id=OWNER_NAME,
            label="Họ và tên, hoặc tên tổ chức" if bodies else "Họ và tên",
            help="Ghi đúng như trên giấy tờ.",
            prefill="account.name",
            privacy=_why("Để ghi đúng tên bạn trên hồ sơ và kết quả."),
        ),
        CitizenNumberField(
            id=OWNER_IDENTIFIER,
            label="Số định danh cá nhân",
            help="12 chữ số, in trên thẻ căn cước.",
            prefill="account.identifier",
            privacy=_why("Để biết chắc hồ sơ là của bạn và không hỏi lại giấy tờ đã có trong cơ sở dữ liệu."),
            show_if=eq(OWNER_TYPE, CITIZEN) if bodies else None,
        ),
    )


def _birthday() -> DateField:
    return DateField(
        id=OWNER_BORN_ON,
        label="Ngày sinh",
        help="Ví dụ: 12/08/1990",
        latest="today",
        prefill="account.born_on",
        privacy=_why("Tờ khai của thủ tục này ghi ngày sinh của người yêu cầu."),
    )


def _tax_code() -> TaxCodeField:
    return TaxCodeField(
        id=OWNER_TAX_CODE,
        label="Mã số thuế",
        help="10 chữ số; đơn vị phụ thuộc thêm -001 đến -999.",
        show_if=In(field=OWNER_TYPE, values=_BODIES),
    )


def _reached_by(*, bodies: bool) -> tuple[AnyField, ...]:
    return (
        PhoneField(
            id=OWNER_PHONE,
            label="Số điện thoại",
            help="Để báo cho bạn khi hồ sơ có thay đổi.",
            prefill="account.phone",
            privacy=_why("Để báo cho bạn khi cần bổ sung và khi có kết quả."),
        ),
        EmailField(
            id=OWNER_EMAIL,
            label="Thư điện tử",
            help="Bỏ trống nếu không dùng.",
            required=False,
            prefill="account.email",
            privacy=_why("Để gửi thông báo, giấy hẹn và kết quả điện tử."),
        ),
        TextField(
            id=OWNER_ADDRESS,
            label="Nơi ở hiện nay, hoặc trụ sở" if bodies else "Nơi ở hiện nay",
            help="Số nhà, đường hoặc xóm; xã, phường; tỉnh.",
            limit=300,
            prefill="account.address",
            privacy=_why("Để xác định cơ quan giải quyết và gửi kết quả khi bạn chọn bưu chính."),
        ),
    )


def _why(reason: str) -> Privacy:
    return Privacy(why=reason, ground=_GROUND)


def result_page() -> Page:
    """The page that asks how the result is taken (Decree 61/2018 art. 20)."""
    return Page(
        id="result",
        title="Nhận kết quả",
        fields=(
            ChoiceField(
                id=RETURN_METHOD,
                label="Bạn muốn nhận kết quả bằng cách nào?",
                options=(
                    Option(value="electronic", label="Bản điện tử, tải về trên cổng này"),
                    Option(value="counter", label="Đến Bộ phận Một cửa nhận"),
                    Option(value="postal", label="Bưu chính gửi đến nhà (bạn trả cước)"),
                ),
            ),
            TextField(
                id=RETURN_ADDRESS,
                label="Địa chỉ nhận qua bưu chính",
                help="Số nhà, đường hoặc xóm; xã, phường; tỉnh; tên và số điện thoại người nhận.",
                limit=300,
                prefill="account.address",
                privacy=_why("Bưu chính cần địa chỉ để giao kết quả."),
                show_if=eq(RETURN_METHOD, "postal"),
            ),
        ),
    )


def declare_page(words: str = "") -> Page:
    """The last page: the person answers for what was said (Decree 61/2018 art. 11)."""
    return Page(
        id="declare",
        title="Cam đoan",
        fields=(
            DeclarationField(
                id=DECLARED,
                label=words
                or "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp "
                "luật về lời khai của mình.",
            ),
        ),
    )
