"""An internal process as data: a graph in a small, strict subset of BPMN 2.0.

Decree 61/2018 art. 36(4) asks for an internal and an electronic process of every procedure. Nothing here is
code or an expression: a way is chosen by the name of an outcome alone. Lanes, nodes and flows have stable
identifiers, which tokens, logs and drawings name; the version of a process is the hash of its content.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

import msgspec

from motcua.foundation.canonical import canonical
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.worktime import WORKING_DAY_MINUTES
from motcua.procedures.content import Frozen

NODE_LIMIT: Final = 20_000
FLOW_LIMIT: Final = 60_000
LANE_LIMIT: Final = 500
"""The longest process of a published decision has 23 steps; a file past these limits is no process."""
TEXT_LIMIT: Final = 4_000
"""Characters of one name or one printed text; the longest published step has 2,600."""

_ID: Final = r"^[A-Za-z_][A-Za-z0-9_.-]{0,99}\Z"
_QUANTITY: Final = r"^(0|[1-9][0-9]{0,3})(\.[0-9]{0,2}[1-9])?\Z"
_BROKEN_TEXT: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

Id = Annotated[str, msgspec.Meta(pattern=_ID)]
"""An identifier that XML takes too; unique over lanes, nodes and flows of one process."""


class TimeUnit(StrEnum):
    """Units that decisions print for a step. One working day is eight working hours (contracts, section 4);
    calendar days are never turned into working time."""

    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"


MINUTES: Final = {TimeUnit.WORKING_DAY: WORKING_DAY_MINUTES, TimeUnit.WORKING_HOUR: 60}
"""Working minutes of a unit of working time."""


class TimeAllowed(Frozen, frozen=True, kw_only=True):
    """Time allowed for a step: quantity as decimal text ("0.25"), greater than zero, three places at most."""

    quantity: Annotated[str, msgspec.Meta(pattern=_QUANTITY)]
    unit: TimeUnit = TimeUnit.WORKING_DAY

    def __post_init__(self) -> None:
        if not re.match(_QUANTITY, self.quantity) or Decimal(self.quantity) <= 0:
            raise ValueError(f"no quantity of time: {self.quantity[:20]}")

    @classmethod
    def of(cls, quantity: Decimal | int | str, unit: TimeUnit | str) -> TimeAllowed:
        """From a number in any notation; ValueError when it is not above zero or has over three places."""
        text = f"{Decimal(quantity):f}"
        return cls(quantity=text.rstrip("0").rstrip(".") if "." in text else text, unit=TimeUnit(unit))

    @property
    def amount(self) -> Decimal:
        return Decimal(self.quantity)


class Lane(Frozen, frozen=True, kw_only=True):
    """Who acts: a post, or a group of posts, in the executing agency or in an agency of another kind.

    `post` is a word of the vocabulary of posts; `agency` a kind of agency, empty for the executing agency
    itself, so that one process serves every commune. `text` keeps the words that the decision prints for it.
    """

    id: Id
    name: str = ""
    text: str = ""
    post: str = ""
    agency: str = ""


class Outcome(Frozen, frozen=True, kw_only=True):
    """One way in which a step may end; `name` is what its button says."""

    id: Id
    name: str = ""


class Node(Frozen, tag_field="kind", frozen=True, kw_only=True):
    """What all nodes share."""

    id: Id
    name: str = ""


class Start(Node, tag="start", frozen=True, kw_only=True):
    """Where the process begins; exactly one."""


class End(Node, tag="end", frozen=True, kw_only=True):
    """Where a way ends: with a result for the applicant, or with a refusal to resolve."""

    result: Literal["done", "refused"] = "done"


class Task(Node, tag="task", frozen=True, kw_only=True):
    """A step that a person does. Without `time` it is printed as "not counted".

    `number` and `text` keep the printed number and words of the decision; `produces` names what must exist
    when the step ends. Without outcomes it simply ends.
    """

    lane: str = ""
    number: str = ""
    time: TimeAllowed | None = None
    produces: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    text: str = ""


class Awaited(StrEnum):
    """What a process may wait for."""

    SUPPLEMENT_RECEIVED = "supplement_received"
    OBLIGATION_PAID = "obligation_paid"
    OPINION_RECEIVED = "opinion_received"
    AGENCY_RESULT = "agency_result"


AWAITED_NAMES: Final[dict[Awaited, str]] = {
    Awaited.SUPPLEMENT_RECEIVED: gettext_noop("đã nhận giấy tờ bổ sung"),
    Awaited.OBLIGATION_PAID: gettext_noop("đã thực hiện nghĩa vụ tài chính"),
    Awaited.OPINION_RECEIVED: gettext_noop("đã nhận ý kiến"),
    Awaited.AGENCY_RESULT: gettext_noop("đã nhận kết quả của cơ quan khác"),
}


class Catch(Node, tag="catch", frozen=True, kw_only=True):
    """Waits for something from outside. `pauses`: the legal clock stands meanwhile (Decree 61 art. 19(4)).

    `time` is what the other side is given, where the decision says so; it counts only while nothing pauses.
    """

    awaits: Awaited
    pauses: bool = False
    lane: str = ""
    time: TimeAllowed | None = None


class Call(Node, tag="call", frozen=True, kw_only=True):
    """A process in another agency: at the same level, or above (Decree 61 art. 19(6)-(7)).

    `process` is the code of that process, `agency` the kind of the agency, `time` its part of the whole.
    """

    process: str = ""
    agency: str = ""
    place: Literal["same_level", "above"] = "same_level"
    lane: str = ""
    time: TimeAllowed | None = None
    outcomes: tuple[Outcome, ...] = ()


class Choice(Node, tag="choice", frozen=True, kw_only=True):
    """Exclusive gateway: one way, by the outcome of the step before it; or where several ways meet."""


class Parallel(Node, tag="parallel", frozen=True, kw_only=True):
    """Parallel gateway: a fork into all ways, or the join that waits for all of them."""


AnyNode = Start | End | Task | Catch | Call | Choice | Parallel
Step = Task | Catch | Call
"""What a token can stand at."""


class Flow(Frozen, frozen=True, kw_only=True):
    """An arrow; `outcome` only where it leaves a choice."""

    id: Id
    source: str
    target: str
    outcome: str = ""


class Process(Frozen, frozen=True, kw_only=True):
    """One version of an internal process. `instant`: resolved at the counter (Decree 61 art. 17(4))."""

    code: str
    name: str = ""
    instant: bool = False
    lanes: tuple[Lane, ...] = ()
    nodes: tuple[AnyNode, ...] = ()
    flows: tuple[Flow, ...] = ()


class InvalidProcess(DomainError):
    """The data are no graph: an identifier twice, an arrow to nowhere, a limit passed."""

    id = "process_invalid"


def to_text(process: Process) -> str:
    """The canonical JSON (RFC 8785): the same for the same graph, in whatever order its parts are listed."""
    return canonical(
        msgspec.structs.replace(
            process,
            lanes=tuple(sorted(process.lanes, key=_by_id)),
            nodes=tuple(sorted(process.nodes, key=_by_id)),
            flows=tuple(sorted(process.flows, key=_by_id)),
        )
    )


def _by_id(part: Lane | AnyNode | Flow) -> str:
    return part.id


def version_of(process: Process) -> str:
    """The version: SHA-256 of the canonical JSON, lower-case hex."""
    return hashlib.sha256(to_text(process).encode()).hexdigest()


def from_text(text: str | bytes) -> Process:
    """A process from its JSON; `InvalidProcess` for anything else."""
    try:
        process = msgspec.json.decode(text, type=Process)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InvalidProcess(
            gettext_noop("Không đọc được quy trình: %(why)s."),
            gettext_noop("Nhập lại từ tệp BPMN hoặc bảng các bước của quyết định."),
            why=str(error)[:200],
        ) from error
    ensure_graph(process)
    return process


def clean_text(text: str | None) -> str:
    """Text as a process keeps it: NFC, no control characters but line ends."""
    lines = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\t", " ")
    return _BROKEN_TEXT.sub(lambda sign: "\n" if sign[0] in "\r\u2028\u2029" else "", lines)


def ensure_graph(process: Process) -> None:
    """Refuse what is no graph at all (`InvalidProcess`); everything else is a finding of `check`."""
    _ensure_size(process)
    seen: set[str] = set()
    for part in (*process.lanes, *process.nodes, *process.flows):
        if part.id in seen or not re.match(_ID, part.id):
            raise _refused(
                gettext_noop("Mã “%(part)s” trong quy trình bị trùng hoặc có ký tự không dùng được."), part.id
            )
        seen.add(part.id)
    nodes = {node.id for node in process.nodes}
    for flow in process.flows:
        for end in (flow.source, flow.target):
            if end not in nodes:
                raise _refused(
                    gettext_noop("Đường nối trỏ tới bước “%(part)s” không có trong quy trình."), end
                )
    lanes = {lane.id for lane in process.lanes} | {""}
    for node in process.nodes:
        if isinstance(node, Step) and node.lane not in lanes:
            raise _refused(gettext_noop("Vị trí “%(part)s” không có trong quy trình."), node.lane)
    for text in _texts(process):
        if (
            len(text) > TEXT_LIMIT
            or _BROKEN_TEXT.search(text)
            or (not text.isascii() and not unicodedata.is_normalized("NFC", text))
        ):
            raise _refused(
                gettext_noop("Chữ trong quy trình quá dài hoặc có ký tự không in được: “%(part)s”."), text
            )


def _ensure_size(process: Process) -> None:
    for count, limit, what in (
        (len(process.nodes), NODE_LIMIT, gettext_noop("bước và cổng")),
        (len(process.flows), FLOW_LIMIT, gettext_noop("đường nối")),
        (len(process.lanes), LANE_LIMIT, gettext_noop("vị trí")),
    ):
        if count > limit:
            raise too_large(count, limit, what)


def too_large(count: int, limit: int, what: str) -> InvalidProcess:
    """The refusal of a graph past a limit; `what` is a msgid."""
    return InvalidProcess(
        gettext_noop("Quy trình có %(count)d %(what)s, quá giới hạn %(limit)d."),
        gettext_noop("Kiểm tra lại tệp; quy trình thật chỉ có vài chục bước."),
        id="process_too_large",
        count=count,
        limit=limit,
        what=Phrase(what),
    )


def _refused(message: str, culprit: str) -> InvalidProcess:
    return InvalidProcess(
        message,
        gettext_noop("Sửa lại quy trình rồi nhập lại; chưa có gì được lưu."),
        part=culprit[:80],
    )


def _texts(process: Process) -> Iterable[str]:
    yield from (process.code, process.name)
    for lane in process.lanes:
        yield from (lane.name, lane.text, lane.post, lane.agency)
    for flow in process.flows:
        yield flow.outcome
    for node in process.nodes:
        yield node.name
        if isinstance(node, Task):
            yield from (node.number, node.text, *node.produces)
        if isinstance(node, Task | Call):
            yield from (outcome.name for outcome in node.outcomes)
        if isinstance(node, Call):
            yield from (node.process, node.agency)
