"""Which regime writes which dossier code: codes read with the law at hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from motcua.foundation import codes
from motcua.foundation.errors import DomainError
from motcua.law.regimes import regime_on


def generated_by(scheme: str, day: date) -> str | None:
    """The id of the regime that writes codes of the scheme on that day, None where none does."""
    try:
        regime = regime_on(day)
    except DomainError:
        return None
    return regime.id if regime.code_form == scheme else None


def parse_code(text: str) -> dict[str, Any]:
    """`foundation.codes.parse_code` with `generated_by` and `import_only` answered by the regimes."""
    return codes.parse_code(text, generated_by=generated_by)
