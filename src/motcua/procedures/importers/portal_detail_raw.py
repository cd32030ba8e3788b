"""`portal_detail_raw`: the national portal's own API record, one JSON object a line.

Its `executionCases` are groups of components, and its `cases` the cases with their own time.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from motcua.procedures.content import (
    Attributes,
    Case,
    ChannelTerms,
    Component,
    Decision,
    Fee,
    Flags,
    Named,
    Step,
)

from .base import (
    Row,
    agency_list,
    channel_of,
    clean,
    code_of,
    day_of_millis,
    fee_of,
    limit_of,
    name_of,
    named_list,
)
from .readers import Source
from .records import Lenient, record_rows


class _Fee(Lenient, kw_only=True):
    type: str | None = None
    value: float | int | str | None = None
    currency_id: str | None = msgspec.field(name="currencyId", default=None)
    currency_name: str | None = msgspec.field(name="currencyName", default=None)
    description: str | None = None


class _Method(Lenient, kw_only=True):
    channel: str = msgspec.field(name="submissionMethod")
    time: float | int | str | None = msgspec.field(name="processingTime", default=None)
    unit: str | None = msgspec.field(name="processingTimeUnit", default=None)
    description: str | None = None
    fees: list[_Fee] = []


class _File(Lenient, kw_only=True):
    name: str | None = msgspec.field(name="fileName", default=None)


class _Component(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = None
    originals: int | None = msgspec.field(name="originalQty", default=None)
    copies: int | None = msgspec.field(name="copyQty", default=None)
    attachments: list[_File] = []


class _Group(Lenient, kw_only=True):
    name: str | None = None
    components: list[_Component] = msgspec.field(name="profileComponents", default_factory=list)


class _Time(Lenient, kw_only=True):
    qty: float | int | str | None = None
    type: str | None = None


class _Case(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = None
    time: _Time | None = msgspec.field(name="processingDay", default=None)


class _Named(Lenient, kw_only=True):
    name: str | None = None
    code: str | None = None


class _Step(Lenient, kw_only=True):
    name: str | None = None
    description: str | None = None


class _Proposal(Lenient, kw_only=True):
    number: str | None = msgspec.field(name="proposalNumber", default=None)
    date: int | None = msgspec.field(name="decisionDate", default=None)


class Record(Lenient, kw_only=True):
    """The parts of the API record that the catalogue keeps."""

    code: str
    name: str
    state: str | None = None
    type: str | None = None
    methods: list[_Method] = msgspec.field(name="executionMethods")
    groups: list[_Group] = msgspec.field(name="executionCases", default_factory=list)
    cases: list[_Case] = []
    steps: list[_Step] = msgspec.field(name="executionSteps", default_factory=list)
    fields: list[_Named] = msgspec.field(name="categoriesDetails", default_factory=list)
    results: list[_Named] = msgspec.field(name="resultsDetails", default_factory=list)
    legal: list[_Named] = msgspec.field(name="legalBasisesDetails", default_factory=list)
    subjects: list[_Named] = msgspec.field(name="subjectTypesDetails", default_factory=list)
    executing: list[_Named] = msgspec.field(name="departmentsExecuting", default_factory=list)
    executing_groups: list[_Named] = msgspec.field(name="unitGroupsExecuting", default_factory=list)
    authority: list[_Named] = msgspec.field(name="departmentsAuthority", default_factory=list)
    authority_groups: list[_Named] = msgspec.field(name="unitGroupsAuthority", default_factory=list)
    authorised: list[_Named] = msgspec.field(name="departmentsAuthorized", default_factory=list)
    coordinating: list[_Named] = msgspec.field(name="departmentsCoordinating", default_factory=list)
    coordinating_groups: list[_Named] = msgspec.field(name="unitGroupsCoordinating", default_factory=list)
    promulgator_code: str | None = msgspec.field(name="departmentPromulgateCode", default=None)
    promulgator: str | None = msgspec.field(name="departmentPromulgateName", default=None)
    addresses: str | None = msgspec.field(name="dossierReceivingAddresses", default=None)
    requirements: str | None = msgspec.field(name="requirementsAndConditions", default=None)
    proposal: _Proposal | None = msgspec.field(name="procedureProposal", default=None)
    ward: bool = msgspec.field(name="isWard", default=False)
    province: bool = msgspec.field(name="isProvince", default=False)
    ministry: bool = msgspec.field(name="isMinistry", default=False)
    other: bool = msgspec.field(name="isOtherAgency", default=False)
    vertical: bool = msgspec.field(name="isVertical", default=False)
    full_process: bool = msgspec.field(name="isFullProcess", default=False)
    shared_service: bool = msgspec.field(name="isSharedService", default=False)
    non_territorial: bool = msgspec.field(name="isNonTerritorial", default=False)
    offline_only: bool = msgspec.field(name="isOfflineOnly", default=False)
    internal: bool = msgspec.field(name="isInternal", default=False)


class PortalDetailRaw:
    """Reader of the portal's API records."""

    shape = "portal_detail_raw"

    def recognises(self, source: Source) -> bool:
        """By a key that no other shape has."""
        return "executionMethods" in source.sample

    def rows(self, source: Source) -> Iterator[Row]:
        """One row a record."""
        return record_rows(source, Record, _attributes)


def _attributes(record: Record) -> tuple[str, Attributes]:
    return code_of(record.code), Attributes(
        name=name_of(record.name),
        state=(record.state or "active").lower(),
        kind=(record.type or "").lower(),
        fields=named_list(record.fields),
        levels=_levels(record),
        channels=tuple(_terms(method) for method in record.methods),
        cases=tuple(_case(case, record) for case in record.cases),
        components=tuple(_component(c, group) for group in record.groups for c in group.components),
        results=named_list(record.results),
        legal_bases=named_list(record.legal),
        conditions=clean(record.requirements),
        steps=tuple(Step(name=clean(s.name), description=clean(s.description)) for s in record.steps),
        subjects=named_list(record.subjects),
        executing=agency_list(record.executing, record.executing_groups),
        competent=agency_list(record.authority, record.authority_groups),
        authorised=named_list(record.authorised),
        coordinating=agency_list(record.coordinating, record.coordinating_groups),
        promulgated_by=_promulgator(record),
        decision=_decision(record.proposal),
        addresses=clean(record.addresses),
        flags=Flags(
            full_process=record.full_process,
            shared_service=record.shared_service,
            non_territorial=record.non_territorial,
            offline_only=record.offline_only,
            internal=record.internal,
        ),
    )


def _levels(record: Record) -> tuple[str, ...]:
    flags = (
        ("ministry", record.ministry),
        ("province", record.province),
        ("commune", record.ward),
        ("vertical", record.vertical),
        ("other", record.other),
    )
    return tuple(level for level, here in flags if here)


def _terms(method: _Method) -> ChannelTerms:
    return ChannelTerms(
        channel=channel_of(method.channel),
        limit=limit_of(method.time, method.unit),
        fees=tuple(_fee(fee) for fee in method.fees),
        note=clean(method.description),
    )


def _fee(fee: _Fee) -> Fee:
    # A fee record with neither currency key nor identifier was published without a unit.
    return fee_of(fee.type, fee.value, fee.description, fee.currency_name or "")


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
        form="; ".join(clean(file.name) for file in component.attachments),
    )


def _promulgator(record: Record) -> Named | None:
    name = clean(record.promulgator)
    return Named(name=name, code=clean(record.promulgator_code) or None) if name else None


def _decision(proposal: _Proposal | None) -> Decision | None:
    if proposal is None:
        return None
    return Decision(number=clean(proposal.number), date=day_of_millis(proposal.date))
