"""A process out of BPMN 2.0 as common modellers write it (bpmn.io, Camunda, Signavio).

Everything inside the subset is taken, drawing and foreign extensions are passed over, and what would change
the meaning (scripts, timers, expressions, inclusive gateways ...) is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec
from lxml import etree

from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.phrase import Phrase, listed
from motcua.foundation.text import fold

from .bpmn import BPMN, ELEMENTS, bpmn, ours
from .bpmn_parse import parsed, unusable
from .bpmn_words import IGNORED, MEANINGFUL
from .graph import Graph
from .model import (
    AWAITED_NAMES,
    AnyNode,
    Awaited,
    Call,
    Catch,
    Choice,
    End,
    Flow,
    Lane,
    Outcome,
    Process,
    Task,
    TimeAllowed,
    clean_text,
    ensure_graph,
)
from .tables import Doubt

_SHOWN: Final = 5
_KINDS: Final[dict[str, Any]] = {name: kind for kind, name in ELEMENTS.items()} | {
    "task": Task,
    "manualTask": Task,
}
_STEP_CHILDREN: Final = {"extensionElements", "documentation", "incoming", "outgoing", "ioSpecification"}
_CONDITION: Final = re.compile(
    r"""\s*(?:[$#]\{|=)?\s*outcome\s*={1,3}\s*(['"])(?P<name>[^'"{}]+)\1\s*\}?\s*\Z"""
)
_OPERATORS: Final = re.compile(r"[=<>!&|(){}$#\[\]+*]")
_NOT_ID: Final = re.compile(r"[^A-Za-z0-9_.-]+")


class Imported(NamedTuple):
    """What a file says, and what of it a person should look at."""

    process: Process
    doubts: tuple[Doubt, ...] = ()


class _Outside(NamedTuple):
    """Something outside the subset, by its Vietnamese name."""

    kind: Phrase
    name: str


def from_bpmn(data: bytes, *, post_of: Callable[[str], str] | None = None) -> Imported:
    """The process of a file. `post_of` finds the post of a lane by its name where our own word is missing.

    Raises: `UsageError` (`bpmn_unreadable`, `bpmn_unsafe`, `bpmn_too_large`, `bpmn_outside_subset`) or
    `InvalidProcess`; nothing is read in part.
    """
    return _Reader(parsed(data), post_of or (lambda _: "")).read()


def _local(element: Any) -> str:
    """The name of a BPMN element; empty for what belongs to another language."""
    name = etree.QName(element)
    return name.localname if name.namespace == BPMN else ""


def _children(element: Any, name: str) -> Iterator[Any]:
    yield from element.iterchildren(bpmn(name))


def _own(element: Any, name: str) -> Any:
    """Our extension of an element, None where it has none."""
    for holder in _children(element, "extensionElements"):
        for each in holder.iterchildren(ours(name)):
            return each
    return None


def _documented(element: Any) -> str:
    return clean_text("\n".join(each.text or "" for each in _children(element, "documentation")))


class _Reader:
    def __init__(self, root: Any, post_of: Callable[[str], str]) -> None:
        self.root = root
        self.post_of = post_of
        self.outside: list[_Outside] = []
        self.doubts: list[Doubt] = []
        self.names = {each.get("id"): each.get("name") or "" for each in _children(root, "message")}
        self.lane_of: dict[str, str] = {}

    def read(self) -> Imported:
        element, title = self._one_process()
        self.element = element
        self.kinds = {each.get("id"): _KINDS.get(_local(each)) for each in element.iterchildren()}
        lanes = tuple(self._lanes())
        nodes: list[AnyNode] = []
        flows: list[Flow] = []
        for child in element.iterchildren():
            name = _local(child)
            if name in _KINDS:
                nodes.append(self._node(child, _KINDS[name], name))
            elif name == "sequenceFlow":
                flows.append(self._flow(child))
            elif name and name not in IGNORED:
                self._refuse(name, child)
        if self.outside:
            raise self._outside_error()
        own = _own(element, "process")
        process = Process(
            code=clean_text(own.get("code") if own is not None else element.get("id")),
            name=clean_text(element.get("name") or title),
            instant=own is not None and own.get("instant") == "true",
            lanes=lanes,
            nodes=tuple(nodes),
            flows=tuple(flows),
        )
        ensure_graph(process)
        return Imported(self._with_outcomes(process), tuple(self.doubts))

    def _one_process(self) -> tuple[Any, str]:
        """The process of the file with the title of its pool; other pools may only be closed boxes."""
        found = list(_children(self.root, "process"))
        titles = {}
        for together in _children(self.root, "collaboration"):
            for pool in _children(together, "participant"):
                titles[pool.get("processRef")] = pool.get("name") or ""
            for message in _children(together, "messageFlow"):
                self._doubt(
                    "message_flow_ignored", message, gettext_noop("Bỏ qua luồng thông điệp “%(name)s”.")
                )
        filled = [each for each in found if any(_local(child) in _KINDS for child in each.iterchildren())]
        if len(filled) > 1:
            raise unusable(
                "bpmn_several_processes",
                gettext_noop("Tệp có %(count)d quy trình; mỗi tệp chỉ được một."),
                count=len(filled),
            )
        if not found:
            raise unusable("bpmn_no_process", gettext_noop("Tệp BPMN không có quy trình nào."))
        chosen = (filled or found)[0]
        return chosen, titles.get(chosen.get("id"), "")

    def _lanes(self) -> Iterator[Lane]:
        """Every lane that holds no other lanes; inner lanes win over outer ones for their steps."""
        left = [lane for lanes in _children(self.element, "laneSet") for lane in _children(lanes, "lane")]
        left.reverse()
        while left:
            lane = left.pop()
            inner = [each for lanes in _children(lane, "childLaneSet") for each in _children(lanes, "lane")]
            name = lane.get("id") or ""
            for reference in _children(lane, "flowNodeRef"):
                self.lane_of[(reference.text or "").strip()] = name
            left += reversed(inner)
            if not inner:
                own = _own(lane, "lane")
                title = clean_text(lane.get("name"))
                post = self.post_of(title) if own is None else own.get("post", "")
                agency = "" if own is None else own.get("agency", "")
                yield Lane(
                    id=name,
                    name=title,
                    text=_documented(lane),
                    post=clean_text(post),
                    agency=clean_text(agency),
                )

    def _node(self, element: Any, kind: type[AnyNode], tag: str) -> AnyNode:
        self._look_inside(element, kind)
        base: dict[str, Any] = {"id": element.get("id") or "", "name": clean_text(element.get("name"))}
        if kind in (Task, Call, Catch):
            base["lane"] = self.lane_of.get(base["id"], "")
        if kind is Task:
            if tag != "userTask":
                self._doubt(
                    "task_kind", element, gettext_noop("“%(name)s” được hiểu là bước có người thực hiện.")
                )
            return self._task(element, base)
        if kind is Call:
            return self._call(element, base)
        if kind is Catch:
            return self._catch(element, base)
        if kind is End:
            own = _own(element, "end")
            refused = own is not None and own.get("result") == "refused"
            return End(**base, result="refused" if refused else "done")
        made: AnyNode = kind(**base)
        return made

    def _look_inside(self, element: Any, kind: type[AnyNode]) -> None:
        """Refuse what inside a node would change its meaning: loops, events, data that decide."""
        for child in element.iterchildren():
            name = _local(child)
            if name in _STEP_CHILDREN or not name or name in IGNORED:
                continue
            if kind is Catch and name == "messageEventDefinition":
                continue
            self._refuse(name, element)

    def _task(self, element: Any, base: dict[str, Any]) -> Task:
        own = _own(element, "step")
        if own is None:
            return Task(**base, text=_documented(element).strip())
        return Task(
            **base,
            number=clean_text(own.get("number")),
            time=self._time(own, element),
            produces=tuple(clean_text(each.get("name")) for each in own.iterchildren(ours("produces"))),
            outcomes=_outcomes(own),
            text=_documented(element),
        )

    def _call(self, element: Any, base: dict[str, Any]) -> Call:
        own = _own(element, "call")
        if own is None:
            return Call(**base, process=clean_text(element.get("calledElement")))
        return Call(
            **base,
            process=clean_text(own.get("process")),
            agency=clean_text(own.get("agency")),
            place="above" if own.get("place") == "above" else "same_level",
            time=self._time(own, element),
            outcomes=_outcomes(own),
        )

    def _catch(self, element: Any, base: dict[str, Any]) -> AnyNode:
        """What an event waits for: by our word, else by the name of its message or of itself."""
        own = _own(element, "catch")
        awaited = None if own is None else own.get("awaits")
        if awaited not in set(Awaited):
            message = next(_children(element, "messageEventDefinition"), None)
            words = [self.names.get(message.get("messageRef"), "")] if message is not None else []
            awaited = _awaited([*words, base["name"]])
        if awaited is None:
            self.outside.append(
                _Outside(Phrase(gettext_noop("sự kiện chờ không rõ chờ việc gì")), base["name"] or base["id"])
            )
            return Catch(**base, awaits=Awaited.OPINION_RECEIVED)  # the file is refused at the end
        what = Awaited(awaited)
        pauses = (
            what in (Awaited.SUPPLEMENT_RECEIVED, Awaited.OBLIGATION_PAID)
            if own is None
            else own.get("pauses") == "true"
        )
        return Catch(
            **base, awaits=what, pauses=pauses, time=None if own is None else self._time(own, element)
        )

    def _time(self, own: Any, element: Any) -> TimeAllowed | None:
        quantity = own.get("quantity")
        if quantity is None:
            return None
        try:
            return TimeAllowed.of(quantity, own.get("unit") or "working_day")
        except (ValueError, ArithmeticError):
            self.outside.append(_Outside(Phrase(gettext_noop("thời gian không đọc được")), quantity[:40]))
            return None

    def _flow(self, element: Any) -> Flow:
        own = _own(element, "flow")
        name = clean_text(element.get("name")).strip()
        source = element.get("sourceRef") or ""
        outcome = "" if own is None else own.get("outcome", "")
        from_choice = self._kind_of(source) is Choice
        for condition in _children(element, "conditionExpression"):
            word = self._condition(condition, name)
            if word is None or not from_choice:
                self.outside.append(
                    _Outside(
                        Phrase(gettext_noop("biểu thức điều kiện")), (condition.text or name).strip()[:80]
                    )
                )
            else:
                name = word
        if not outcome and from_choice:
            outcome = name
        return Flow(
            id=element.get("id") or "", source=source, target=element.get("targetRef") or "", outcome=outcome
        )

    def _condition(self, condition: Any, name: str) -> str | None:
        """The outcome that a condition names and nothing more; None for a true expression."""
        text = clean_text(condition.text).strip()
        if found := _CONDITION.match(text):
            return found["name"].strip()
        if not text or text == name:
            return name
        return None if _OPERATORS.search(text) or name else text

    def _kind_of(self, name: str) -> Any:
        return self.kinds.get(name)

    def _with_outcomes(self, process: Process) -> Process:
        """Names at the arrows of a choice become outcomes of the step before it, where it states none."""
        graph = Graph(process)
        nodes = {node.id: node for node in process.nodes}
        flows = {flow.id: flow for flow in process.flows}
        for name in graph.nodes:
            if not graph.is_split(name):
                continue
            before = [graph.nodes[flow.source] for flow in graph.into[name]]
            step = before[0] if len(before) == 1 else None
            if not isinstance(step, Task | Call) or step.outcomes:
                continue
            named: dict[str, str] = {}
            for flow in graph.out[name]:
                if not flow.outcome:
                    self.doubts.append(
                        Doubt(
                            kind="branch_without_name",
                            message=Phrase(
                                gettext_noop("Một nhánh sau bước “%(name)s” không ghi tên kết quả."),
                                {"name": step.name or step.id},
                            ),
                        )
                    )
                    continue
                word = named.setdefault(flow.outcome, _word(flow.outcome, named.values()))
                flows[flow.id] = msgspec.structs.replace(flow, outcome=word)
            outcomes = tuple(Outcome(id=word, name=text) for text, word in named.items())
            nodes[step.id] = msgspec.structs.replace(step, outcomes=outcomes)
        return msgspec.structs.replace(process, nodes=tuple(nodes.values()), flows=tuple(flows.values()))

    def _refuse(self, kind: str, element: Any) -> None:
        name = element.get("name") or element.get("id") or ""
        self.outside.append(_Outside(Phrase(MEANINGFUL.get(kind, kind)), name[:80]))

    def _doubt(self, kind: str, element: Any, message: str) -> None:
        name = element.get("name") or element.get("id") or ""
        self.doubts.append(Doubt(kind=kind, message=Phrase(message, {"name": name[:80]})))

    def _outside_error(self) -> UsageError:
        shown = [
            Phrase(gettext_noop("%(kind)s “%(name)s”"), {"kind": each.kind, "name": each.name})
            for each in self.outside[:_SHOWN]
        ]
        more = len(self.outside) - len(shown)
        if more:
            shown.append(Phrase(gettext_noop("và %(count)d chỗ khác"), {"count": more}))
        return UsageError(
            gettext_noop("Quy trình có những thứ hệ thống không chạy: %(what)s."),
            gettext_noop(
                "Chỉ vẽ bằng bước có người làm, cổng rẽ nhánh, cổng song song, sự kiện chờ, quy trình gọi."
            ),
            id="bpmn_outside_subset",
            what=listed(shown, "; "),
        )


def _awaited(words: list[str]) -> str | None:
    """What a message of another modeller means, by our identifiers or by words it holds."""
    for word in map(fold, words):
        for awaited, signs in _SIGNS.items():
            if word == awaited.value or word == fold(AWAITED_NAMES[awaited]) or any(s in word for s in signs):
                return awaited.value
    return None


_SIGNS: Final = {
    Awaited.SUPPLEMENT_RECEIVED: ("bo sung", "supplement"),
    Awaited.OBLIGATION_PAID: ("nghia vu tai chinh", "nop tien", "thanh toan", "paid", "payment"),
    Awaited.OPINION_RECEIVED: ("y kien", "opinion"),
    Awaited.AGENCY_RESULT: ("ket qua cua", "agency_result", "co quan khac"),
}


def _outcomes(own: Any) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(id=each.get("id") or "", name=clean_text(each.get("name")))
        for each in own.iterchildren(ours("outcome"))
    )


def _word(text: str, taken: Any) -> str:
    """An identifier for the name of an outcome: "Đồng ý" gives `dong_y`."""
    word = _NOT_ID.sub("_", fold(text)).strip("_.-")[:60] or "outcome"
    if not word[0].isalpha():
        word = f"o_{word}"
    used, number, wish = set(taken), 1, word
    while word in used:
        number += 1
        word = f"{wish}_{number}"
    return word
