"""A procedure's content in lines of words, part by part: for its page, and for what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.desk.words import CHANNELS, FEE_KINDS, UNITS, limit_words
from motcua.foundation.money import dong
from motcua.procedures.content import Component, Fee, Named, VersionContent

Word = str | Lazy

PARTS: Final[dict[str, Word]] = {
    "name": _("Tên thủ tục"),
    "state": _("Tình trạng"),
    "field": _("Lĩnh vực"),
    "level": _("Cấp thực hiện"),
    "competent": _("Cơ quan có thẩm quyền"),
    "limits": _("Kênh nộp và thời hạn"),
    "cases": _("Trường hợp"),
    "components": _("Thành phần hồ sơ"),
    "fees": _("Phí, lệ phí"),
    "results": _("Kết quả"),
    "legal_bases": _("Căn cứ pháp lý"),
    "conditions": _("Yêu cầu, điều kiện"),
    "flags": _("Cách giải quyết"),
}
LEVELS: Final[dict[str, Word]] = {
    "ministry": _("Cấp Bộ"),
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "vertical": _("Cơ quan ngành dọc"),
    "other": _("Cơ quan khác"),
}
STATES: Final[dict[str, Word]] = {"active": _("đang áp dụng"), "abolished": _("bãi bỏ")}
COMPETENT_KINDS: Final[dict[str, Word]] = {
    "commune": _("Ủy ban nhân dân xã, phường"),
    "department": _("Sở, ngành của tỉnh (theo tên cơ quan)"),
    "public_service_unit": _("Đơn vị sự nghiệp của tỉnh (theo tên)"),
    "district": _("Ủy ban nhân dân huyện (trước 1/7/2025)"),
    "land_office": _("Văn phòng đăng ký đất đai"),
    "": _("Ủy ban nhân dân nơi tiếp nhận"),
}
UNIT_OPTIONS: Final = (*UNITS.items(), ("other", _("ghi bằng lời")))
SOURCES: Final[dict[str, Word]] = {
    "by_hand": _("Đơn vị nhập tay"),
    "portal_detail_raw": _("Bản ghi chi tiết của Cổng dịch vụ công"),
    "portal_detail_flat": _("Bản ghi chi tiết của Cổng, dạng phẳng"),
    "portal_tables": _("Bảng của Cổng dịch vụ công"),
    "portal_text": _("Trang thủ tục của Cổng dịch vụ công"),
    "provincial_decision": _("Quyết định công bố của tỉnh"),
    "demonstration": _("Dữ liệu trình diễn"),
    "simulation": _("Danh mục mô phỏng"),
    "catalogue": _("Danh mục"),
    "official_list": _("Danh sách của Bộ"),
}


class PartDifference(NamedTuple):
    """One part as it was and as it would be: the lines that go and the lines that come."""

    label: Word
    gone: list[str]
    come: list[str]


def levels(keys: Iterable[str]) -> str:
    """`Cấp tỉnh, Cấp xã`."""
    return ", ".join(str(LEVELS.get(each, each)) for each in keys)


def fee_words(fee: Fee) -> str:
    """`Lệ phí: 8.000 đ`, with the published words."""
    kind = str(FEE_KINDS.get(fee.kind, fee.kind))
    if fee.certain and fee.amount is not None:
        money = dong(fee.amount, "," if get_language() == "en" else ".")
        return f"{kind}: {money}" + (f" ({fee.text})" if fee.text else "")
    said = " ".join(part for part in (fee.value or "", fee.currency or "", fee.text) if part)
    return f"{kind}: {said or gettext('không ghi mức')}"


def lines_of(content: VersionContent) -> dict[str, list[str]]:
    """Every part in lines."""
    limits: dict[str, None] = {}
    fees: dict[str, None] = {}
    for row in content.channels:
        words = f"{CHANNELS[row.channel]}: {limit_words(row.limit.quantity, row.limit.unit, row.limit.text)}"
        limits[words] = None
        fees |= {fee_words(fee): None for fee in row.fees}
    flags = [
        str(word)
        for word, on in (
            (_("trả kết quả ngay tại quầy"), content.flags.instant),
            (_("có nghĩa vụ tài chính do cơ quan khác xác định"), content.flags.obligations),
        )
        if on
    ]
    return {
        "name": [content.name],
        "state": [str(STATES.get(content.state, content.state))],
        "field": [_named(each) for each in content.fields],
        "level": [levels(content.levels)] if content.levels else [],
        "competent": [*(each.name for each in content.competent or content.executing), *_kind(content)],
        "limits": list(limits),
        "cases": [
            f"{case.name}: {limit_words(case.limit.quantity, case.limit.unit, case.limit.text)}"
            for case in content.cases
        ],
        "components": [_component(each) for each in content.components],
        "fees": list(fees),
        "results": [_named(each) for each in content.results],
        "legal_bases": [_named(each) for each in content.legal_bases],
        "conditions": content.conditions.splitlines(),
        "flags": flags,
    }


def differing(before: VersionContent | None, after: VersionContent) -> list[PartDifference]:
    """The parts that differ; of a new procedure everything it has."""
    old = lines_of(before) if before else {}
    found = []
    for part, lines in lines_of(after).items():
        there = old.get(part, [])
        gone = [line for line in there if line not in lines]
        come = [line for line in lines if line not in there]
        if gone or come:
            found.append(PartDifference(PARTS[part], gone, come))
    return found


def _kind(content: VersionContent) -> list[str]:
    kind, _sep, name = content.competent_kind.partition(":")
    return [f"{COMPETENT_KINDS.get(kind, kind)} {name}".strip()] if kind else []


def _named(each: Named) -> str:
    return f"{each.name} ({each.code})" if each.code and each.code != each.name else each.name


def _component(each: Component) -> str:
    counts = gettext("%(originals)s bản chính, %(copies)s bản sao") % {
        "originals": each.originals,
        "copies": each.copies,
    }
    return f"{each.name} ({counts})"


def source_words(sources: str) -> str:
    """The sources of a version by name."""
    return ", ".join(str(SOURCES.get(each, each)) for each in sources.split(", "))
