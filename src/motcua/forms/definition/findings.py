"""What a check finds in a form."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .model import AnyField, Page

Severity = Literal["error", "warning"]
SEVERITY_NAMES: Final[dict[Severity, str]] = {
    "error": gettext_noop("lỗi"),
    "warning": gettext_noop("cần xem lại"),
}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found; `page` and `field` are names, empty for the form as a whole.

    An error keeps the form from being published; a warning does not.
    """

    kind: str
    message: Phrase
    page: str = ""
    field: str = ""
    severity: Severity = "error"


def found(
    kind: str,
    message: str,
    page: Page | None = None,
    field: AnyField | None = None,
    severity: Severity = "error",
    **params: object,
) -> Finding:
    """A finding whose sentence may name its place as `%(page)s` and `%(field)s`."""
    if page is not None:
        params.setdefault("page", page.title or page.id)
    if field is not None:
        params.setdefault("field", field.label or field.id)
    return Finding(
        kind=kind,
        message=Phrase(message, params),
        page=page.id if page else "",
        field=field.id if field else "",
        severity=severity,
    )
