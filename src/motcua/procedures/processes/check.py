"""`motcua process check`: what is wrong with a process, given what is known of catalogue and organisation.

Pure: the facts are handed in. Near-linear in the size of the process and of those it calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase, listed
from motcua.procedures.content import Frozen

from .acts import Act, acts_of
from .findings import Finding, found
from .graph import Graph
from .model import Call, Catch, Lane, Process, Step, Task
from .soundness import structure
from .times_on_path import Total, allowed, longest, total_of

__all__ = ["AgencyPosts", "Facts", "Finding", "LegalTime", "check", "structure", "untied"]

_NAMED = 3
"""Agencies named in one finding; the rest are counted."""


class AgencyPosts(Frozen, frozen=True, kw_only=True):
    """One agency and the posts that exist in it, by the words of the vocabulary of posts."""

    code: str
    name: str
    kind: str = ""
    posts: frozenset[str] = frozenset()


class LegalTime(msgspec.Struct, frozen=True, kw_only=True):
    """A time that the process must keep: of a case or channel of the procedure, or printed as a total.

    `where` names it in the reader's words; `unit` is one of the catalogue's units.
    """

    where: Phrase
    quantity: str
    unit: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known outside the process. `executing` None: not known, posts are not asked.

    `others` are agencies that lanes and calls may name by kind; `called` the processes by code.
    """

    executing: tuple[AgencyPosts, ...] | None = None
    others: tuple[AgencyPosts, ...] = ()
    limits: tuple[LegalTime, ...] = ()
    called: Mapping[str, Process] = {}


def check(process: Process, facts: Facts | None = None) -> list[Finding]:
    """Everything found, errors of structure first. Raises `InvalidProcess` for data that are no graph."""
    facts = facts or Facts()
    graph = Graph(process)
    findings = structure(graph)
    runs = not findings
    findings += _lanes(graph)
    findings += _posts(graph, facts)
    findings += _instant(graph)
    totals, faults = _called_totals(graph, facts.called)
    findings += faults
    if runs:
        findings += _parts(graph, totals)
        findings += _limits(longest(graph, totals), facts)
    return findings


def _lanes(graph: Graph) -> Iterator[Finding]:
    for node in graph.nodes.values():
        if isinstance(node, Task) and not node.lane:
            yield found("step_without_post", node, gettext_noop("Bước “%(step)s” chưa có vị trí thực hiện."))


def _posts(graph: Graph, facts: Facts) -> Iterator[Finding]:
    """Every lane that a step uses has a post, and that post exists wherever the process runs."""
    used = {node.lane for node in graph.nodes.values() if isinstance(node, Step) and node.lane}
    kinds: dict[str, list[AgencyPosts]] = {}
    for agency in facts.others:
        kinds.setdefault(agency.kind, []).append(agency)
    for lane in graph.process.lanes:
        if lane.id not in used:
            continue
        if not lane.post:
            yield _lane_finding(
                "lane_without_post", lane, gettext_noop("“%(lane)s” chưa được gắn với vị trí công tác nào.")
            )
        elif lane.agency:
            if facts.executing is not None and not any(
                lane.post in a.posts for a in kinds.get(lane.agency, ())
            ):
                yield _lane_finding(
                    "post_missing",
                    lane,
                    gettext_noop("Không cơ quan nào thuộc loại này có vị trí “%(lane)s”."),
                )
        else:
            yield from _missing(lane, facts.executing or ())


def _missing(lane: Lane, agencies: tuple[AgencyPosts, ...]) -> Iterator[Finding]:
    without = [agency.name for agency in agencies if lane.post not in agency.posts]
    if without:
        yield _lane_finding(
            "post_missing",
            lane,
            gettext_noop("%(count)d cơ quan thực hiện không có vị trí “%(lane)s”: %(agencies)s."),
            count=len(without),
            agencies=", ".join(without[:_NAMED]) + ("…" if len(without) > _NAMED else ""),
        )


def _lane_finding(kind: str, lane: Lane, message: str, **params: object) -> Finding:
    return Finding(kind=kind, node=lane.id, message=Phrase(message, {"lane": lane.name or lane.id, **params}))


def _instant(graph: Graph) -> Iterator[Finding]:
    """What is resolved at the counter waits for nobody (Decree 61 art. 17(4))."""
    if graph.process.instant:
        for node in graph.nodes.values():
            if isinstance(node, Catch | Call):
                yield found(
                    "instant_waits",
                    node,
                    gettext_noop("Thủ tục giải quyết ngay tại quầy mà phải chờ ở “%(step)s”."),
                )


