"""Who does a step: the vocabulary of decisions, mapped to kinds of posts and agencies of the house.

A cell may name several posts; each part is read alone, by its first words. What no rule knows keeps its text
and has no kind: the caller reports it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from .tables import Post, PostKind

_AGENCY_WORDS: Final = (
    r"(?:sở|ubnd|ủy ban nhân dân|cơ quan công an|công an|các sở|cơ quan|chủ tịch|ttpvhcc|trung tâm)"
)
_OPENERS: Final = (
    r"(?:các cá nhân|đại diện|dịch vụ|tổ chức|cá nhân|nhân viên|người|lãnh đạo|chuyên viên|văn thư|cán bộ|"
    rf"trưởng phòng|phó|thành viên|hội đồng|{_AGENCY_WORDS})(?!\w)"
)
_PARTS: Final = re.compile(
    rf"[;\n]|^[-–+]\s|(?<=\.)\s+[-–+]\s|,\s+(?={_OPENERS})|\s*/\s*(?=(?:văn thư|dịch vụ)(?!\w))|"
    rf"\s+(?:hoặc|và)\s+(?={_OPENERS}|công chức (?:tiếp nhận|sở|trung tâm))",
    re.IGNORECASE,
)
_ITEMS: Final = re.compile(rf"\s[-–+]\s(?={_OPENERS}|bộ phận|ban |phòng |công chức|viên chức)", re.IGNORECASE)
"""Between the items of a cell that is a list of hyphens; elsewhere a hyphen belongs to a name."""

_RECEPTION: Final = re.compile(
    r"tiếp nhận (?:hồ sơ )?(?:và|&) trả kết quả|tiếp nhận và hoàn trả|tn\s*&\s*tkq|tt\s*pvhcc|"
    r"trung tâm phục vụ (?:hành chính công|hcc)|trung tâm hành chính công|một cửa|"
    r"bộ phận (?:nhận|trả|tiếp nhận)|(?:công chức|viên chức|cán bộ|nhân viên)[^.;]{0,30}tiếp nhận hồ sơ"
)
_LEADER: Final = re.compile(
    r"(?:bộ phận )?(?:lãnh đạo|trưởng|phó trưởng|phó|giám đốc|chủ tịch|thủ trưởng|người đứng đầu|"
    r"chỉ huy|chính ủy|hiệu trưởng)(?!\w)"
)
_OFFICER: Final = re.compile(
    r"(?:các )?(?:chuyên viên|công chức|viên chức|cán bộ|nhân viên|trợ lý|kế toán|thư ký)(?!\w)"
)
_CLERK: Final = re.compile(r"(?:bộ phận |công chức |cán bộ )?văn thư(?!\w)")
_COUNCIL: Final = re.compile(
    r"(?:các )?(?:thành viên )?(?:hội đồng|tổ (?:thẩm định|công tác|tư vấn|chuyên gia|giúp việc|thư ký)|"
    r"đoàn (?:kiểm tra|thẩm định)|ban (?:kiểm tra|giám khảo|quản lý dự án|chỉ đạo))"
)
_APPLICANT: Final = re.compile(
    r"(?:các )?(?:tổ chức|cá nhân|người nộp|người học|công dân|doanh nghiệp|chủ hồ sơ|đối tượng)"
    r"(?:(?:\s*/\s*|,\s*| và | hoặc )(?:các )?(?:tổ chức|cá nhân|doanh nghiệp|công dân))*(?: nộp hồ sơ)?"
)
_DIVISION: Final = re.compile(r"(?<!văn )phòng(?!\w)|^(?:lãnh đạo|trưởng|phó trưởng) ban(?!\w)")
_OFFICE: Final = re.compile(r"văn phòng (?:ubnd|ủy ban nhân dân|hđnd)|vp\s*ubnd")
_AGENCIES: Final = re.compile(
    r"(?:các )?(?:sở|ubnd|ủy ban nhân dân|văn phòng|cơ quan|phòng|công an|bộ chqs|bộ chỉ huy|ban |"
    r"trung tâm|cơ sở|chi cục|cục|chính quyền|đơn vị|thanh tra|cấp trung đoàn|bộ phận chuyên môn|"
    r"quỹ|thuế|chi nhánh|nhà trường)"
)


class _Place(NamedTuple):
    """Kind and level of an agency, values of `organisation.models.tree`."""

    kind: str = ""
    level: str = ""


_PLACES: Final[tuple[tuple[re.Pattern[str], _Place], ...]] = (
    (_OFFICE, _Place("department", "province")),
    (re.compile(r"công an|bộ chqs|quân sự|bộ đội|trung đoàn|đại đội|thuế|kho bạc"), _Place("vertical")),
    (re.compile(r"(?<!\w)(?<!cơ )sở(?!\w)|thanh tra tỉnh"), _Place("department", "province")),
    (
        re.compile(
            r"(?:ubnd|ủy ban nhân dân)[^;,.]{0,12}(?:xã|phường|cấp xã|đặc khu)|cấp xã|xã, phường|các xã"
        ),
        _Place("commune", "commune"),
    ),
    (re.compile(r"(?:ubnd|ủy ban nhân dân) (?:cấp )?huyện"), _Place("district", "district")),
    (
        re.compile(r"(?:ubnd|ủy ban nhân dân) (?:cấp )?(?:tỉnh|thành phố)"),
        _Place("province", "province"),
    ),
    (
        re.compile(r"trung tâm|nhà trường|cơ sở (?:trợ giúp|giáo dục|cung cấp)|bệnh viện|đơn vị sự nghiệp"),
        _Place("public_service_unit"),
    ),
)
_STOP: Final = (
    r"(?=\s+(?:tại|tiếp nhận|phê duyệt|được|quyết định|chuyển|lên|phân công|xem xét|trình|ký)(?!\w)|[;.()]|$)"
)
_NAMED: Final = re.compile(
    r"(?<!\w)(?:(?:Văn phòng (?:UBND|Ủy ban nhân dân|HĐND và UBND)|UBND|Ủy ban nhân dân) "
    rf"[^;,.()]+?(?:,|{_STOP})|"
    rf"Sở (?=[A-ZĐ])[^;.()]+?{_STOP}|Trung tâm (?!Phục vụ|phục vụ)[^;,.()]+?(?:,|{_STOP}))"
)
_NAMED_DIVISION: Final = re.compile(
    r"(?<![Vv]ăn )(?<!\w)[Pp]hòng (?=[A-ZĐ])(?!Nghiệp vụ)(?:[^;.()]|\([A-ZĐ]+\))+?"
    rf"(?=\s+(?:-\s+)?Sở\s|\s+của\s|\s+xã, phường|,\s*Văn phòng|(?!\(){_STOP})|Văn phòng Sở"
)


_CELL_LIMIT: Final = 4_000
"""Letters of a cell; the longest real one, a paragraph of law, has 600."""


def posts_of(text: str) -> tuple[Post, ...]:
    """The posts that a cell names, in printed order; a part that no rule knows has no kind."""
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > _CELL_LIMIT:
        return (Post(text=text),)
    parts = _PARTS.split(text)
    if text.startswith(("-", "–", "+")):
        parts = [item for part in parts for item in _ITEMS.split(part)]
    stripped = (part.strip(" \t,.;:-–+") for part in parts)
    return tuple(_post(part) for part in stripped if part)


def _post(text: str) -> Post:
    plain = " ".join(text.casefold().replace("uỷ", "ủy").split())
    kind = _kind(plain) if len(plain) <= 160 else None
    if kind is None or kind is PostKind.APPLICANT:
        return Post(text=text, kind=kind)
    if kind in (PostKind.RECEPTION, PostKind.SECTION_HEAD):
        return _reception(text, plain, kind)
    place = next((place for pattern, place in _PLACES if pattern.search(plain)), _Place())
    any_of = _any_of(plain)
    return Post(
        text=text,
        kind=kind,
        agency_kind=place.kind,
        level=place.level,
        agency="" if any_of else _found(_NAMED, text),
        division=_found(_NAMED_DIVISION, text),
        any_of=any_of,
    )


def _kind(plain: str) -> PostKind | None:
    """The kind by the first words that decide it."""
    if _LEADER.match(plain):
        return _leader(plain)
    rules = (
        (_CLERK.match, PostKind.CLERK),
        (_COUNCIL.match, PostKind.COUNCIL),
        (_RECEPTION.search, PostKind.RECEPTION),
        (_OFFICER.match, PostKind.OFFICER),
        (_APPLICANT.fullmatch, PostKind.APPLICANT),
        (_AGENCIES.match, PostKind.AGENCY),
    )
    return next((kind for fits, kind in rules if fits(plain)), None)


def _leader(plain: str) -> PostKind | None:
    """Head of a section, a division or an agency. "Lãnh đạo Văn phòng" alone may be that of the department
    or of the provincial People's Committee: it is not decided here."""
    if _RECEPTION.search(plain):
        return PostKind.SECTION_HEAD
    if _OFFICE.search(plain):
        return PostKind.AGENCY_LEADER
    if re.search(r"văn phòng sở|văn phòng chi cục", plain):
        return PostKind.DIVISION_HEAD
    if "văn phòng" in plain:
        return None
    return PostKind.DIVISION_HEAD if _DIVISION.search(plain) else PostKind.AGENCY_LEADER


def _reception(text: str, plain: str, kind: PostKind) -> Post:
    communal = re.search(r"(?<!\w)(?:xã|phường)(?!\w)|cấp xã", plain)
    provincial = re.search(r"(?<!\w)(?<!cơ )(?:sở|tỉnh|thành phố)(?!\w)", plain)
    level = "" if bool(communal) == bool(provincial) else "commune" if communal else "province"
    return Post(
        text=text,
        kind=kind,
        agency_kind="service_centre" if re.search(r"trung tâm|tt\s*pvhcc", plain) else "",
        level=level,
        agency=_found(_NAMED, text),
        any_of=_any_of(plain) or (bool(communal) and bool(provincial)),
    )


def _any_of(plain: str) -> bool:
    return bool(re.match(r"các(?!\w)", plain) or re.search(r"(?<!\w)các (?:sở|xã|cấp)|xã, phường", plain))


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return " ".join(found[0].split()).strip(" -,") if found else ""
