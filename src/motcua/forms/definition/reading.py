"""A page that came back: every field read, every fault told at once, what is right kept.

Hidden answers are kept, not used: who changes a choice and changes it back finds what was filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .evaluate import Answers, Evaluator, is_filled
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    DeclarationField,
    Definition,
    FileField,
    NoteField,
    Page,
    TableField,
    UnitField,
)
from .values import Post, Unreadable, read_choice, read_choices, read_line, read_unit

ON_PAGE: Final = "_on_page"
"""Form data naming the fields that stood on the page: one that appears by an answer is new, not wrong."""
ADD_ROW: Final = "_add_row"
REMOVE_ROW: Final = "_remove_row"
"""Names of the buttons that change a table; the value is `field`, or `field.3` for its fourth row."""
ROWS: Final = "_rows"

MISSING: Final = gettext_noop("Chưa trả lời “%(label)s”.")
MISSING_CHOICE: Final = gettext_noop("Chưa chọn “%(label)s”.")
MISSING_FILE: Final = gettext_noop("Chưa có tệp cho “%(label)s”. Chụp hoặc chọn một tệp.")
MISSING_TICK: Final = gettext_noop("Chưa đánh dấu vào ô cam đoan.")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong at one input; `name` is the input, `field` the field it belongs to."""

    field: str
    name: str
    message: Phrase

    @property
    def anchor(self) -> str:
        """The identifier of the input on the page."""
        return input_id(self.name)


def input_id(name: str) -> str:
    """The identifier of an input by its name."""
    return f"f-{name.replace('.', '-')}"


