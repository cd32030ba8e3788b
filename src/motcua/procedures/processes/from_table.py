"""The graph of a printed step table: its steps one after the other, and what the life of a dossier adds.

Tables print the good way alone. The life of a dossier (domain reference 10.3) has two more: the officer may
ask the applicant for papers and waits (T9, T10), and the leader may sign a refusal (T17), which is issued and
returned like any result. Nothing else is added; what a table leaves open is carried along as doubts.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import fold

from . import tables
from .check import LegalTime
from .model import (
    TEXT_LIMIT,
    AnyNode,
    Awaited,
    Catch,
    Choice,
    End,
    Flow,
    Lane,
    Outcome,
    Process,
    Start,
    Task,
    TimeAllowed,
    TimeUnit,
    clean_text,
)

NAME_LENGTH: Final = 80
LANE_LENGTH: Final = 46
"""Characters that a drawn step and the head of a drawn lane hold; the printed words are kept beside."""
DONE: Final = Outcome(id="done", name=gettext_noop("Chuyển bước tiếp theo"))
SUPPLEMENT: Final = Outcome(id="supplement", name=gettext_noop("Yêu cầu bổ sung"))
GRANTED: Final = Outcome(id="granted", name=gettext_noop("Đồng ý"))
REFUSED: Final = Outcome(id="refused", name=gettext_noop("Từ chối giải quyết"))

_UNITS: Final = {
    tables.Unit.WORKING_DAY: TimeUnit.WORKING_DAY,
    tables.Unit.WORKING_HOUR: TimeUnit.WORKING_HOUR,
    tables.Unit.CALENDAR_DAY: TimeUnit.CALENDAR_DAY,
    # Hours of a limit are working hours in this house (contracts, section 4); said as a doubt.
    tables.Unit.HOUR: TimeUnit.WORKING_HOUR,
}


class Made(NamedTuple):
    """The graph, and the doubts of the reader with those that the graph adds."""

    process: Process
    doubts: tuple[tables.Doubt, ...]


def process_code(decision: str, order: int) -> str:
    """The key of a process: its decision and its order there (contracts, section 1)."""
    return f"{decision}#{order}"


def from_table(table: tables.Process, code: str) -> Made:
    """The graph of a table; one without steps gives start and end, and a doubt."""
    return _Maker(table).made(code)


def printed_total(table: tables.Process) -> LegalTime | None:
    """The printed total as a time to check the graph against, where it can be."""
    total = table.total
    if total is None or total.quantity is None or total.unit is None:
        return None
    unit = "hour" if total.unit in (tables.Unit.HOUR, tables.Unit.WORKING_HOUR) else total.unit.value
    return LegalTime(
        where=Phrase(gettext_noop("dòng tổng cộng của quyết định")), quantity=f"{total.quantity:f}", unit=unit
    )


class _Maker:
    def __init__(self, table: tables.Process) -> None:
        self.table = table
        self.lanes: dict[tuple[str, ...], Lane] = {}
        self.nodes: list[AnyNode] = [Start(id="start")]
        self.flows: list[Flow] = []
        self.doubts: list[tables.Doubt] = list(table.doubts)
        # The reader has told what its own rows lack; told twice it would be answered twice.
        self.told = {(doubt.kind, doubt.step) for doubt in table.doubts}
        self.taken: set[str] = set()

    def made(self, code: str) -> Made:
        signing = self._signing_row()
        if not self.table.steps:
            self._doubt("no_steps", gettext_noop("Bảng không có bước nào."))
        before, outcome = "start", ""
        for row, step in enumerate(self.table.steps):
            task = self._task(row, step, signs=row == signing, asks=self._asks(row, signing))
            self.nodes.append(task)
            self._arrow(before, task.id, outcome)
            before, outcome = (self._waits(task), DONE.id) if SUPPLEMENT in task.outcomes else (task.id, "")
        self.nodes.append(End(id="end"))
        self._arrow(before, "end", outcome)
        if self.table.steps and signing is None:
            self._doubt(
                "no_signing_step",
                gettext_noop("Không có bước của lãnh đạo cơ quan nên chưa rõ ai ký kết quả."),
            )
        process = Process(
            code=code,
            name=_short(self.table.name, TEXT_LIMIT),
            lanes=tuple(self.lanes.values()),
            nodes=tuple(self.nodes),
            flows=tuple(self.flows),
        )
        return Made(process, tuple(self.doubts))

    def _signing_row(self) -> int | None:
        """The last step of an agency's leader: there the result is signed, or the refusal (T16, T17)."""
        rows = [
            row for row, step in enumerate(self.table.steps) if _kind(step) == tables.PostKind.AGENCY_LEADER
        ]
        return rows[-1] if rows else None

    def _asks(self, row: int, signing: int | None) -> bool:
        """Whether a supplement may be asked for here: by an officer, before the result is signed (T9)."""
        return _kind(self.table.steps[row]) == tables.PostKind.OFFICER and (signing is None or row < signing)

    def _task(self, row: int, step: tables.Step, *, signs: bool, asks: bool) -> Task:
        text = clean_text(step.content)
        if len(text) > TEXT_LIMIT:
            self._doubt("text_cut", gettext_noop("Nội dung bước quá dài nên bị cắt bớt."), step)
        return Task(
            id=self._id(row, step),
            name=_short(text, NAME_LENGTH) or _short(step.post, NAME_LENGTH),
            number=_short(step.no, NAME_LENGTH),
            lane=self._lane(step).id,
            time=self._time(step),
            produces=(_short(step.product, TEXT_LIMIT),) if step.product.strip() else (),
            outcomes=(GRANTED, REFUSED) if signs else (DONE, SUPPLEMENT) if asks else (),
            text=text[:TEXT_LIMIT],
        )

    def _id(self, row: int, step: tables.Step) -> str:
        """`step_3`, by the printed number, the same when steps are added; one repeated gets its row."""
        number = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in step.no)[:40]
        wish = f"step_{number or row + 1}"
        if wish in self.taken:
            self._doubt(
                "number_repeated", gettext_noop("Số thứ tự bước bị lặp; các bước được nối tiếp nhau."), step
            )
            wish = f"{wish}_row_{row + 1}"
        self.taken.add(wish)
        return wish

    def _lane(self, step: tables.Step) -> Lane:
        """One lane for each post named; several posts in a cell are one group, called by the first."""
        posts = step.posts or (tables.Post(text=step.post),)
        first = posts[0]
        if len(posts) > 1:
            self._doubt("posts_several", gettext_noop("Bước ghi nhiều vị trí cùng thực hiện."), step)
        if first.kind is None:
            self._doubt("post_unknown", gettext_noop("Không rõ vị trí nào thực hiện bước."), step)
        key = tuple(sorted({each.text if each.kind is None else _place(each) for each in posts}))
        if key not in self.lanes:
            self.lanes[key] = Lane(
                id=f"lane_{len(self.lanes) + 1}",
                name=_short(first.text or step.post, LANE_LENGTH),
                text=_short(step.post, TEXT_LIMIT),
                post=first.kind.value if first.kind else "",
                agency=first.agency_kind if first.agency or first.any_of else "",
            )
        return self.lanes[key]

    def _time(self, step: tables.Step) -> TimeAllowed | None:
        """The printed time; None where none is counted or none could be read (the reader's doubt says so)."""
        if step.time.quantity is None or step.time.unit is None or not step.time.counted:
            return None
        if step.time.unit is tables.Unit.HOUR:
            self._doubt("hour_as_working_hour", gettext_noop("“Giờ” được tính là giờ làm việc."), step)
        try:
            return TimeAllowed.of(step.time.quantity, _UNITS[step.time.unit])
        except ValueError:
            self._doubt("time_unusable", gettext_noop("Thời gian của bước không dùng được."), step)
            return None

    def _waits(self, task: Task) -> str:
        """The choice after a step that may ask for a supplement, and the wait that leads back to it."""
        choice, wait = f"{task.id}_choice", f"{task.id}_supplement"
        self.nodes.append(Choice(id=choice))
        self.nodes.append(
            Catch(
                id=wait,
                name=gettext_noop("Chờ người nộp bổ sung"),
                awaits=Awaited.SUPPLEMENT_RECEIVED,
                pauses=True,
                lane=task.lane,
            )
        )
        self._arrow(task.id, choice)
        self._arrow(choice, wait, SUPPLEMENT.id)
        self._arrow(wait, task.id)
        return choice

    def _arrow(self, source: str, target: str, outcome: str = "") -> None:
        self.flows.append(
            Flow(id=f"flow_{len(self.flows) + 1}", source=source, target=target, outcome=outcome)
        )

    def _doubt(self, kind: str, message: str, step: tables.Step | None = None) -> None:
        if (kind, step.no if step else None) in self.told:
            return
        self.doubts.append(tables.Doubt(kind=kind, message=Phrase(message), step=step.no if step else None))


def _kind(step: tables.Step) -> tables.PostKind | None:
    return step.posts[0].kind if step.posts else None


def _place(post: tables.Post) -> str:
    """Kind and agency of a post as one word, the same however a cell spells them."""
    return "|".join((post.kind or "", post.agency_kind, fold(post.agency), fold(post.division)))


def _short(text: str, limit: int) -> str:
    """On one line, at most `limit` characters, cut at a word."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
