"""A process in words: who does a step, how long, what it may end in; what a drawing shows, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec
from django.utils.formats import number_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.step_clocks.words import POST_NAMES
from motcua.organisation.models import AgencyKind
from motcua.procedures.process_doubts import Question
from motcua.procedures.processes import tables
from motcua.procedures.processes.graph import Graph
from motcua.procedures.processes.model import (
    AWAITED_NAMES,
    Call,
    Catch,
    End,
    Lane,
    Outcome,
    Process,
    Task,
    TimeAllowed,
)
from motcua.procedures.processes.tables import PostKind

Word = str | Lazy
UNITS: Final[dict[str, Word]] = {
    "working_day": _("ngày làm việc"),
    "working_hour": _("giờ làm việc"),
    "calendar_day": _("ngày"),
}
PLACES: Final[dict[str, Word]] = {"same_level": _("cùng cấp"), "above": _("cấp trên")}
RESULTS: Final[dict[str, Word]] = {"done": _("có kết quả"), "refused": _("từ chối giải quyết")}


class Mark(msgspec.Struct, frozen=True):
    """What a drawing says at a node; `tone` only colours it ("in", "late", "near", "ok", "off")."""

    node: str
    words: str
    tone: str = "in"


class Drawing(msgspec.Struct, frozen=True):
    """What `desk/processes/drawing.html` needs: where the BPMN file is, or the file itself, and marks."""

    name: str
    url: str = ""
    xml: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def marked(self) -> str:
        """The marks as the script reads them."""
        return msgspec.json.encode(self.marks).decode()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table that says what the drawing says."""

    node: str
    number: str
    kind: str
    name: str
    text: str
    who: str
    post: str
    time: str
    printed: str
    ways: tuple[str, ...]
    produces: tuple[str, ...]
    notes: tuple[Question, ...]
    called: str = ""
    """The page of the process that another agency follows here."""


def quantity_words(quantity: Decimal, unit: str) -> str:
    """`0,5 ngày làm việc`."""
    return f"{number_format(f'{quantity.normalize():f}')} {UNITS.get(unit, unit)}"


def time_words(time: TimeAllowed | None) -> str:
    """The time of a step; "không tính thời gian" where none counts."""
    return gettext("không tính thời gian") if time is None else quantity_words(time.amount, time.unit.value)


def post_word(post: str) -> str:
    """The kind of post in the reader's language; a word that none is stays as it is."""
    return gettext(POST_NAMES[PostKind(post)]) if post in set(PostKind) else post


def lane_words(lane: Lane | None) -> tuple[str, str]:
    """What the decision calls who acts, and the post that this is here."""
    if lane is None:
        return gettext("chưa có vị trí thực hiện"), ""
    post = post_word(lane.post)
    if lane.agency:
        kind = dict(AgencyKind.choices).get(lane.agency, lane.agency)
        post = f"{post}, {kind}" if post else str(kind)
    said = lane.text or lane.name
    return said, "" if post.casefold() == said.casefold() else post or gettext("chưa gắn với vị trí công tác")


def lines_of(
    process: Process,
    printed: tables.Process | None,
    questions: Sequence[Question] = (),
    pages: Mapping[str, str] | None = None,
) -> list[Line]:
    """The steps, waits and calls in the order in which work reaches them; `pages` of processes by code."""
    graph = Graph(process)
    lanes = {lane.id: lane for lane in process.lanes}
    times: dict[str, list[tables.Time]] = {}
    for step in reversed(printed.steps if printed else ()):
        # Sections of one table count from 1 again: the first step of a number takes the first time.
        times.setdefault(step.no, []).append(step.time)
    rows = []
    for name in _in_order(graph):
        node = graph.nodes[name]
        if isinstance(node, Task | Catch | Call):
            notes = tuple(
                each
                for each in questions
                if each.node in (node.id, node.lane)
                or (isinstance(node, Task) and each.step and each.step == node.number)
            )
            line = _line(graph, node, lanes.get(node.lane), times, notes)
            page = (pages or {}).get(node.process, "") if isinstance(node, Call) else ""
            rows.append(msgspec.structs.replace(line, called=page))
    return rows


def _in_order(graph: Graph) -> list[str]:
    """Nodes as work reaches them; a wait stands behind the step that it belongs to."""
    order, _back = graph.ordered()
    places = {name: float(place) for place, name in enumerate(order)}
    for name, node in graph.nodes.items():
        if isinstance(node, Catch):
            before = [places.get(flow.source, 0.0) for flow in graph.into[name]]
            places[name] = max(before, default=places.get(name, 0.0)) + 0.5
    return sorted(graph.nodes, key=lambda name: places.get(name, float(len(places))))


def _line(
    graph: Graph,
    node: Task | Catch | Call,
    lane: Lane | None,
    printed: Mapping[str, list[tables.Time]],
    notes: tuple[Question, ...],
) -> Line:
    who, post = lane_words(lane)
    if isinstance(node, Call):
        who, post = _called(node)
    elif isinstance(node, Catch):
        who, post = "", ""
    number = node.number if isinstance(node, Task) else ""
    return Line(
        node=node.id,
        number=number,
        kind=_kind(node),
        name=gettext(node.name) if isinstance(node, Catch) else node.name,
        text=node.text if isinstance(node, Task) and node.text != node.name else "",
        who=who,
        post=post,
        time="" if isinstance(node, Catch) and node.time is None else time_words(node.time),
        printed=_otherwise(node, printed[number].pop() if printed.get(number) else None),
        ways=tuple(_ways(graph, node)),
        produces=node.produces if isinstance(node, Task) else (),
        notes=notes,
    )


def _otherwise(node: Task | Catch | Call, printed: tables.Time | None) -> str:
    """The printed time, where it says something else than the step has now."""
    if printed is None:
        return ""
    has = None if node.time is None else node.time.amount
    return "" if printed.quantity == has and (has is not None or not printed.counted) else printed.text


def _called(node: Call) -> tuple[str, str]:
    kind = str(dict(AgencyKind.choices).get(node.agency, node.agency)) or gettext("cơ quan khác")
    return f"{kind} ({PLACES[node.place]})", node.process


def _kind(node: Task | Catch | Call) -> str:
    if isinstance(node, Call):
        return gettext("cơ quan khác thực hiện")
    if isinstance(node, Catch):
        awaited = gettext(AWAITED_NAMES[node.awaits])
        return f"{awaited}; {gettext('đồng hồ dừng')}" if node.pauses else awaited
    return ""


def _ways(graph: Graph, node: Task | Catch | Call) -> list[str]:
    """How a step may end, and where each way goes: `Yêu cầu bổ sung → Chờ người nộp bổ sung`."""
    if isinstance(node, Catch):
        return [f"→ {_target(graph, flow.target)}" for flow in graph.out[node.id]]
    choice = graph.split_after(node.id)
    if not choice:
        return [_outcome(each) for each in node.outcomes]
    led = {flow.outcome: flow.target for flow in graph.out[choice]}
    return [
        f"{_outcome(each)} → {_target(graph, led[each.id])}" if each.id in led else _outcome(each)
        for each in node.outcomes
    ]


def _outcome(outcome: Outcome) -> str:
    return gettext(outcome.name) if outcome.name else outcome.id


def _target(graph: Graph, name: str) -> str:
    node = graph.nodes[name]
    if isinstance(node, Task) and node.number:
        return gettext("bước %(number)s") % {"number": node.number}
    if isinstance(node, End):
        return gettext("kết thúc: %(result)s") % {"result": RESULTS[node.result]}
    return gettext(node.name) if node.name else gettext("cổng tiếp theo")
