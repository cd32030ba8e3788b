"""Where the published text of a procedure contradicts itself or another source.

A finding blocks reception until the administrator decides it; it is never settled silently. `key` names it
across imports: the same facts give the same key, so that a decision lasts as long as its facts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from .content import Attributes, ChannelTerms, Fee, Frozen, Limit, VersionContent
from .merge import BY_HAND, LIST_ONLY, PRECEDENCE
from .naming import search_name

_COMPARED: Final = tuple(s for s in PRECEDENCE if s not in ("demonstration", BY_HAND))
"""The demonstration is a model: real data replace it without a dispute. What the house states settles one."""

BARE_FEE: Final = Decimal(1000)
"""Below this a number without a unit cannot be đồng: the smallest charge in the data is 1.000 đ."""


class Option(Frozen, kw_only=True, frozen=True):
    """One way to decide, by its key: a limit as `10 working_day`, an amount as `45000`, `as_text` ..."""

    key: str
    source: str = ""
    text: str = ""


class Finding(Frozen, kw_only=True, frozen=True):
    """One contradiction: where it stands and what may be chosen."""

    kind: str
    where: str
    detail: str
    channels: tuple[str, ...] = ()
    case: str | None = None
    fee: Fee | None = None
    options: tuple[Option, ...] = ()

    @property
    def key(self) -> str:
        """Name of the finding for life, from its facts alone."""
        return hashlib.sha256("\x1f".join((self.kind, self.where, self.detail)).encode()).hexdigest()[:32]


def contradictions(content: VersionContent, by_source: Mapping[str, Attributes]) -> tuple[Finding, ...]:
    """Everything that must be decided before a dossier of this version may be received."""
    found = [
        *_units(content),
        *_times_of_a_channel(content),
        *_channel_against_case(content),
        *_case_codes(content),
        *_fees(content),
        *_sources_on_name(by_source),
        *_sources_on_time(content, by_source),
        *_reader_doubts(by_source),
    ]
    return tuple({finding.key: finding for finding in found}.values())


def _units(content: VersionContent) -> list[Finding]:
    """A number or a sentence published under a unit that no clock can count."""
    seen: dict[Limit, list[str]] = {}
    for terms in content.channels:
        if _doubtful(terms.limit):
            seen.setdefault(terms.limit, []).append(terms.channel)
    found = [
        Finding(
            kind="unknown_unit",
            where=f"channels: {_names(channels)}",
            detail=limit.key if limit.quantity is None else f"{limit.quantity} ({limit.text or limit.unit})",
            channels=tuple(dict.fromkeys(channels)),
            options=_unit_options(limit),
        )
        for limit, channels in seen.items()
    ]
    for case in content.cases:
        if _doubtful(case.limit):
            found.append(
                Finding(
                    kind="unknown_unit",
                    where=f"case {case.code}",
                    detail=f"{case.limit.quantity} ({case.limit.text or case.limit.unit})",
                    case=case.code,
                    options=_unit_options(case.limit),
                )
            )
    return found


def _doubtful(limit: Limit) -> bool:
    """Words without a number ("ngay trước khi tàu rời cảng") state no limit to count; numbers do."""
    return not limit.countable and (limit.quantity is not None or any(c.isdigit() for c in limit.text))


def _unit_options(limit: Limit) -> tuple[Option, ...]:
    if limit.quantity is None:
        return (Option(key="none"),)
    units = ("working_day", "calendar_day", "hour", "month")
    return (*(Option(key=f"{limit.quantity} {unit}") for unit in units), Option(key="none"))


def _times_of_a_channel(content: VersionContent) -> list[Finding]:
    """Several times for one channel and no case to tell them apart."""
    if content.cases:
        return []
    seen: dict[tuple[Limit, ...], list[str]] = {}
    for channel, limits in _limits_by_channel(content).items():
        if len(limits) > 1:
            seen.setdefault(limits, []).append(channel)
    return [
        Finding(
            kind="channel_times_differ",
            where=f"channels: {_names(channels)}",
            detail=" / ".join(limit.key for limit in limits),
            channels=tuple(channels),
            options=tuple(Option(key=limit.key) for limit in limits if limit.countable),
        )
        for limits, channels in seen.items()
    ]


def _channel_against_case(content: VersionContent) -> list[Finding]:
    """The time of a case is none of the times of the channel."""
    found = []
    by_channel = _limits_by_channel(content)
    for case in content.cases:
        if not case.limit.countable:
            continue
        against: dict[tuple[Limit, ...], list[str]] = {}
        for channel, every in by_channel.items():
            limits = tuple(limit for limit in every if limit.quantity is not None)
            if limits and not any(_may_be(limit, case.limit) for limit in limits):
                against.setdefault(limits, []).append(channel)
        for limits, channels in against.items():
            options = [Option(key=case.limit.key, source="case")]
            options += [Option(key=limit.key, source="channel") for limit in limits if limit.countable]
            found.append(
                Finding(
                    kind="channel_time_vs_case_time",
                    where=f"case {case.code}; channels: {_names(channels)}",
                    detail=f"{' / '.join(limit.key for limit in limits)} <> {case.limit.key}",
                    channels=tuple(channels),
                    case=case.code,
                    options=tuple(options),
                )
            )
    return found


def _case_codes(content: VersionContent) -> list[Finding]:
    codes = [case.code for case in content.cases]
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    return [
        Finding(
            kind="case_code_repeated",
            where=f"case {code}",
            detail=" / ".join(c.name for c in content.cases if c.code == code),
            case=code,
            options=(Option(key="keep_all"),),
        )
        for code in repeated
    ]


def _fees(content: VersionContent) -> list[Finding]:
    """A number with no unit, a number too small to be đồng, or nothing at all."""
    seen: dict[tuple[str, Fee], list[str]] = {}
    for terms in content.channels:
        for fee in terms.fees:
            kind = _fee_trouble(fee)
            if kind:
                seen.setdefault((kind, fee), []).append(terms.channel)
    return [
        Finding(
            kind=kind,
            where=f"fee ({fee.kind}); channels: {_names(channels)}",
            detail=": ".join(part for part in (fee.value or "", fee.text[:200]) if part),
            channels=tuple(dict.fromkeys(channels)),
            fee=fee,
            options=_fee_options(fee),
        )
        for (kind, fee), channels in seen.items()
    ]


def _fee_trouble(fee: Fee) -> str | None:
    if fee.value is None:
        return None if fee.text else "fee_without_value"
    value = Decimal(fee.value)
    if value == 0 or fee.certain:
        return None
    if fee.currency == "" or (fee.currency is None and value < BARE_FEE):
        return "fee_without_unit"
    return None


def _fee_options(fee: Fee) -> tuple[Option, ...]:
    value = Decimal(fee.value or 0)
    if not value:
        return (Option(key="as_text"), Option(key="0"))
    amounts = [value] if value >= BARE_FEE else [value * 1000, value]
    whole = [str(int(amount)) for amount in amounts if amount == amount.to_integral_value()]
    return (Option(key="as_text"), *(Option(key=amount) for amount in whole))


def _sources_on_name(by_source: Mapping[str, Attributes]) -> list[Finding]:
    """Two sources give one code to different procedures, and the house has not said which name it is."""
    if BY_HAND in by_source and by_source[BY_HAND].name:
        return []
    names = {s: by_source[s].name for s in _COMPARED if s in by_source and by_source[s].name}
    if len({search_name(name) for name in names.values() if name}) < 2:
        return []
    return [
        Finding(
            kind="sources_differ_on_name",
            where="name",
            detail=" <> ".join(f"{source}: {name}" for source, name in names.items()),
            options=tuple(Option(key=s, source=s, text=name) for s, name in names.items() if name),
        )
    ]


def _sources_on_time(content: VersionContent, by_source: Mapping[str, Attributes]) -> list[Finding]:
    """Two sources with details give a channel different times, and the house has stated none."""
    if BY_HAND in by_source and by_source[BY_HAND].channels is not None:
        return []
    times: dict[str, dict[str, tuple[Limit, ...]]] = {}
    for source in _COMPARED:
        said = by_source.get(source)
        if said is None or source in LIST_ONLY or not said.channels:
            continue
        for channel, limits in _limits_of(said.channels).items():
            countable = tuple(limit for limit in limits if limit.countable)
            if countable:
                times.setdefault(channel, {})[source] = countable
    found: dict[str, list[str]] = {}
    for channel, said_by in times.items():
        if len({frozenset(limit.key for limit in limits) for limits in said_by.values()}) > 1:
            detail = " <> ".join(
                f"{source}: {' / '.join(limit.key for limit in limits)}" for source, limits in said_by.items()
            )
            found.setdefault(detail, []).append(channel)
    return [
        Finding(
            kind="sources_differ_on_time",
            where=f"channels: {_names(channels)}",
            detail=detail,
            channels=tuple(channels),
            options=_time_options(times[channels[0]]),
        )
        for detail, channels in found.items()
    ]


def _time_options(said_by: Mapping[str, tuple[Limit, ...]]) -> tuple[Option, ...]:
    options = {limit.key: source for source, limits in reversed(list(said_by.items())) for limit in limits}
    return tuple(Option(key=key, source=source) for key, source in options.items())


def _reader_doubts(by_source: Mapping[str, Attributes]) -> list[Finding]:
    return [
        Finding(kind=doubt.kind, where=doubt.where, detail=doubt.detail, options=(Option(key="keep_first"),))
        for source in PRECEDENCE
        if source in by_source
        for doubt in by_source[source].doubts
    ]


def _limits_by_channel(content: VersionContent) -> dict[str, tuple[Limit, ...]]:
    return _limits_of(content.channels)


def _limits_of(rows: Sequence[ChannelTerms]) -> dict[str, tuple[Limit, ...]]:
    """The different stated limits of each channel, in order of appearance."""
    limits: dict[str, dict[str, Limit]] = {}
    for terms in rows:
        if terms.limit.stated:
            limits.setdefault(terms.channel, {}).setdefault(terms.limit.key, terms.limit)
    return {channel: tuple(found.values()) for channel, found in limits.items()}


def limit_choices(content: VersionContent, channel: str) -> tuple[Limit, ...]:
    """The different stated limits of one channel."""
    return _limits_by_channel(content).get(channel, ())


def _may_be(limit: Limit, of_case: Limit) -> bool:
    """Whether the channel's limit may be the case's: an unknown unit is a doubt of its own, not a dispute."""
    equal = Decimal(limit.quantity or 0) == Decimal(of_case.quantity or 0)
    return equal and (limit.unit in (of_case.unit, "other"))


def _names(channels: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(channels))
