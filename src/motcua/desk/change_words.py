"""The register of changes in words: kinds of subject, their fields and values. A service that records a new
kind or field adds its line here; what has none is shown by its own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.desk.setting_words import VALUES as SETTING_VALUES
from motcua.organisation.models import AgencyKind, ApiToken, Change, Level
from motcua.organisation.models.people import POST_ROLES
from motcua.procedures.models import ProcessVerdict, ProcessVersion

Word = str | Lazy
NONE: Final = "–"

KINDS: Final[dict[str, Word]] = {
    "agency": _("Cơ quan"),
    "succession": _("Kế thừa cơ quan"),
    "agency_account": _("Tài khoản nhận tiền"),
    "section": _("Bộ phận Một cửa"),
    "logbook_file": _("Tải sổ theo dõi hồ sơ"),
    "counter": _("Quầy"),
    "counter_duty": _("Trực quầy"),
    "officer": _("Cán bộ"),
    "account": _("Tài khoản"),
    "citizen_account": _("Tài khoản người dân"),
    "post": _("Vị trí công tác"),
    "assignment": _("Phân công"),
    "stand_in": _("Làm thay"),
    "calendar": _("Lịch làm việc"),
    "api_token": _("Khóa truy cập"),
    "regime_setting": _("Quy định tự chọn"),
    "procedure": _("Thủ tục"),
    "contradiction": _("Nội dung chưa thống nhất"),
    "process": _("Quy trình nội bộ"),
    "form": _("Biểu mẫu điện tử"),
    "dossier_import": _("Nhập hồ sơ từ hệ thống cũ"),
    "review_proposal": _("Đề xuất rà soát"),
    "import_mapping": _("Bảng đối chiếu cột khi nhập hồ sơ"),
    "review_cost": _("Chi phí tuân thủ"),
}

FIELDS: Final[dict[str, Word]] = {
    "rows": _("Số dòng"),
    "format": _("Dạng tệp"),
    "entered": _("Số hồ sơ đã nhập"),
    "changed": _("Số dòng khác lần trước"),
    "left_out": _("Số dòng không nhập"),
    "code": _("Mã"),
    "code_qcvn": _("Mã theo QCVN 102"),
    "code_is_invented": _("Mã tự đặt"),
    "name": _("Tên"),
    "short_name": _("Tên ngắn"),
    "kind": _("Loại"),
    "level": _("Cấp"),
    "parent": _("Cơ quan cấp trên"),
    "gso_code": _("Mã đơn vị hành chính"),
    "valid_from": _("Từ ngày"),
    "valid_to": _("Đến hết ngày"),
    "predecessor": _("Cơ quan cũ"),
    "successor": _("Cơ quan kế thừa"),
    "takes_dossiers": _("Nhận hồ sơ của cơ quan cũ"),
    "to_version": _("Chuyển hồ sơ đang chạy sang phiên bản"),
    "undone_version": _("Đưa hồ sơ về từ phiên bản"),
    "dossiers": _("Số hồ sơ"),
    "day": _("Ngày"),
    "agency": _("Cơ quan"),
    "section": _("Bộ phận Một cửa"),
    "bank": _("Mã BIN của ngân hàng"),
    "account": _("Số tài khoản"),
    "holder": _("Chủ tài khoản"),
    "address": _("Địa chỉ"),
    "phone": _("Điện thoại"),
    "number": _("Số"),
    "active": _("Đang dùng"),
    "hours": _("Giờ làm việc"),
    "source": _("Văn bản căn cứ"),
    "full_name": _("Họ và tên"),
    "login_name": _("Tên đăng nhập"),
    "left_on": _("Thôi việc sau ngày"),
    "role": _("Vai trò"),
    "title": _("Chức danh"),
    "scope": _("Phạm vi theo dõi"),
    "closed_on": _("Đóng sau ngày"),
    "officer": _("Cán bộ"),
    "post": _("Vị trí công tác"),
    "ground": _("Căn cứ"),
    "counter": _("Quầy"),
    "password": _("Mật khẩu"),
    "scopes": _("Phạm vi của khóa"),
    "value": _("Giá trị"),
    "calendar_days": _("Ngày trong lịch"),
    "announced_until": _("Năm cuối đã công bố"),
    "phone_changed": _("Đổi điện thoại"),
    "email_changed": _("Đổi địa chỉ thư"),
    "second_factor": _("Xác thực hai lớp"),
    "assurance": _("Mức xác thực danh tính"),
    "sessions": _("Phiên đang mở"),
    "state": _("Tình trạng"),
    "field": _("Lĩnh vực"),
    "competent": _("Cơ quan có thẩm quyền"),
    "limits": _("Kênh nộp và thời hạn"),
    "cases": _("Trường hợp"),
    "components": _("Thành phần hồ sơ"),
    "fees": _("Phí, lệ phí"),
    "results": _("Kết quả"),
    "legal_bases": _("Căn cứ pháp lý"),
    "conditions": _("Yêu cầu, điều kiện"),
    "instant": _("Trả kết quả ngay tại quầy"),
    "obligations": _("Có nghĩa vụ tài chính"),
    "where": _("Ở đâu"),
    "detail": _("Nội dung"),
    "decision": _("Quyết định"),
    "version": _("Phiên bản"),
    "origin": _("Nguồn"),
    "file": _("Tệp"),
    "verdict": _("Quyết định"),
    "doubts": _("Nghi vấn"),
    "uses": _("Thủ tục được phục vụ"),
}

_VALUES: Final[dict[str, Mapping[str, Word]]] = {
    "kind": dict(AgencyKind.choices),
    "level": dict(Level.choices),
    "role": {role.value: label for role, label in POST_ROLES.items()},
    "password": {"old": _("mật khẩu đang có"), "one_time": _("mật khẩu dùng một lần")},
    "scopes": dict(ApiToken.Scope.choices),
    "value": SETTING_VALUES,
    "origin": dict(ProcessVersion.Origin.choices),
    "verdict": dict(ProcessVerdict.Answer.choices),
    "state": {"active": _("đang áp dụng"), "abolished": _("bãi bỏ")},
}
"""Words of coded values, by the key of the field."""
_DAY_KINDS: Final[dict[str, Word]] = {"off": _("nghỉ"), "worked": _("làm bù")}


class Difference(NamedTuple):
    """One field as it was and as it is, in words."""

    label: str
    before: str
    after: str


def kind_word(kind: str) -> str:
    """What a kind of subject is called."""
    return str(KINDS.get(kind, kind))


def differences(change: Change) -> list[Difference]:
    """The fields that a change touched; of a new or ended subject all that say something."""
    old: dict[str, Any] = change.before or {}
    new: dict[str, Any] = change.after or {}
    return list(_differences(old, new))


class Told(NamedTuple):
    """A change with its words."""

    change: Change
    kind: str
    fields: list[Difference]


def told(changes: Sequence[Change]) -> list[Told]:
    """Changes as pages show them."""
    return [Told(each, kind_word(each.kind), differences(each)) for each in changes]


def _differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before != after and not (before in (None, "") and after in (None, "")):
            yield Difference(str(FIELDS.get(name, name)), value_word(name, before), value_word(name, after))


def value_word(field: str, value: Any) -> str:
    """A kept value as a person reads it."""
    if value is None or value in ("", [], {}):
        return NONE
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, list):
        return "; ".join(value_word(field, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{FIELDS.get(name, name)}: {value_word(name, each)}" for name, each in value.items()
        )
    if field == "calendar_days":
        return _calendar_day(str(value))
    word = _VALUES.get(field, {}).get(value) if isinstance(value, str) else None
    return str(word) if word else _day_word(str(value))


def _calendar_day(text: str) -> str:
    """`2026-12-24 off: Bão` as `24/12/2026 nghỉ: Bão`; without more the day is what its weekday says."""
    day, _space, rest = text.partition(" ")
    kind, colon, reason = rest.partition(": ")
    if not colon:
        return f"{_day_word(day)} {rest}"
    return f"{_day_word(day)} {_DAY_KINDS.get(kind, kind)}: {reason}"


def _day_word(text: str) -> str:
    """`2026-03-02` as `2/3/2026`; anything else as it is."""
    if len(text) != len("2026-03-02"):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day}/{day.month}/{day.year}"
