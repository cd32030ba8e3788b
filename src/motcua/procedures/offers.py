"""What the counter may offer for a procedure on a day: one version, one channel, one case, one limit.

Pure: the version and the decisions on its contradictions come in, an `Offer` goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop

from .content import Case, ChannelTerms, Component, Fee, Flags, Frozen, Limit, Named, VersionContent
from .contradictions import Finding, limit_choices

UNDECIDED_TIME: Final = gettext_noop(
    "Chưa tiếp nhận được: thời hạn công bố chưa thống nhất. Quản trị cần chốt."
)
UNDECIDED_FEE: Final = gettext_noop(
    "Chưa tiếp nhận được: phí, lệ phí công bố chưa rõ đơn vị hoặc mức. Quản trị cần chốt."
)
UNDECIDED_OTHER: Final = gettext_noop(
    "Chưa tiếp nhận được: nội dung công bố của thủ tục chưa thống nhất. Quản trị cần chốt."
)
LIST_ONLY: Final = gettext_noop(
    "Chưa tiếp nhận được: thủ tục mới có trong danh mục, chưa có nội dung chi tiết. "
    "Quản trị cần nhập chi tiết."
)
CASE_NEEDED: Final = gettext_noop("Thủ tục có nhiều trường hợp với thời hạn khác nhau. Hãy chọn trường hợp.")

_SENTENCES: Final = {
    "channel_time_vs_case_time": UNDECIDED_TIME,
    "channel_times_differ": UNDECIDED_TIME,
    "unknown_unit": UNDECIDED_TIME,
    "sources_differ_on_time": UNDECIDED_TIME,
    "fee_without_unit": UNDECIDED_FEE,
    "fee_without_value": UNDECIDED_FEE,
}


class ProcessInUse(Frozen, kw_only=True, frozen=True):
    """A period in which a version of an internal process serves the procedure; `version` is its hash.

    Empty `case` or `level`: all of them.
    """

    id: int
    case: str
    level: str
    version: str
    valid_from: date
    valid_to: date | None


class Offer(Frozen, kw_only=True, frozen=True):
    """A procedure as it may be received. `blocked` is a Vietnamese sentence (msgid) where it may not;
    `needs_case` tells that choosing one of `cases` would lift the block."""

    version_id: int
    code: str
    name: str
    field_code: str
    field_name: str
    channel: str
    case: str | None
    cases: tuple[Case, ...]
    limit: Limit
    channels: tuple[str, ...]
    components: tuple[Component, ...]
    fees: tuple[Fee, ...]
    results: tuple[Named, ...]
    legal_bases: tuple[Named, ...]
    conditions: str
    levels: tuple[str, ...]
    competent: tuple[Named, ...]
    competent_kind: str
    coordinating: tuple[Named, ...]
    flags: Flags
    instant: bool
    obligations: bool
    online: bool
    simulated: bool
    blocked: str | None = None
    needs_case: bool = False
    processes: tuple[ProcessInUse, ...] = ()


class Decided(Frozen, kw_only=True, frozen=True):
    """A contradiction with its decision; an empty decision is none."""

    finding: Finding
    decision: str = ""


def make_offer(
    version_id: int,
    code: str,
    content: VersionContent,
    decided: Sequence[Decided],
    *,
    channel: str = "direct",
    case: str | None = None,
    simulated: bool = False,
    processes: tuple[ProcessInUse, ...] = (),
) -> Offer:
    """The offer of one version. Raises `DomainError` for a channel or case that the version has not got."""
    terms = _terms_of(code, content, channel)
    chosen = _case_of(code, content, case)
    limit, needs_case = _limit_of(content, decided, channel, chosen)
    blocked = _blocked(content, decided) or (CASE_NEEDED if needs_case else None)
    return Offer(
        version_id=version_id,
        code=code,
        name=_name_of(content, decided),
        field_code=next((f.code for f in content.fields if f.code), None) or "",
        field_name=content.field,
        channel=channel,
        case=chosen.code if chosen else None,
        cases=content.cases,
        limit=limit,
        channels=tuple(dict.fromkeys(row.channel for row in content.channels)),
        components=content.components,
        fees=_fees_of(terms, decided),
        results=content.results,
        legal_bases=content.legal_bases,
        conditions=content.conditions,
        levels=content.levels,
        competent=content.competent or content.executing,
        competent_kind=content.competent_kind,
        coordinating=content.coordinating,
        flags=content.flags,
        instant=content.flags.instant,
        obligations=content.flags.obligations,
        online=any(row.channel == "online" for row in content.channels),
        simulated=simulated,
        blocked=blocked,
        needs_case=needs_case and blocked == CASE_NEEDED,
        processes=processes,
    )


def fees_for(content: VersionContent, decided: Sequence[Decided], channel: str) -> tuple[Fee, ...]:
    """The fees of a version for a channel, as its offer has them."""
    return _fees_of([row for row in content.channels if row.channel == channel], decided)


def limits_of(content: VersionContent, decided: Sequence[Decided]) -> list[tuple[str, str, Limit]]:
    """Every limit of a version as (channel, case or empty, limit), as decided; unstated ones too."""
    channels = dict.fromkeys(row.channel for row in content.channels)
    return [
        (
            channel,
            case.code if case else "",
            _limit_of_case(content, decided, channel, case)
            if case
            else _limit_of_channel(content, decided, channel),
        )
        for channel in channels
        for case in content.cases or (None,)
    ]


def _terms_of(code: str, content: VersionContent, channel: str) -> tuple[ChannelTerms, ...]:
    rows = tuple(row for row in content.channels if row.channel == channel)
    if not rows and content.channels:
        raise DomainError(
            gettext_noop("Thủ tục %(code)s không nhận hồ sơ qua kênh đã chọn."),
            gettext_noop("Hãy chọn một kênh có trong công bố của thủ tục."),
            id="channel_not_offered",
            code=code,
            channel=channel,
        )
    return rows


def _case_of(code: str, content: VersionContent, case: str | None) -> Case | None:
    if case:
        for each in content.cases:
            if each.code == case:
                return each
        raise DomainError(
            gettext_noop("Thủ tục %(code)s không có trường hợp %(case)s."),
            gettext_noop("Hãy chọn một trường hợp trong danh sách của thủ tục."),
            id="unknown_case",
            code=code,
            case=case,
        )
    return content.cases[0] if len(content.cases) == 1 else None


def _limit_of(
    content: VersionContent, decided: Sequence[Decided], channel: str, case: Case | None
) -> tuple[Limit, bool]:
    """The limit, and whether a case must be chosen first."""
    if case is not None:
        return _limit_of_case(content, decided, channel, case), False
    if content.cases:
        limits = {_limit_of_case(content, decided, channel, each) for each in content.cases}
        return (limits.pop(), False) if len(limits) == 1 else (Limit(), True)
    return _limit_of_channel(content, decided, channel), False


def _limit_of_case(content: VersionContent, decided: Sequence[Decided], channel: str, case: Case) -> Limit:
    for each in decided:
        finding = each.finding
        if (
            finding.case == case.code
            and each.decision
            and (not finding.channels or channel in finding.channels)
        ):
            limit = read_limit(each.decision)
            if limit is not None:
                return limit
    return case.limit if case.limit.stated else _limit_of_channel(content, decided, channel)


def _limit_of_channel(content: VersionContent, decided: Sequence[Decided], channel: str) -> Limit:
    for each in decided:
        if each.finding.case is None and channel in each.finding.channels and each.decision:
            limit = read_limit(each.decision)
            if limit is not None:
                return limit
    choices = limit_choices(content, channel)
    return choices[0] if len(choices) == 1 else Limit()


def read_limit(decision: str) -> Limit | None:
    """`12.5 working_day` as a limit, `none` as no limit; None where the decision is no limit."""
    if decision == "none":
        return Limit()
    quantity, _, unit = decision.partition(" ")
    if unit not in ("working_day", "calendar_day", "hour", "month"):
        return None
    try:
        good = Decimal(quantity) > 0
    except ArithmeticError:
        return None
    return Limit(quantity=quantity, unit=unit) if good else None


def is_limit(decision: str) -> bool:
    """Whether the words name a limit that a clock can count."""
    limit = read_limit(decision)
    return limit is not None and limit.stated


def _blocked(content: VersionContent, decided: Sequence[Decided]) -> str | None:
    if not content.receivable:
        return LIST_ONLY
    for each in decided:
        if not each.decision:
            return _SENTENCES.get(each.finding.kind, UNDECIDED_OTHER)
    return None


def _name_of(content: VersionContent, decided: Sequence[Decided]) -> str:
    for each in decided:
        if each.finding.kind == "sources_differ_on_name":
            for option in each.finding.options:
                if option.key == each.decision:
                    return option.text
    return content.name


def _fees_of(terms: Sequence[ChannelTerms], decided: Sequence[Decided]) -> tuple[Fee, ...]:
    """The fees of a channel, each once, with decided amounts filled in."""
    amounts = {
        each.finding.fee: int(each.decision)
        for each in decided
        if each.finding.fee is not None and each.decision.isascii() and each.decision.isdigit()
    }
    fees = (fee for row in terms for fee in row.fees)
    return tuple(dict.fromkeys(_with_amount(fee, amounts.get(fee)) for fee in fees))


def _with_amount(fee: Fee, amount: int | None) -> Fee:
    return fee if amount is None else msgspec.structs.replace(fee, amount=amount, certain=True)
