"""What a procedure is, as values: the parts of Decree 63/2010 art. 8(2) in frozen structs.

`Attributes` is what one source says (an absent attribute is None: the source has not got it);
`VersionContent` is the merge of all sources for a period, and is stored as it is, for good.
Limits keep their quantity as decimal text ("3.5") and their unit as in `foundation.worktime.Unit`.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import msgspec

PROCEDURE_CODE: Final = re.compile(r"[1-9]\.\d{6}(\.[A-Z]\d{2})?")
"""`d.dddddd`, with the suffix of a province where the procedure is its own (domain reference 2.5)."""

LEVELS: Final = ("ministry", "province", "district", "commune", "vertical", "other")
CHANNELS: Final = ("direct", "online", "postal")
UNITS: Final = ("working_day", "calendar_day", "hour", "month", "other")


class Frozen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all values here: immutable, keyword only, defaults left out of the JSON."""


class Limit(Frozen, kw_only=True, frozen=True):
    """A time limit. No quantity means that no limit is stated; `text` holds what was published where the
    quantity or unit could not be read with certainty."""

    unit: str = "other"
    quantity: str | None = None
    text: str = ""

    @property
    def stated(self) -> bool:
        """Whether the source stated any limit at all."""
        return self.quantity is not None or bool(self.text)

    @property
    def countable(self) -> bool:
        """Whether a due date can be worked out from it."""
        return self.quantity is not None and self.unit != "other"

    @property
    def key(self) -> str:
        """`10 working_day`: how a decision names it."""
        return f"{self.quantity} {self.unit}" if self.quantity is not None else self.text


class Fee(Frozen, kw_only=True, frozen=True):
    """A fee (phí), charge (lệ phí) or price, as published; `amount` in đồng only when it is certain.

    `value` and `currency` keep the numbers of the source: None in `currency` means that the source has no
    such attribute, "" that it has one and left it empty.
    """

    kind: str = "fee"
    text: str = ""
    amount: int | None = None
    certain: bool = False
    value: str | None = None
    currency: str | None = None


class ChannelTerms(Frozen, kw_only=True, frozen=True):
    """One published row for a channel; a channel may have several rows, told apart only by their notes."""

    channel: str
    limit: Limit = Limit()
    fees: tuple[Fee, ...] = ()
    note: str = ""


class Case(Frozen, kw_only=True, frozen=True):
    """A case (trường hợp) of the procedure with its own time."""

    code: str
    name: str
    limit: Limit = Limit()


class Component(Frozen, kw_only=True, frozen=True):
    """A paper to hand in. The portal's flag "required" is false nearly everywhere and is not kept."""

    name: str
    code: str | None = None
    group: str = ""
    originals: int = 0
    copies: int = 0
    form: str = ""
    """Name of the form template, where there is one."""


class Named(Frozen, kw_only=True, frozen=True):
    """A name with the code of its register, where it has one: field, result, subject, agency, legal basis."""

    name: str
    code: str | None = None


class Step(Frozen, kw_only=True, frozen=True):
    """One step of the procedure as published."""

    description: str
    name: str = ""


class Decision(Frozen, kw_only=True, frozen=True):
    """The publication decision; `date` as ISO text."""

    number: str = ""
    date: str | None = None


class Flags(Frozen, kw_only=True, frozen=True):
    """Flags of the national record (domain reference 7.3)."""

    full_process: bool = False
    shared_service: bool = False
    non_territorial: bool = False
    offline_only: bool = False
    internal: bool = False
    instant: bool = False
    """The result is given at once (Decree 61/2018 art. 17: no receipt is needed)."""
    obligations: bool = False
    """Money is worked out by another agency on the way (land: tax office)."""


class Doubt(Frozen, kw_only=True, frozen=True):
    """Something a reader could not take in with certainty; becomes a contradiction."""

    kind: str
    where: str
    detail: str


class Attributes(Frozen, kw_only=True, frozen=True):
    """What one source says of one procedure. None: the source has no such attribute."""

    name: str | None = None
    state: str | None = None
    kind: str | None = None
    fields: tuple[Named, ...] | None = None
    levels: tuple[str, ...] | None = None
    channels: tuple[ChannelTerms, ...] | None = None
    cases: tuple[Case, ...] | None = None
    components: tuple[Component, ...] | None = None
    results: tuple[Named, ...] | None = None
    legal_bases: tuple[Named, ...] | None = None
    conditions: str | None = None
    steps: tuple[Step, ...] | None = None
    subjects: tuple[Named, ...] | None = None
    executing: tuple[Named, ...] | None = None
    competent: tuple[Named, ...] | None = None
    authorised: tuple[Named, ...] | None = None
    coordinating: tuple[Named, ...] | None = None
    promulgated_by: Named | None = None
    decision: Decision | None = None
    addresses: str | None = None
    flags: Flags | None = None
    competent_kind: str | None = None
    """Kind of the competent agency in the province's tree: `department:<name>`, `commune`, `district`,
    `land_office` ...; only our own data have it."""
    doubts: tuple[Doubt, ...] = ()


class VersionContent(Frozen, kw_only=True, frozen=True):
    """A procedure as it stands in one period: immutable, pinned by dossiers."""

    name: str
    receivable: bool
    state: str = "active"
    kind: str = ""
    fields: tuple[Named, ...] = ()
    levels: tuple[str, ...] = ()
    channels: tuple[ChannelTerms, ...] = ()
    cases: tuple[Case, ...] = ()
    components: tuple[Component, ...] = ()
    results: tuple[Named, ...] = ()
    legal_bases: tuple[Named, ...] = ()
    conditions: str = ""
    steps: tuple[Step, ...] = ()
    subjects: tuple[Named, ...] = ()
    executing: tuple[Named, ...] = ()
    competent: tuple[Named, ...] = ()
    authorised: tuple[Named, ...] = ()
    coordinating: tuple[Named, ...] = ()
    promulgated_by: Named | None = None
    decision: Decision | None = None
    addresses: str = ""
    flags: Flags = Flags()
    competent_kind: str = ""

    @property
    def field(self) -> str:
        """The names of its fields, as lists show them."""
        return "; ".join(each.name for each in self.fields)


def to_json(value: Attributes | VersionContent) -> str:
    """The value as JSON for a jsonb column."""
    return msgspec.json.encode(value).decode()


def attributes_of(text: str) -> Attributes:
    """The attributes back from their JSON; ValidationError when it is not ours."""
    return msgspec.json.decode(text, type=Attributes)


def content_of(row: Any) -> VersionContent:
    """The content back from a jsonb column."""
    return msgspec.convert(row, VersionContent)


def digest(text: str) -> str:
    """SHA-256 over the JSON of a value, to tell whether a source or a version changed."""
    return hashlib.sha256(text.encode()).hexdigest()
