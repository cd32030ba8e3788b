"""Law as data: what a dossier may go through under the decree in force on the day it was received.

A regime is one TOML file in `data/regimes`. Every rule names its legal citation, the day it took effect and
a mark saying how sure we are of it: `seen` (read in a text), `memory` (known, text not seen), `proposal`
(a choice of this house). A regime that amends another (`amends`) restates only what changed, as an amending
decree does. Code asks the regime and never branches on a year or a decree.

Statuses are plain numbers here, because the law stands below the lifecycle in the house;
`dossiers.lifecycle.types.Status` compares equal to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.roles import Role

Mark = Literal["seen", "memory", "proposal"]
ClockEffect = Literal[
    "none",
    "answer_timer",
    "start",
    "start_end",
    "pause",
    "resume",
    "policy",
    "end",
    "stop",
    "move",
    "recompute",
]
"""`policy`: restart or resume as `supplement_policy` says; `stop`: ends at a termination, runs on at a
suspension; `move`: a new due date beside the kept original; `recompute`: a correction counts anew."""
SupplementPolicy = Literal["restart", "pause"]
StatusNumber = Annotated[int, msgspec.Meta(ge=1, le=10)]
FromStatus = Annotated[int, msgspec.Meta(ge=0, le=10)]
"""A status before a transition; 0 where there is no dossier yet."""

NO_DOSSIER: Final = 0
FORM_KEYS: Final = ("receipt", "supplement", "refusal", "apology", "stop_notice", "control_slip", "logbook")
PAPER_KEYS: Final = ("transfer_slip", "urging_letter", "opinion_request", "opinion_answer")
"""Papers that a decree names and no circular gives a form for; they have no number."""
SOURCED: Final = (
    "levels",
    "code_form",
    "count",
    "after_15",
    "statuses",
    "supplement_policy",
    "supplement_notice_days",
    "second_supplement",
    "reschedule",
    "answer_hours",
    "transfer_same_day_until",
)
"""The plain rules of a regime; each must have its entry under `sources`."""


class RegimeFileError(ValueError):
    """A regime file that cannot be trusted; the message names the file and the rule."""


class _Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all law values: immutable, and a misspelt key is an error."""


class Source(_Law, frozen=True, kw_only=True):
    """Where a rule comes from: citation, first day of effect, how sure we are, why where it was chosen."""

    citation: Annotated[str, msgspec.Meta(min_length=3)]
    effective: date
    mark: Mark
    note: str = ""


class LegalStatus(_Law, frozen=True, kw_only=True):
    """The national name of a status and its English one."""

    name: str
    english: str


class Transition(_Law, frozen=True, kw_only=True, rename={"from_statuses": "from", "to_status": "to"}):
    """One right to act: who may give `command`, from which statuses, and what it does to status and clock.

    A transition of domain reference 10.3 has as many rows as it has commands (T8 covers assigning,
    verifying, consulting and proposing), so `id` alone is not unique. `to_status` is empty where the
    status stays.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^T([1-9]|1[0-9]|2[0-9]|3[0-4])$")]
    command: str
    name: str
    english: str
    from_statuses: tuple[FromStatus, ...]
    roles: frozenset[Role]
    clock: ClockEffect
    source: Source
    to_status: StatusNumber | None = None
    events: tuple[str, ...] = ()


class RescheduleRule(_Law, frozen=True, kw_only=True):
    """How often the promised date may move with an apology, and how many days before it at the latest."""

    maximum: Annotated[int, msgspec.Meta(ge=0)]
    days_before: Annotated[int, msgspec.Meta(ge=0)]


class Form(_Law, frozen=True, kw_only=True):
    """A legal form: its number and title in this regime, and its paper (`A5`, the logbook `A4`).

    A paper that a decree names without giving a form for it has no number."""

    key: str
    number: str
    title: str
    english: str
    paper: Literal["A4", "A5"]
    source: Source


class Right(_Law, frozen=True, kw_only=True):
    """All rows of one command folded into one: the table that `decide` and `allowed` both ask."""

    command: str
    roles: frozenset[Role]
    from_statuses: frozenset[int]
    transitions: tuple[Transition, ...]


class PlainRules(_Law, frozen=True, kw_only=True):
    """The part of a regime that is not a table of rows."""

    id: str
    name: str
    english: str
    valid_from: date
    citation: str
    levels: Annotated[tuple[Literal["province", "district", "commune"], ...], msgspec.Meta(min_length=1)]
    code_form: Literal["circular_01_2018", "decision_20_2020"]
    count: Literal["hours", "whole_days"]
    after_15: Literal["off", "next_day"]
    answer_hours: Annotated[int, msgspec.Meta(ge=1)]
    transfer_same_day_until: Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    supplement_policy: SupplementPolicy
    supplement_notice_days: Annotated[int, msgspec.Meta(ge=1)]
    second_supplement: Literal["legal_ground", "free"]
    reschedule: RescheduleRule
    valid_to: date | None = None


class Regime(PlainRules, frozen=True, kw_only=True):
    """The rules for dossiers received from `valid_from` to `valid_to`, both days included (open: no end).

    `sources` has the source of each plain rule under the rule's own name (`SOURCED`); statuses share one.
    `transfer_same_day_until` is a local time `HH:MM`; received later, papers are delivered next morning.
    `rights` folds `transitions` by command.
    """

    statuses: Mapping[int, LegalStatus]
    transitions: tuple[Transition, ...]
    forms: Mapping[str, Form]
    papers: Mapping[str, Form]
    sources: Mapping[str, Source]
    rights: Mapping[str, Right]

    def printed(self, key: str) -> Form | None:
        """The form or paper of that key; none where this regime knows none."""
        return self.forms.get(key) or self.papers.get(key)

    def covers(self, day: date) -> bool:
        """Whether a dossier received on that day is under this regime."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def status_name(self, status: int) -> str:
        """The national name of a status."""
        return self.statuses[status].name


