"""What one small form of an action is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise as Lazy

Text = str | Lazy


class Ask(Enum):
    """How a field is asked for."""

    LINE = "line"
    AREA = "area"
    LINES = "lines"
    MOMENT = "moment"
    MONEY = "money"
    CHOICE = "choice"
    SELECT = "select"
    FILES = "files"
    HIDDEN = "hidden"
    """Not asked: what the button that opened the form was about."""
    TICK = "tick"
    SEVERAL = "several"
    """The same list several times over."""
    FAULTS = "faults"
    """Each paper of the dossier with what is wrong with it."""
    PARTS = "parts"
    """Rows of interlinked work, one an agency (`desk.part_rows`)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field. `options` is a table of words, or the name of a list that `options.options_for` knows;
    `initial` names an attribute of the dossier view that is shown first."""

    name: str
    label: Text
    ask: Ask = Ask.AREA
    needed: bool = False
    hint: Text = ""
    options: str | Mapping[str, Text] = ""
    blank: Text = ""
    initial: str = ""
    asked: str = ""
    """Name in the address under which a button says what stands here first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One action as the officer sees it. `action` is the name that `services.perform` takes."""

    name: str
    action: str
    label: Text
    key: str
    icon: str
    done: Text
    entries: tuple[Entry, ...] = ()
    fixed: dict[str, str] = field(default_factory=dict)
    note: Text = ""
    page: str = ""
    """Name of the address of a page of its own, where a small form is not enough."""
    purpose: str = "other"
    """What uploaded files are for."""
    of: str = ""
    """What a button of it is about, where it stands beside that: `step` or `part`; then it is not in the list
    of actions."""