class PageRead(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it was read. `answers` are all answers so far with what of this page could be read; the page
    is done when there are no faults and `again` is false.

    `again`: a row was added or removed, or the answers make more questions appear (`appeared`) on this page.
    """

    answers: dict[str, Any]
    faults: tuple[Fault, ...] = ()
    appeared: tuple[str, ...] = ()
    again: bool = False
    rows: dict[str, int] = {}
    """Rows to show of each table on the page."""
    typed: dict[str, list[str]] = {}
    """What was typed, by the name of the input, to stand there again."""

    @property
    def done(self) -> bool:
        return not self.faults and not self.again


def read_page(definition: Definition, page_id: str, post: Post, answers: Answers, today: date) -> PageRead:
    """Read the page of that name out of form data; `answers` are those so far, files among them (the caller
    takes files in and puts their keys there before). Raises: KeyError for a page that there is not."""
    page = definition.page(page_id)
    if page is None:
        raise KeyError(page_id)
    reader = _Reader(Evaluator(definition, today), post, answers)
    return reader.read(page)


class _Reader:
    def __init__(self, evaluator: Evaluator, post: Post, answers: Answers) -> None:
        self.evaluator = evaluator
        self.today = evaluator.today
        self.post = post
        self.answers = dict(answers)
        self.faults: list[Fault] = []
        self.rows: dict[str, int] = {}
        self.typed: dict[str, list[str]] = {}
        self.pressed = str(post.get(ADD_ROW) or post.get(REMOVE_ROW) or "")
        self.removes = bool(post.get(REMOVE_ROW)) and not post.get(ADD_ROW)

    def read(self, page: Page) -> PageRead:
        before = [str(name) for name in self.post.getlist(ON_PAGE)]
        stood = set(before) if before else {field.id for field in page.fields}
        for field in page.fields:
            if field.id in stood and not isinstance(field, FileField | NoteField):
                self._field(field)
        shown = self.evaluator.shown_fields(page, self.answers)
        names = {field.id for field in shown}
        appeared = tuple(
            field.id for field in shown if field.id not in stood and not isinstance(field, NoteField)
        )
        if self.pressed:
            return self._result(rows=self._changed_rows(page), again=True)
        faults = [fault for fault in self.faults if fault.field in names]
        known = {fault.field for fault in faults}
        for field in shown:
            if field.id in stood and field.id not in known:
                faults += self._missing_or_wrong(field)
        faults.sort(key=lambda fault: [each.id for each in page.fields].index(fault.field))
        return self._result(faults=tuple(faults), appeared=appeared, again=bool(appeared))

    def _result(self, **parts: Any) -> PageRead:
        return PageRead(**{"answers": self.answers, "rows": self.rows, "typed": self.typed, **parts})

    def _field(self, field: AnyField) -> None:
        value: Any = None
        if isinstance(field, TableField):
            value = self._table(field)
        else:
            try:
                value = self._one(field, field.id)
            except Unreadable as error:
                self._fault(field, field.id, error.why)
        if is_filled(value):
            self.answers[field.id] = value
        else:
            self.answers.pop(field.id, None)

    def _one(self, field: AnyField, name: str) -> Any:
        self.typed[name] = [str(each) for each in self.post.getlist(name)]
        if isinstance(field, ChoicesField):
            return read_choices(field, self.typed[name])
        typed = str(self.post.get(name) or "")
        if isinstance(field, ChoiceField):
            return read_choice(field, typed)
        if isinstance(field, DeclarationField):
            return True if typed else None
        if isinstance(field, UnitField):
            return read_unit(field, typed, str(self.post.get(f"{name}.unit") or ""))
        return read_line(field, typed, self.today)

    def _table(self, field: TableField) -> list[dict[str, Any]]:
        """The rows in which something was typed; a row that is being removed is not looked at."""
        stood = [row for row in range(self._row_count(field)) if not self._is_removed(field, row)]
        self.rows[field.id] = len(stood)
        kept = []
        for row, as_typed in enumerate(stood):
            values: dict[str, Any] = {}
            for column in field.columns:
                name, now = f"{field.id}.{as_typed}.{column.id}", f"{field.id}.{row}.{column.id}"
                try:
                    value = self._one(column, name)
                except Unreadable as error:
                    self._fault(field, now, error.why)
                    value = None
                self.typed[now] = self.typed[name]
                if is_filled(value):
                    values[column.id] = value
            if any(self.typed[f"{field.id}.{row}.{column.id}"] not in ([], [""]) for column in field.columns):
                self._row_missing(field, row, values)
                kept.append(values)
        return [row for row in kept if row]

    def _is_removed(self, field: TableField, row: int) -> bool:
        return self.removes and self.pressed == f"{field.id}.{row}"

    def _row_count(self, field: TableField) -> int:
        typed = str(self.post.get(f"{field.id}.{ROWS}") or "")
        rows = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else field.min_rows
        return max(0, min(rows, field.max_rows + 1))

    def _row_missing(self, field: TableField, row: int, values: Mapping[str, Any]) -> None:
        wrong = {fault.name for fault in self.faults}
        for column in field.columns:
            name = f"{field.id}.{row}.{column.id}"
            if column.required and column.id not in values and name not in wrong:
                self._fault(
                    field,
                    name,
                    Phrase(
                        gettext_noop("Dòng %(row)d: chưa trả lời “%(label)s”."),
                        {"row": row + 1, "label": column.label},
                    ),
                )

    def _changed_rows(self, page: Page) -> dict[str, int]:
        """The rows of each table after the button for one more; a removed one is already gone."""
        rows = dict(self.rows)
        for field in page.fields:
            if isinstance(field, TableField) and field.id == self.pressed:
                rows[field.id] = min(rows.get(field.id, field.min_rows) + 1, field.max_rows)
        return rows

    def _missing_or_wrong(self, field: AnyField) -> Iterator[Fault]:
        yield from problems_of(self.evaluator, field, self.answers)

    def _fault(self, field: AnyField, name: str, message: Phrase) -> None:
        self.faults.append(Fault(field=field.id, name=name, message=message))


def problems_of(evaluator: Evaluator, field: AnyField, answers: Answers) -> Iterator[Fault]:
    """What is wrong with the stored answer to a field that is shown: missing, too few rows, a broken rule."""
    value = answers.get(field.id)
    if not is_filled(value):
        if field.required and not isinstance(field, NoteField):
            yield Fault(field=field.id, name=field.id, message=missing_words(field))
        return
    rows = len(value) if isinstance(value, list | tuple) else 0
    if isinstance(field, TableField) and not field.min_rows <= rows <= field.max_rows:
        yield Fault(field=field.id, name=field.id, message=_row_words(field, rows))
        return
    seen = evaluator.effective(answers)
    for check in field.checks:
        if not evaluator.holds(check.rule, seen):
            yield Fault(
                field=field.id, name=field.id, message=Phrase("%(message)s", {"message": check.message})
            )
            return


def missing_words(field: AnyField) -> Phrase:
    """That a field was not answered."""
    if isinstance(field, FileField):
        return Phrase(MISSING_FILE, {"label": field.label})
    if isinstance(field, DeclarationField):
        return Phrase(MISSING_TICK)
    if isinstance(field, ChoiceField | ChoicesField):
        return Phrase(MISSING_CHOICE, {"label": field.label})
    return Phrase(MISSING, {"label": field.label})


def _row_words(field: TableField, rows: int) -> Phrase:
    if rows < field.min_rows:
        return Phrase(
            gettext_noop("“%(label)s” có %(rows)d dòng, ít nhất phải có %(least)d."),
            {"label": field.label, "rows": rows, "least": field.min_rows},
        )
    return Phrase(
        gettext_noop("“%(label)s” có %(rows)d dòng, nhiều nhất là %(most)d. Dòng thừa nộp thành tệp."),
        {"label": field.label, "rows": rows, "most": field.max_rows},
    )


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps the whole form from being submitted, and the page where it is mended."""

    page: str
    page_title: str
    field: str
    message: Phrase


def missing(definition: Definition, answers: Answers, today: date) -> list[Missing]:
    """Everything unanswered or wrong on the pages that are shown, in order; nothing: the form is complete."""
    evaluator = Evaluator(definition, today)
    return [
        Missing(page=page.id, page_title=page.title, field=fault.field, message=fault.message)
        for page in evaluator.shown_pages(answers)
        for field in evaluator.shown_fields(page, answers)
        for fault in problems_of(evaluator, field, answers)
    ]