def regime_on(day: date) -> Regime:
    """The regime in force on the day of reception.

    Raises:
        DomainError: `no_regime`, for a day before Decree 61/2018 took effect.
    """
    for candidate in regimes():
        if candidate.covers(day):
            return candidate
    raise DomainError(
        gettext_noop("Không có quy định một cửa nào cho ngày %(day)s trong hệ thống."),
        gettext_noop("Kiểm tra lại ngày tiếp nhận; hệ thống có quy định từ ngày %(first)s."),
        id="no_regime",
        day=f"{day.day}/{day.month}/{day.year}",
        first="{0.day}/{0.month}/{0.year}".format(regimes()[0].valid_from),
    )


def regime(id: str) -> Regime:  # noqa: A002
    """The regime of that id (`R2018`, `R2021`, `R2025`).

    Raises:
        KeyError: no such regime.
    """
    return _by_id()[id]


@cache
def regimes() -> tuple[Regime, ...]:
    """All regimes that ship with the house, oldest first; read and checked once per process."""
    return load(
        {entry.name: entry.read_text("utf-8") for entry in _shipped() if entry.name.endswith(".toml")}
    )


@cache
def _by_id() -> dict[str, Regime]:
    return {each.id: each for each in regimes()}


def _shipped() -> Iterable[Any]:
    return (files("motcua.law") / "data" / "regimes").iterdir()


def load(texts: Mapping[str, str]) -> tuple[Regime, ...]:
    """Regimes from the texts of their files by file name, checked one by one and against each other.

    Raises:
        RegimeFileError: names the file and the rule at fault.
    """
    raw = {name: _parsed(name, text) for name, text in sorted(texts.items())}
    by_id = {str(table.get("id")): (name, table) for name, table in raw.items()}
    built = [_built(name, _amended(name, table, by_id)) for name, table in raw.items()]
    built.sort(key=lambda each: each.valid_from)
    _check_succession(built)
    return tuple(built)


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        table: dict[str, Any] = msgspec.toml.decode(text)
    except msgspec.DecodeError as error:
        raise RegimeFileError(f"{name}: not readable as TOML: {error}") from error
    return table


def _amended(
    name: str, table: dict[str, Any], by_id: Mapping[str, tuple[str, dict[str, Any]]]
) -> dict[str, Any]:
    """The whole text of an amending regime: the amended one with the restated rules in their place."""
    table = dict(table)
    base_id = table.pop("amends", None)
    if base_id is None:
        return table
    if base_id not in by_id:
        raise RegimeFileError(f"{name}: amends: no regime {base_id}")
    base_name, base_table = by_id[base_id]
    base = _amended(base_name, base_table, {key: value for key, value in by_id.items() if key != base_id})
    merged = base | table
    for section in ("statuses", "forms", "papers", "sources"):
        merged[section] = base.get(section, {}) | table.get(section, {})
    restated = {(row.get("id"), row.get("command")): row for row in table.get("transitions", ())}
    kept = [restated.pop((row["id"], row["command"]), row) for row in base.get("transitions", ())]
    merged["transitions"] = [*kept, *restated.values()]
    return merged


