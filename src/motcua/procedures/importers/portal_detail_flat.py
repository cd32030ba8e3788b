"""`portal_detail_flat`: the portal's details in a small plain schema, one JSON object a line.

It has lost the currency of fees and the receiving addresses; those attributes stay with other sources.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from motcua.procedures.content import Attributes, Case, ChannelTerms, Component, Decision, Flags, Named, Step

from .base import Row, channel_of, clean, code_of, day_of_millis, fee_of, limit_of, name_of, named_list
from .readers import Source
from .records import Lenient, record_rows

_LEVELS = {
    "MINISTRY": "ministry",
    "PROVINCE": "province",
    "DISTRICT": "district",
    "WARD": "commune",
    "VERTICAL": "vertical",
    "OTHER": "other",
}
_ORDER = tuple(_LEVELS.values())


class _Fee(Lenient, kw_only=True):
    type: str | None = None
    value: float | int | str | None = None
    note: str | None = None


class _Channel(Lenient, kw_only=True):
    channel: str
    time: float | int | str | None = None
    unit: str | None = None
    note: str | None = None
    fees: list[_Fee] = []


class _Component(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = None
    originals: int | None = None
    copies: int | None = None
    templates: list[str] = []


class _Group(Lenient, kw_only=True):
    name: str | None = None
    components: list[_Component] = []


class _Time(Lenient, kw_only=True):
    qty: float | int | str | None = None
    type: str | None = None


class _Case(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = None
    time: _Time | None = None


class _Named(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = None


class _Legal(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = msgspec.field(name="no", default=None)


class _Step(Lenient, kw_only=True):
    name: str | None = None
    description: str | None = None


class _Decision(Lenient, kw_only=True):
    no: str | None = None
    date: int | None = None


class _Flags(Lenient, kw_only=True):
    full_process: bool = msgspec.field(name="isFullProcess", default=False)
    shared_service: bool = msgspec.field(name="isSharedService", default=False)
    non_territorial: bool = msgspec.field(name="isNonTerritorial", default=False)
    offline_only: bool = msgspec.field(name="isOfflineOnly", default=False)
    internal: bool = msgspec.field(name="isInternal", default=False)


class Record(Lenient, kw_only=True):
    """One flat record."""

    code: str
    name: str
    channels: list[_Channel]
    state: str | None = None
    type: str | None = None
    promulgator: _Named | None = msgspec.field(name="promulgatedBy", default=None)
    fields: list[_Named] = []
    levels: list[str] = []
    flags: _Flags = msgspec.field(default_factory=_Flags)
    subjects: list[_Named] = []
    executing: list[_Named] = []
    authority: list[_Named] = []
    coordinating: list[_Named] = []
    steps: list[_Step] = []
    groups: list[_Group] = msgspec.field(name="componentGroups", default_factory=list)
    cases: list[_Case] = []
    results: list[_Named] = []
    legal: list[_Legal] = msgspec.field(name="legalBasis", default_factory=list)
    requirements: str | None = None
    decision: _Decision | None = None


class PortalDetailFlat:
    """Reader of the flat schema."""

    shape = "portal_detail_flat"

    def recognises(self, source: Source) -> bool:
        """By its channels beside groups of components."""
        return "channels" in source.sample and "componentGroups" in source.sample

    def rows(self, source: Source) -> Iterator[Row]:
        """One row a record."""
        return record_rows(source, Record, _attributes)


def _attributes(record: Record) -> tuple[str, Attributes]:
    return code_of(record.code), Attributes(
        name=name_of(record.name),
        state=(record.state or "active").lower(),
        kind=(record.type or "").lower(),
        fields=named_list(record.fields),
        levels=_levels(record.levels),
        channels=tuple(_terms(channel) for channel in record.channels),
        cases=tuple(_case(case, record) for case in record.cases),
        components=tuple(_component(c, group) for group in record.groups for c in group.components),
        results=named_list(record.results),
        legal_bases=named_list(record.legal),
        conditions=clean(record.requirements),
        steps=tuple(Step(name=clean(s.name), description=clean(s.description)) for s in record.steps),
        subjects=named_list(record.subjects),
        executing=named_list(record.executing),
        competent=named_list(record.authority),
        coordinating=named_list(record.coordinating),
        promulgated_by=_promulgator(record.promulgator),
        decision=_decision(record.decision),
        flags=Flags(
            full_process=record.flags.full_process,
            shared_service=record.flags.shared_service,
            non_territorial=record.flags.non_territorial,
            offline_only=record.flags.offline_only,
            internal=record.flags.internal,
        ),
    )


def _levels(levels: list[str]) -> tuple[str, ...]:
    """The levels in the order of `content.LEVELS`, whatever their order in the file."""
    known = {_LEVELS[level] for level in levels if level in _LEVELS}
    return tuple(level for level in _ORDER if level in known)


def _terms(channel: _Channel) -> ChannelTerms:
    return ChannelTerms(
        channel=channel_of(channel.channel),
        limit=limit_of(channel.time, channel.unit),
        fees=tuple(fee_of(fee.type, fee.value, fee.note, None) for fee in channel.fees),
        note=clean(channel.note),
    )


def _case(case: _Case, record: Record) -> Case:
    time = case.time or _Time()
    return Case(
        code=clean(case.code),
        name=" ".join(clean(case.name).split()) or name_of(record.name),
        limit=limit_of(time.qty, time.type),
    )


def _component(component: _Component, group: _Group) -> Component:
    return Component(
        name=clean(component.name),
        code=clean(component.code) or None,
        group=clean(group.name),
        originals=max(component.originals or 0, 0),
        copies=max(component.copies or 0, 0),
        form="; ".join(clean(template) for template in component.templates),
    )


def _promulgator(named: _Named | None) -> Named | None:
    name = clean(named.name) if named else ""
    return Named(name=name, code=clean(named.code) or None) if named and name else None


def _decision(decision: _Decision | None) -> Decision | None:
    if decision is None:
        return None
    return Decision(number=clean(decision.no), date=day_of_millis(decision.date))
