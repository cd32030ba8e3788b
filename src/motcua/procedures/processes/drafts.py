"""A process in the making: steps as their rows come, then checked and closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .fields import Fields
from .headings import Heading, full_name
from .posts import posts_of
from .rows import Column, one_line
from .tables import Doubt, Post, PostKind, Process, Step, Time, sums_of
from .times import read_time
from .totals import Total, checked, is_part, said_sums

_PLAIN: Final = (Column.CONTENT, Column.POST, Column.PRODUCT)


class StepDraft:
    """A step in the making; `merged` where a cell of its row goes on from the row above."""

    def __init__(self, fields: Fields, section: str) -> None:
        self.number = fields.number
        self.cells = dict(fields.cells)
        self.merged = fields.merged
        self.short = fields.short
        self.section = section
        self.loose: list[str] = []

    def read(self, heading: str) -> tuple[Step, list[Doubt]]:
        """The step, and what is doubtful about it."""
        doubts: list[Doubt] = []
        time = self._time(heading, doubts)
        post = self.cells.get(Column.POST, "")
        posts = posts_of(post)
        doubts += _post_doubts(post, posts)
        if Column.NUMBER in self.merged:
            doubts.append(_doubt("merged_cells", _MERGED))
        if self.loose:
            text = " ".join(self.loose)[:200]
            doubts.append(Doubt(kind="loose_text", message=Phrase(_LOOSE, {"text": text})))
        if not self.cells.get(Column.CONTENT):
            doubts.append(_doubt("content_missing", _NO_CONTENT))
        step = Step(
            no=self.number,
            content=self.cells.get(Column.CONTENT, ""),
            post=one_line(post),
            posts=posts,
            time=time,
            section=self.section,
            product=self.cells.get(Column.PRODUCT, ""),
        )
        return step, [msg_of(doubt, self.number) for doubt in doubts]

    def _time(self, heading: str, doubts: list[Doubt]) -> Time:
        if Column.TIME in self.merged:
            doubts.append(_doubt("time_shared", _SHARED))
            return Time()
        read = read_time(self.cells.get(Column.TIME, ""), heading)
        if read.doubt is not None:
            doubts.append(read.doubt)
        return read.time


class Draft:
    """A process in the making."""

    def __init__(self, heading: Heading, time_heading: str) -> None:
        self.heading = heading
        self.time_heading = time_heading
        self.steps: list[StepDraft] = []
        self.totals: list[Total] = []
        self.section = ""
        self.worded = False
        self.loose: list[str] = []

    @property
    def whole_total(self) -> bool:
        """Whether the total of the whole has been seen, after which nothing of this process follows."""
        return any(not is_part(total) for total in self.totals)

    def add(self, step: StepDraft) -> None:
        """A row with a number of its own."""
        self._settle()
        for column in _PLAIN:
            if column in step.merged and self.steps:
                step.cells.setdefault(column, self.steps[-1].cells.get(column, ""))
        self.steps.append(step)

    def more(self, fields: Fields) -> None:
        """A row without a number: the rest of the step above, or a further row of it."""
        if not self.steps:
            return
        last = self.steps[-1]
        if Column.TIME not in last.cells and Column.TIME not in last.merged and last.short:
            for column, text in fields.cells.items():
                last.cells.setdefault(column, text)
            return
        further = StepDraft(fields._replace(number=last.number), last.section)
        further.merged |= {Column.NUMBER}
        for column in _PLAIN:
            further.cells.setdefault(column, last.cells.get(column, ""))
        self._settle()
        self.steps.append(further)

    def _settle(self) -> None:
        """Words that stood between two rows belong to neither for certain; the step above carries them."""
        if self.loose and self.steps:
            self.steps[-1].loose += self.loose
        self.loose = []

    def process(self, order: int, heading: Heading, doubts: Sequence[Doubt]) -> Process:
        """The process as read, with all doubts in the order of its steps."""
        reads = [step.read(self.time_heading) for step in self.steps]
        steps = tuple(step for step, _ in reads)
        result = checked(self.totals, steps, self.time_heading)
        found = [
            *doubts,
            *(() if heading.name else (_doubt("heading_missing", _NO_HEADING),)),
            *(doubt for _, of_step in reads for doubt in of_step),
            *_number_doubts(self.steps),
            *_merged_doubts(self.steps, steps),
            *result.doubts,
        ]
        return Process(
            order=order,
            name=full_name(heading),
            codes=heading.codes,
            heading=heading.text,
            steps=steps,
            total=result.total,
            sums=result.sums,
            sum_matches=result.matches,
            doubts=tuple(found),
        )


_MERGED: Final = gettext_noop("Ô số bước gộp nhiều dòng: mỗi dòng được đọc thành một việc của bước này.")
_ROWS: Final = gettext_noop(
    "Cộng riêng các dòng có số bước được %(numbered)s; cộng cả các dòng gộp được %(all)s."
)
_SHARED: Final = gettext_noop("Ô thời gian gộp với bước trên: các bước dùng chung một thời gian.")
_LOOSE: Final = gettext_noop("Có chữ nằm ngoài các cột, không rõ thuộc ô nào: “%(text)s”.")
_NO_CONTENT: Final = gettext_noop("Bước không ghi nội dung công việc.")
_NO_HEADING: Final = gettext_noop("Không thấy tên thủ tục ở tiêu đề quy trình.")
_NO_POST: Final = gettext_noop("Bước không ghi ai thực hiện.")
_UNKNOWN: Final = gettext_noop("Không nhận ra vị trí công tác: “%(text)s”.")
_SEVERAL: Final = gettext_noop("Bước nêu nhiều vị trí, không nói ai chủ trì: %(posts)s.")
_REPEATED: Final = gettext_noop("Số bước %(no)s lặp lại.")
_JUMPED: Final = gettext_noop("Số bước nhảy từ %(before)s sang %(no)s.")


def _doubt(kind: str, message: str) -> Doubt:
    return Doubt(kind=kind, message=Phrase(message))


def msg_of(doubt: Doubt, number: str) -> Doubt:
    """The doubt, said of a step."""
    return Doubt(kind=doubt.kind, message=doubt.message, step=number)


def _post_doubts(text: str, posts: Sequence[Post]) -> Iterator[Doubt]:
    if not text:
        yield _doubt("post_missing", _NO_POST)
        return
    for post in posts:
        if post.kind is None:
            short = post.text if len(post.text) <= 120 else post.text[:119] + "…"
            yield Doubt(kind="post_unknown", message=Phrase(_UNKNOWN, {"text": short}))
    kinds = {post.kind for post in posts if post.kind not in (None, PostKind.APPLICANT)}
    if len(kinds) > 1 or (len(posts) > 1 and kinds and kinds != {PostKind.RECEPTION}):
        names = "; ".join(post.text[:80] for post in posts)
        yield Doubt(kind="posts_several", message=Phrase(_SEVERAL, {"posts": names}))


def _number_doubts(steps: Sequence[StepDraft]) -> Iterator[Doubt]:
    """Numbers that repeat or jump within a section; rows of one merged cell share theirs by right."""
    before: StepDraft | None = None
    for step in steps:
        if Column.NUMBER in step.merged:
            continue
        if before is not None and before.section == step.section:
            last, this = before.number, step.number
            if last == this:
                yield Doubt(kind="number_repeated", step=this, message=Phrase(_REPEATED, {"no": this}))
            elif last.isdigit() and this.isdigit() and int(this) != int(last) + 1:
                message = Phrase(_JUMPED, {"before": last, "no": this})
                yield Doubt(kind="number_jumped", step=this, message=message)
        before = step


def _merged_doubts(drafts: Sequence[StepDraft], steps: Sequence[Step]) -> Iterator[Doubt]:
    """A sum that depends on how merged rows are read is told in both readings."""
    numbered = [step for draft, step in zip(drafts, steps, strict=True) if Column.NUMBER not in draft.merged]
    if len(numbered) < len(steps) and sums_of(numbered) != sums_of(steps):
        said = {"numbered": said_sums(sums_of(numbered)), "all": said_sums(sums_of(steps))}
        yield Doubt(kind="merged_rows_counted", message=Phrase(_ROWS, said))
