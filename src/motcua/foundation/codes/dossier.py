"""Dossier codes: agency, date of reception, serial of the day (Circular 01/2018 art. 19 and later)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from motcua.foundation.codes.agency import (
    DECISION_20,
    HOME_LEVEL_1,
    PORTAL,
    QCVN_102,
    AgencyCode,
    parse_agency_code,
)
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase

CIRCULAR_01_2018: Final = "circular_01_2018"
DECISION_20_2020: Final = "decision_20_2020"
CIRCULAR_04_2025: Final = "circular_04_2025"
IGATE: Final = "igate"

SERIAL_DIGITS: Final = 4
LARGEST_SERIAL: Final = 99_999
_CIRCULAR_04_FROM: Final = date(2026, 1, 25)
_CIRCULAR_04_TAIL: Final = 6
"""Two digits of the owner, then at least four of the serial."""
_LONGEST_TAIL: Final = 10
OWNERS: Final = frozenset({"02", "03", "06", "09", "10", "15", "16", "17", "18"})
"""Owners of centralised services met so far (domain reference 2.3)."""

_SHAPE: Final = re.compile(r"(?P<agency>.{3,40})-(?P<date>[0-9A-Z]{4,10})-(?P<tail>[0-9A-Z]{1,12})")
_GENERATED: Final = {
    CIRCULAR_01_2018: re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.(?P<m>[A-Y][0-9]{2})"),
    DECISION_20_2020: re.compile(r"(?P<m>[A-Y][0-9]{2})(?:\.[0-9]{1,3}){1,2}"),
}
_GENERATED_TAIL: Final = re.compile(r"(?!0000)[0-9]{4}|[1-9][0-9]{4}")

_BAD_AGENCY: Final = gettext_noop("Phần mã cơ quan không đúng dạng.")
_BAD_DATE: Final = gettext_noop("Phần ngày tiếp nhận không phải một ngày có thật (cần YYMMDD).")
_BAD_TAIL: Final = gettext_noop("Phần số thứ tự phải gồm chữ số.")
_LONG_DATE: Final = gettext_noop("Ngày viết đủ tám chữ số, dạng của phần mềm iGate.")
_SERIAL_WIDTH: Final = gettext_noop("Số thứ tự có %(digits)d chữ số, thường là bốn.")
_OVERFLOW: Final = gettext_noop("Số thứ tự đã vượt 9999 trong ngày.")
_SERIAL_ZERO: Final = gettext_noop("Số thứ tự bằng 0.")
_UNKNOWN_OWNER: Final = gettext_noop("Mã đơn vị chủ quản “%(owner)s” chưa gặp.")
_EARLY: Final = gettext_noop("Ngày trước khi Thông tư 04/2025 có hiệu lực (25/1/2026).")
_CENTRAL_WIDTHS: Final = gettext_noop("Các nhóm không đúng độ dài của Thông tư 04/2025.")


class DossierCode(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier code read; `reason` says why it is not valid. `agency` is as written, `owner` two digits."""

    scheme: str | None
    agency: str | None
    date: date | None
    serial: int | None
    owner: str | None = None
    warnings: tuple[Phrase, ...] = ()
    reason: Phrase | None = None


def parse_dossier_code(code: str) -> DossierCode | None:
    """Read a trimmed upper-case code with plain hyphens; None where it has not a dossier code's shape."""
    match = _SHAPE.fullmatch(code)
    if match is None or sum(sign.isdigit() for sign in match["date"] + match["tail"]) < 4:
        return None
    agency = parse_agency_code(match["agency"])
    if agency is None or (agency.scheme == PORTAL and not agency.code[:3].isdigit()):
        return _refused(_BAD_AGENCY)
    day, tail = _date(match["date"]), match["tail"]
    if day is None or not tail.isdigit() or len(tail) > _LONGEST_TAIL:
        return _refused(_BAD_DATE if day is None else _BAD_TAIL, agency)
    if len(match["date"]) == 8:
        return _read(IGATE, agency, day, int(tail), (Phrase(_LONG_DATE, {}),))
    if agency.scheme == DECISION_20:
        return _central(agency, day, tail) or _plain(DECISION_20_2020, agency, day, tail)
    return _plain(CIRCULAR_01_2018, agency, day, tail)


