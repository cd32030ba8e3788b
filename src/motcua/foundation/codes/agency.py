"""Agency codes in both orders: QCVN 102:2016 (most special first) and Decision 20/2020 (level 1 first)."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase

QCVN_102: Final = "qcvn_102_2016"
DECISION_20: Final = "decision_20_2020"
PORTAL: Final = "portal"
HOME_LEVEL_1: Final = "H14"
"""Ủy ban nhân dân tỉnh Cao Bằng (domain reference 2.4)."""
LONGEST: Final = 35
"""Decision 20/2020: at most 35 characters."""
_MOST_GROUPS: Final = 4
_PROVINCES: Final = range(1, 64)
_MINISTRIES: Final = range(1, 23)

_LEVEL_1: Final = re.compile(r"[A-Y][0-9]{2}")
_QCVN: Final = re.compile(r"(?P<v>[0-9]{3})\.(?P<z>[0-9]{2,3})\.(?P<y>[0-9]{2,3})\.(?P<m>[A-Y][0-9]{2})")
_DECISION: Final = re.compile(r"(?P<m>[A-Y][0-9]{2})(?P<sub>(?:\.[0-9A-Z]{1,6}(?:\([0-9A-Z]{1,4}\))?)*)")
_PORTAL_GROUP: Final = re.compile(r"[0-9]{3}\.[0-9]{2}\.[A-Z]{2}\.[0-9]{3}|[0-9]{6}-[0-9]{4}")
_PORTAL_WORDS: Final = re.compile(r"(?P<owner>[A-ZĐ]{2,10})(?:[_-][A-ZĐ]{1,16}){1,3}")
_PORTAL_OWNERS: Final = frozenset({
    "BCA", "BCT", "BDTTG", "BGDDT", "BGDĐT", "BGTVT", "BKHCN", "BKHDT", "BKHĐT", "BLDTBXH", "BLĐTBXH", "BNG",
    "BNN", "BNNMT", "BNNPTNT", "BNV", "BQP", "BTC", "BTN", "BTNMT", "BTP", "BTTTT", "BVHTTDL", "BXD", "BYT",
    "CQCM", "NHNN", "NHPT", "TANDTC", "TTCP", "UBDT", "VKSNDTC", "VPCP",
})  # fmt: skip
"""Ministries as the portal abbreviates them before its group codes (BCA-CAT, BTC_TCS)."""
_PORTAL_KNOWN: Final = frozenset({
    "BQLKCX", "CQK", "CQLQ", "CTUBNDT", "CTUBNDXA", "HDNDT", "TCXHNN", "UBNDX", "CƠQUANQUẢNLÝĐẤTĐAICẤPXÃ",
})  # fmt: skip
"""Group codes without shape, met in procedures of the national portal in July 2026."""

_UNUSUAL_WIDTH: Final = gettext_noop("Nhóm “%(group)s” không đúng độ dài thường gặp.")
_UNKNOWN_LEVEL_1: Final = gettext_noop("Mã cấp 1 “%(level_1)s” không có trong danh mục bộ, tỉnh.")
_PORTAL_ONLY: Final = gettext_noop("Mã nhóm cơ quan riêng của Cổng dịch vụ công quốc gia.")
_MANY_GROUPS: Final = gettext_noop("Mã có hơn bốn cấp.")


class AgencyCode(msgspec.Struct, frozen=True, kw_only=True):
    """An agency code as written, its scheme and level-1 code; `groups` go from level 1 downwards, and are
    empty for the portal's own group codes."""

    code: str
    scheme: str
    level_1: str | None
    groups: tuple[str, ...] = ()
    warnings: tuple[Phrase, ...] = ()


def parse_agency_code(text: str) -> AgencyCode | None:
    """Read a trimmed code in any form met in real data (`02_agency_codes`); None where it is none."""
    upper = text.upper()
    if len(upper) > LONGEST:
        return None
    if match := _QCVN.fullmatch(upper):
        return _qcvn(match)
    if match := _DECISION.fullmatch(upper):
        return _decision(match)
    if _PORTAL_GROUP.fullmatch(upper) or upper in _PORTAL_KNOWN or _is_portal_word(upper):
        return AgencyCode(code=text, scheme=PORTAL, level_1=None, warnings=(Phrase(_PORTAL_ONLY, {}),))
    return None


def _is_portal_word(code: str) -> bool:
    match = _PORTAL_WORDS.fullmatch(code)
    return match is not None and match["owner"] in _PORTAL_OWNERS


def _qcvn(match: re.Match[str]) -> AgencyCode:
    lower = [match["y"], match["z"], match["v"]]
    while lower and not lower[-1].strip("0"):
        lower.pop()
    warnings = [_width(group) for group in (match["z"], match["y"]) if len(group) != 2]
    return AgencyCode(
        code=match[0],
        scheme=QCVN_102,
        level_1=match["m"],
        groups=(match["m"], *lower),
        warnings=(*_level_1_warning(match["m"]), *warnings),
    )


def _decision(match: re.Match[str]) -> AgencyCode:
    below = tuple(match["sub"].split(".")[1:])
    warnings = [_width(group) for group in below if len(group) > 3 or not group.isdigit()]
    if len(below) >= _MOST_GROUPS:
        warnings.append(Phrase(_MANY_GROUPS, {}))
    return AgencyCode(
        code=match[0],
        scheme=DECISION_20,
        level_1=match["m"],
        groups=(match["m"], *below),
        warnings=(*_level_1_warning(match["m"]), *warnings),
    )


def _width(group: str) -> Phrase:
    return Phrase(_UNUSUAL_WIDTH, {"group": group})


def _level_1_warning(code: str) -> tuple[Phrase, ...]:
    """Decision 20/2020 lists H01-H63 for provinces and G01-G22 for ministries."""
    number = int(code[1:])
    known = (code[0] == "H" and number in _PROVINCES) or (code[0] == "G" and number in _MINISTRIES)
    return () if known else (Phrase(_UNKNOWN_LEVEL_1, {"level_1": code}),)


def to_decision_20(code: str) -> str:
    """The same agency in the order of Decision 20/2020: 000.07.21.H14 gives H14.21.07."""
    return ".".join(_read(code).groups)


def to_qcvn_102(code: str) -> str:
    """The same agency in the order of QCVN 102:2016: H14.21.7 gives 000.07.21.H14.

    Raises `DomainError` (`agency_code_invalid`) where a group does not fit its place.
    """
    read = _read(code)
    y, z, v = (*read.groups[1:], "0", "0", "0")[:3]
    if len(read.groups) > _MOST_GROUPS or not (y + z + v).isdigit() or len(y) > 2 or len(z) > 2 or len(v) > 3:
        raise _invalid(code)
    return f"{v:0>3}.{z:0>2}.{y:0>2}.{read.groups[0]}"


def _read(code: str) -> AgencyCode:
    read = parse_agency_code(code.strip())
    if read is None or not read.groups:
        raise _invalid(code)
    return read


def _invalid(code: str) -> DomainError:
    return DomainError(
        gettext_noop("Mã cơ quan “%(code)s” không đúng dạng."),
        gettext_noop("Mã có dạng H14.x.y hoặc 000.ZZ.YY.H14."),
        id="agency_code_invalid",
        code=code[:LONGEST],
    )
