"""Reading any code that somebody types, scans or sends (contracts, section 1, `code parse`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from motcua.foundation.codes.agency import HOME_LEVEL_1, parse_agency_code
from motcua.foundation.codes.dossier import DossierCode, is_generated_form, parse_dossier_code
from motcua.foundation.codes.procedure import parse_procedure_code
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

GeneratedBy = Callable[[str, date], str | None]
"""From a scheme and a day to the regime that writes such codes on that day (`law.codes`)."""

LONGEST_CODE: Final = 80
_HYPHENS: Final = re.compile(r"[\u00ad\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
_AROUND: Final = re.compile(r"\s*([.-])\s*")

_TYPOGRAPHIC: Final = gettext_noop("Đã đổi dấu gạch ngang kiểu chữ in thành dấu “-”.")
_INNER_SPACES: Final = gettext_noop("Đã bỏ dấu cách trong mã.")
_WIDE_SIGNS: Final = gettext_noop("Đã đổi ký tự toàn khổ thành ký tự thường.")
_EMPTY: Final = gettext_noop("Mã để trống.")
_TOO_LONG: Final = gettext_noop("Mã dài quá %(limit)d ký tự.")
_NO_SHAPE: Final = gettext_noop("Không phải mã hồ sơ, mã cơ quan hay mã thủ tục.")


def parse_code(
    text: str, *, generated_by: GeneratedBy | None = None, home: str = HOME_LEVEL_1
) -> dict[str, Any]:
    """Read one code as `code parse` prints it; never raises: an invalid code is `valid: False` with a reason.

    Keys: input, kind (`dossier`, `agency`, `procedure`, `unknown`), valid, scheme, agency, date (ISO),
    serial, owner, generated_by (a regime's id), import_only, warnings, reason. `generated_by` asks the law
    which regime writes a scheme on a day; a valid dossier code that none of ours writes is `import_only`
    (without the law, one whose form is not ours).
    """
    code, warnings = _normalised(text)
    result: dict[str, Any] = {
        "input": text, "kind": "unknown", "valid": False, "scheme": None, "agency": None, "date": None,
        "serial": None, "owner": None, "generated_by": None, "import_only": False, "warnings": [],
        "reason": None,
    }  # fmt: skip
    if not code or len(code) > LONGEST_CODE:
        return result | {"reason": str(Phrase(_TOO_LONG, {"limit": LONGEST_CODE}) if code else _EMPTY)}
    upper = code.upper()
    if procedure := parse_procedure_code(upper):
        found = {"kind": "procedure", "valid": True, "agency": procedure.province}
    elif (agency := parse_agency_code(code)) is not None:
        found = {"kind": "agency", "valid": True, "scheme": agency.scheme, "agency": agency.code}
        warnings += agency.warnings
    elif (dossier := parse_dossier_code(upper)) is not None:
        found = _dossier(upper, dossier, generated_by, home)
        warnings += dossier.warnings
    else:
        found = {"reason": _NO_SHAPE}
    return result | found | {"warnings": [str(warning) for warning in warnings]}


def clean_code(text: str) -> str:
    """What was typed as the code it means: outer spaces trimmed, hyphens plain, in upper case."""
    return _normalised(text)[0].upper()


def _normalised(text: str) -> tuple[str, tuple[Phrase, ...]]:
    """The trimmed code with plain hyphens and without inner spaces, and what had to be changed."""
    trimmed = text.strip()
    if len(trimmed) > 2 * LONGEST_CODE:
        return trimmed, ()
    warnings = []
    plain = _HYPHENS.sub("-", trimmed)
    if plain != trimmed:
        warnings.append(Phrase(_TYPOGRAPHIC, {}))
    composed = unicodedata.normalize("NFC", plain)
    narrow = unicodedata.normalize("NFKC", composed)
    if narrow != composed:
        warnings.append(Phrase(_WIDE_SIGNS, {}))
    closed = _AROUND.sub(r"\1", narrow.strip())
    if closed != narrow.strip():
        warnings.append(Phrase(_INNER_SPACES, {}))
    return closed, tuple(warnings)


def _dossier(code: str, dossier: DossierCode, generated_by: GeneratedBy | None, home: str) -> dict[str, Any]:
    regime = None
    scheme, day = dossier.scheme, dossier.date
    ours = scheme is not None and is_generated_form(code, scheme, home=home)
    if ours and generated_by and scheme and day:
        regime = generated_by(scheme, day)
        ours = regime is not None
    valid = dossier.reason is None
    return {
        "kind": "dossier",
        "valid": valid,
        "scheme": dossier.scheme,
        "agency": dossier.agency,
        "date": dossier.date.isoformat() if dossier.date else None,
        "serial": dossier.serial,
        "owner": dossier.owner,
        "generated_by": regime,
        "import_only": valid and not ours,
        "reason": str(dossier.reason) if dossier.reason else None,
    }