def _refused(reason: str, agency: AgencyCode | None = None) -> DossierCode:
    return DossierCode(
        scheme=None, agency=agency.code if agency else None, date=None, serial=None, reason=Phrase(reason, {})
    )


def _read(
    scheme: str,
    agency: AgencyCode,
    day: date,
    serial: int,
    warnings: tuple[Phrase, ...],
    *,
    owner: str | None = None,
) -> DossierCode:
    zero = () if serial else (Phrase(_SERIAL_ZERO, {}),)
    return DossierCode(
        scheme=scheme,
        agency=agency.code,
        date=day,
        serial=serial,
        owner=owner,
        warnings=(*agency.warnings, *warnings, *zero),
    )


def _plain(scheme: str, agency: AgencyCode, day: date, tail: str) -> DossierCode:
    """Agency, date and serial: Circular 01/2018, or the same with the codes of Decision 20/2020."""
    warnings: tuple[Phrase, ...] = ()
    if len(tail) == SERIAL_DIGITS + 1 and tail[0] != "0":
        warnings = (Phrase(_OVERFLOW, {}),)
    elif len(tail) != SERIAL_DIGITS:
        warnings = (Phrase(_SERIAL_WIDTH, {"digits": len(tail)}),)
    return _read(scheme, agency, day, int(tail), warnings)


def _central(agency: AgencyCode, day: date, tail: str) -> DossierCode | None:
    """MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-AAXXXX of Circular 04/2025 art. 23; None where the code is an ordinary one."""
    if len(tail) < _CIRCULAR_04_TAIL:
        return None
    owner = tail[:2]
    exact = tuple(len(group) for group in agency.groups) == (3, 3, 2)
    known, in_force = owner in OWNERS, day >= _CIRCULAR_04_FROM
    if not (exact and (known or in_force)) and not (known and in_force and len(agency.groups) > 1):
        return None
    warnings = [
        warning
        for warning, holds in (
            (Phrase(_UNKNOWN_OWNER, {"owner": owner}), known),
            (Phrase(_EARLY, {}), in_force),
            (Phrase(_CENTRAL_WIDTHS, {}), exact),
        )
        if not holds
    ]
    return _read(CIRCULAR_04_2025, agency, day, int(tail[2:]), tuple(warnings), owner=owner)


def _date(text: str) -> date | None:
    """YYMMDD of this century, or YYYYMMDD."""
    if not text.isdigit() or len(text) not in (6, 8):
        return None
    full = text if len(text) == 8 else "20" + text
    try:
        return date(int(full[:4]), int(full[4:6]), int(full[6:]))
    except ValueError:
        return None


def is_generated_form(code: str, scheme: str, *, home: str = HOME_LEVEL_1) -> bool:
    """Whether the code has exactly the form that this house writes under the scheme."""
    form = _GENERATED.get(scheme)
    agency, _, rest = code.partition("-")
    match = form.fullmatch(agency) if form else None
    return bool(match and match["m"] == home and _GENERATED_TAIL.fullmatch(rest[7:]))


def dossier_code(form: str, agency_code: str, day: date, serial: int) -> str:
    """Write the code of a new dossier: `form` is the regime's `code_form`, `serial` runs per agency and day.

    `circular_01_2018` takes an agency code of QCVN 102, `decision_20_2020` one of Decision 20/2020. After
    9999 the serial has five digits. Raises `DomainError` (`dossier_code_impossible`).
    """
    agency = parse_agency_code(agency_code)
    pattern = _GENERATED.get(form)
    wanted = QCVN_102 if form == CIRCULAR_01_2018 else DECISION_20
    fits = agency and agency.scheme == wanted and pattern and pattern.fullmatch(agency_code)
    if not fits or not 1 <= serial <= LARGEST_SERIAL or not 2000 <= day.year <= 2099:
        raise DomainError(
            gettext_noop("Không cấp được mã hồ sơ theo mẫu %(form)s cho cơ quan %(agency)s, số %(serial)d."),
            gettext_noop("Báo quản trị hệ thống kiểm tra mã định danh của cơ quan tiếp nhận."),
            id="dossier_code_impossible",
            form=form,
            agency=agency_code,
            serial=serial,
        )
    return f"{agency_code}-{day:%y%m%d}-{serial:04d}"