def _built(name: str, table: dict[str, Any]) -> Regime:
    table = dict(table)
    statuses = {
        _status_key(name, key): _rule(name, f"statuses.{key}", value, LegalStatus)
        for key, value in table.pop("statuses", {}).items()
    }
    transitions = tuple(
        _rule(
            name, "transition {id} {command}".format_map({"id": "?", "command": "?"} | row), row, Transition
        )
        for row in table.pop("transitions", ())
    )
    forms, papers = (
        {
            key: _rule(name, f"{section}.{key}", {"number": ""} | value | {"key": key}, Form)
            for key, value in table.pop(section, {}).items()
        }
        for section in ("forms", "papers")
    )
    _check_papers(name, forms, papers)
    sources = {
        key: _rule(name, f"sources.{key}", value, Source) for key, value in table.pop("sources", {}).items()
    }
    _check_complete(name, statuses, transitions, sources)
    plain: PlainRules = _rule(name, "", table, PlainRules)
    return Regime(
        **msgspec.structs.asdict(plain),
        statuses=MappingProxyType(statuses),
        transitions=transitions,
        forms=MappingProxyType(forms),
        papers=MappingProxyType(papers),
        sources=MappingProxyType(sources),
        rights=MappingProxyType(_rights(name, transitions)),
    )


def _rule(name: str, rule: str, value: object, kind: type[Any]) -> Any:
    """One rule converted and checked; an error says which rule of which file."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise RegimeFileError(f"{name}: {rule or _path(error)}: {error}") from error


def _path(error: msgspec.ValidationError) -> str:
    """The rule that msgspec names in its message, for errors in the plain rules."""
    found = re.search(r"`\$?\.?([a-z_0-9.]+)`", str(error))
    return found.group(1) if found else "rule"


def _status_key(name: str, key: str) -> int:
    if not key.isdecimal() or not 1 <= int(key) <= 10:
        raise RegimeFileError(f"{name}: statuses.{key}: a status is a number from 1 to 10")
    return int(key)


def _check_complete(
    name: str,
    statuses: Mapping[int, LegalStatus],
    transitions: tuple[Transition, ...],
    sources: Mapping[str, Source],
) -> None:
    for number in range(1, 11):
        if number not in statuses:
            raise RegimeFileError(f"{name}: statuses.{number}: missing")
    for rule in SOURCED:
        if rule not in sources:
            raise RegimeFileError(f"{name}: sources.{rule}: missing; each rule needs its citation")
    for key in sources:
        if key not in SOURCED:
            raise RegimeFileError(f"{name}: sources.{key}: no rule of that name")
    present = {row.id for row in transitions}
    for wanted in (f"T{number}" for number in range(1, 35)):
        if wanted not in present:
            raise RegimeFileError(f"{name}: transition {wanted}: missing")


def _check_papers(name: str, forms: Mapping[str, Form], papers: Mapping[str, Form]) -> None:
    """Forms have the number of their circular, papers none; each by a name that is known."""
    for section, found, known in (("forms", forms, FORM_KEYS), ("papers", papers, PAPER_KEYS)):
        for key, form in found.items():
            if key not in known:
                raise RegimeFileError(f"{name}: {section}.{key}: no form of that name")
            if bool(form.number) != (section == "forms"):
                raise RegimeFileError(f"{name}: {section}.{key}: only a form of a circular has a number")
    for key in PAPER_KEYS:
        if key not in papers:
            raise RegimeFileError(f"{name}: papers.{key}: missing")


def _rights(name: str, transitions: tuple[Transition, ...]) -> dict[str, Right]:
    grouped: dict[str, list[Transition]] = {}
    for row in transitions:
        if not row.from_statuses or not row.roles:
            raise RegimeFileError(f"{name}: transition {row.id} {row.command}: nobody may ever do it")
        grouped.setdefault(row.command, []).append(row)
    return {command: _right(name, command, tuple(rows)) for command, rows in grouped.items()}


def _right(name: str, command: str, rows: tuple[Transition, ...]) -> Right:
    """Rows of one command differ in outcome only (T16 and T17), so they must agree on who and from where."""
    first = rows[0]
    for row in rows[1:]:
        if row.roles != first.roles or row.from_statuses != first.from_statuses:
            raise RegimeFileError(
                f"{name}: transition {row.id} {command}: other roles or statuses than {first.id}"
            )
    return Right(
        command=command, roles=first.roles, from_statuses=frozenset(first.from_statuses), transitions=rows
    )


def _check_succession(ordered: list[Regime]) -> None:
    """Every day has exactly one regime: no gap, no overlap, no id twice."""
    for earlier, later in pairwise(ordered):
        if earlier.id == later.id:
            raise RegimeFileError(f"{later.id}.toml: id: used twice")
        if earlier.valid_to is None or (later.valid_from - earlier.valid_to).days != 1:
            raise RegimeFileError(f"{earlier.id}.toml: valid_to: {later.id} must begin on the day after")
