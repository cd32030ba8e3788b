"""Feedback and petitions as data: how many working days each step may take, by the rule of its day.

Decree 20/2008 gives the steps, a Prime Minister's decision the days on the national portal. One TOML file in
`data/petitions` is one set of rules; each number names its source and how sure we are of it, as regimes do
(`law.regimes.Source`). What an office sets instead stands over it (`organisation` keeps no part of this: the
room of feedback does), and only where the text was not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Any, Final

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.regimes import RegimeFileError, Source

CLOCKS: Final = ("send_back", "ask_supplement", "forward", "handle", "publish", "await_supplement")
"""What is counted: refusing or sending back, asking for more, forwarding, handling (from filing or from the
last forwarding), publishing (from the answer), and waiting for the petitioner."""
CLOCK_NAMES: Final[dict[str, str]] = {
    "send_back": gettext_noop("Từ chối hoặc trả lại"),
    "ask_supplement": gettext_noop("Yêu cầu bổ sung"),
    "forward": gettext_noop("Chuyển cơ quan có thẩm quyền"),
    "handle": gettext_noop("Xử lý, trả lời"),
    "publish": gettext_noop("Công khai câu trả lời"),
    "await_supplement": gettext_noop("Chờ người phản ánh bổ sung"),
}
MOST_DAYS: Final = 90


class PetitionClock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whole working days that a step may take, the day it begins not counted, with their source."""

    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)]
    source: Source

    @property
    def open(self) -> bool:
        """Whether an office may set another number: where the text of the law was seen, it may not."""
        return self.source.mark != "seen"


class PetitionRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules for petitions filed from `valid_from` to `valid_to`, both included (open: no end).

    `supplement_pauses`: while the petitioner is asked for more, the agency's clocks stand.
    """

    id: str
    name: str
    english: str
    valid_from: date
    supplement_pauses: bool
    clocks: Mapping[str, PetitionClock]
    sources: Mapping[str, Source]
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether a petition filed on that day is under these rules."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def days(self, clock: str) -> int:
        """Working days of one of `CLOCKS`."""
        return self.clocks[clock].days


@cache
def petition_rules() -> tuple[PetitionRules, ...]:
    """All rules that ship with the house, oldest first."""
    folder = files("motcua.law") / "data" / "petitions"
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".toml")}
    return load(texts)


def petition_rules_on(day: date) -> PetitionRules:
    """The rules for petitions filed on that day. Raises: DomainError `no_petition_rules`."""
    for each in petition_rules():
        if each.covers(day):
            return each
    raise DomainError(
        gettext_noop("Không có quy định về phản ánh, kiến nghị cho ngày %(day)s trong hệ thống."),
        gettext_noop("Kiểm tra lại ngày gửi."),
        id="no_petition_rules",
        day=f"{day.day}/{day.month}/{day.year}",
    )


def petition_rules_of(id: str) -> PetitionRules:  # noqa: A002
    """The rules of that id. Raises: KeyError."""
    return {each.id: each for each in petition_rules()}[id]


def load(texts: Mapping[str, str]) -> tuple[PetitionRules, ...]:
    """Rules from the texts of their files by name, checked one by one and against each other.

    Raises: RegimeFileError, which names the file at fault.
    """
    built = sorted((_built(name, text) for name, text in texts.items()), key=lambda each: each.valid_from)
    for earlier, later in pairwise(built):
        if earlier.valid_to is None or (later.valid_from - earlier.valid_to).days != 1:
            raise RegimeFileError(f"{earlier.id}: valid_to: {later.id} must begin on the day after")
    return tuple(built)


def _built(name: str, text: str) -> PetitionRules:
    try:
        made = msgspec.toml.decode(text, type=PetitionRules)
    except msgspec.MsgspecError as error:
        raise RegimeFileError(f"{name}: {error}") from error
    if set(made.clocks) != set(CLOCKS) or set(made.sources) != {"supplement_pauses"}:
        raise RegimeFileError(f"{name}: clocks: exactly {', '.join(CLOCKS)}, each with its source")
    changes: dict[str, Any] = {
        "clocks": MappingProxyType(dict(made.clocks)),
        "sources": MappingProxyType(dict(made.sources)),
    }
    return msgspec.structs.replace(made, **changes)
