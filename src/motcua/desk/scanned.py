"""Advice on what looks like a code but opens nothing: about its form alone, never about another's dossier."""

from __future__ import annotations

import re
from typing import Any, Final

from motcua.law.codes import parse_code

_CODE_LIKE: Final = re.compile(r"[0-9A-Za-z]{1,4}[.,][0-9A-Za-z.,]+[-–—‑ ]?[0-9-–—‑ ]{4,}")


def looks_like_code(text: str) -> bool:
    """Whether somebody meant a dossier code."""
    return bool(_CODE_LIKE.match(text.strip()))


def code_advice(text: str) -> dict[str, Any] | None:
    """What is wrong with the form of a code, or that a well-formed one is not in sight; none for words."""
    if not looks_like_code(text):
        return None
    found = parse_code(text)
    return {"valid": found["valid"] and found["kind"] == "dossier", "reason": found["reason"]}
