"""A sentence kept apart from its values, so that a face can translate it before filling it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Phrase(NamedTuple):
    """Faces translate `template`, then apply `params`; `str()` gives the Vietnamese sentence."""

    template: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template
