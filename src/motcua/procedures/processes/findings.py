"""What a check finds in a process."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .model import AnyNode

Severity = Literal["error", "warning", "notice"]
SEVERITY_NAMES: Final[dict[Severity, str]] = {
    "error": gettext_noop("lỗi"),
    "warning": gettext_noop("cần xem lại"),
    "notice": gettext_noop("lưu ý"),
}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found at one node (or lane; empty: the process as a whole).

    An error keeps the process from being put in force; a warning asks a person to decide; a notice informs.
    """

    kind: str
    node: str
    message: Phrase
    severity: Severity = "error"


def found(
    kind: str, node: AnyNode | None, message: str, severity: Severity = "error", **params: object
) -> Finding:
    """A finding whose sentence may name its node as `%(step)s`."""
    if node is not None:
        params["step"] = node.name or node.id
    return Finding(
        kind=kind, node=node.id if node else "", message=Phrase(message, params), severity=severity
    )