def untied(process: Process) -> Iterator[Finding]:
    """Transitions of the law that no step of a sound process stands for: they then wait for nothing
    (decision 0042). Only told of the process of a procedure; a called one has no dossier of its own."""
    if process.instant:
        return
    acts = set(acts_of(process).values())
    if Act.SIGN not in acts:
        yield found(
            "no_signing_step",
            None,
            gettext_noop("Không có bước nào để lãnh đạo ký kết quả; ký duyệt sẽ không chờ bước nào."),
            "notice",
        )
    elif Act.PROPOSE not in acts:
        yield found(
            "no_proposing_step",
            None,
            gettext_noop(
                "Không có bước nào của chuyên viên trước bước ký; trình kết quả sẽ không chờ bước nào."
            ),
            "notice",
        )


def _calls(graph: Graph) -> list[Call]:
    return [node for node in graph.nodes.values() if isinstance(node, Call)]


def _called_totals(graph: Graph, called: Mapping[str, Process]) -> tuple[dict[str, Total], list[Finding]]:
    """The longest way of each process called, directly or further down; and calls that lead nowhere or back.

    Walks the calls in depth with a stack of its own; each process is read once.
    """
    totals: dict[str, Total] = {}
    faults: list[Finding] = []
    opened = {graph.process.code}
    way: list[tuple[str, Graph, Iterator[Call]]] = [(graph.process.code, graph, iter(_calls(graph)))]
    own: Call | None = None
    while way:
        code, current, calls = way[-1]
        call = next(calls, None)
        if call is None:
            way.pop()
            opened.discard(code)
            if way:
                totals[code] = longest(current, totals)
            continue
        if len(way) == 1:
            own = call
        if call.process in opened:
            faults.append(
                found(
                    "call_cycle",
                    own,
                    gettext_noop("“%(step)s” gọi vòng lại quy trình %(code)s."),
                    code=call.process,
                )
            )
        elif call.process not in called:
            faults.append(
                found(
                    "call_unknown",
                    own,
                    gettext_noop("“%(step)s” gọi quy trình %(code)s chưa có trong hệ thống."),
                    code=call.process or "?",
                )
            )
        elif call.process not in totals:
            below = Graph(called[call.process])
            opened.add(call.process)
            way.append((call.process, below, iter(_calls(below))))
    return totals, faults


def _parts(graph: Graph, totals: Mapping[str, Total]) -> Iterator[Finding]:
    """The process of another agency fits into the part that the whole gives it."""
    for call in _calls(graph):
        if call.time is None or call.process not in totals:
            continue
        part, needed = allowed(call.time), totals[call.process]
        if needed.mixed or bool(needed.calendar) != bool(part.calendar):
            if needed != Total():
                yield found(
                    "part_not_comparable",
                    call,
                    gettext_noop(
                        "Không so được thời gian của quy trình %(code)s với phần dành cho nó ở “%(step)s”."
                    ),
                    "warning",
                    code=call.process,
                )
        elif needed > part:
            yield found(
                "part_over_time",
                call,
                gettext_noop("Quy trình %(code)s cần %(needed)s, mà “%(step)s” chỉ dành cho nó %(part)s."),
                code=call.process,
                needed=needed.phrase,
                part=part.phrase,
            )


def _limits(total: Total, facts: Facts) -> Iterator[Finding]:
    """The longest way against each time that the law or the decision gives."""
    if total == Total():
        if facts.limits:
            yield found("no_times", None, gettext_noop("Không bước nào có thời gian."), "warning")
        return
    if total.mixed:
        yield found(
            "units_mixed",
            None,
            gettext_noop("Các bước dùng cả ngày làm việc và ngày theo lịch nên không cộng được: %(times)s."),
            "warning",
            times=listed([Total(working=total.working).phrase, Total(calendar=total.calendar).phrase]),
        )
        return
    for limit in facts.limits:
        yield from _against(total, limit)


def _against(total: Total, limit: LegalTime) -> Iterator[Finding]:
    whole = total_of(Decimal(limit.quantity), limit.unit)
    words: dict[str, Any] = {"where": limit.where, "sum": total.phrase}
    if whole is None or bool(whole.calendar) != bool(total.calendar):
        yield found(
            "limit_not_comparable",
            None,
            gettext_noop(
                "Không so được tổng thời gian các bước (%(sum)s) với thời hạn của %(where)s: khác đơn vị."
            ),
            "warning",
            **words,
        )
    elif total > whole:
        yield found(
            "over_limit",
            None,
            gettext_noop("Tổng thời gian các bước là %(sum)s, quá thời hạn %(limit)s của %(where)s."),
            **words,
            limit=whole.phrase,
        )
    elif total < whole:
        yield found(
            "under_limit",
            None,
            gettext_noop("Tổng thời gian các bước là %(sum)s, ít hơn thời hạn %(limit)s của %(where)s."),
            "warning",
            **words,
            limit=whole.phrase,
        )
