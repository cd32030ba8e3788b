"""A page as it stands on the screen, and the answers to read over: for preview, filing and officers alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    CitizenNumberField,
    DateField,
    DeclarationField,
    Definition,
    EmailField,
    FileField,
    LongTextField,
    MoneyField,
    NoteField,
    NumberField,
    PhoneField,
    Privacy,
    TableField,
    TaxCodeField,
    TextField,
    UnitField,
)
from .reading import Fault, input_id
from .units import by_key, counterparts, find
from .values import parse_day, typed_again, words_of

KINDS: Final[dict[type, str]] = {
    TextField: "line",
    NumberField: "line",
    MoneyField: "line",
    DateField: "line",
    CitizenNumberField: "line",
    TaxCodeField: "line",
    PhoneField: "line",
    EmailField: "line",
    LongTextField: "area",
    ChoiceField: "choice",
    ChoicesField: "choices",
    UnitField: "unit",
    TableField: "table",
    FileField: "file",
    DeclarationField: "declaration",
    NoteField: "note",
}
"""Which partial shows a kind of field."""
_COMPLETE: Final = {
    "account.name": "name",
    "account.born_on": "bday",
    "account.phone": "tel",
    "account.email": "email",
    "account.address": "street-address",
}
_INPUT_TYPE: Final[dict[type, str]] = {PhoneField: "tel", EmailField: "email"}
_NUMERIC: Final = (CitizenNumberField, MoneyField)


class ShownOption(msgspec.Struct, frozen=True, kw_only=True):
    """A choice as it stands on the page."""

    value: str
    label: str | Phrase
    checked: bool = False


class ShownFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was taken in: what the caller tells of it. `size` in bytes, `url` to look at it."""

    key: str
    name: str
    size: int = 0
    url: str = ""
    note: str | Phrase = ""
    wrong: bool = False


class ShownField(msgspec.Struct, frozen=True, kw_only=True):
    """One field for the partials: `template` names its kind of partial, `name` its input, `value` what stands
    in it. `faults` are all at this field, or at this cell of a table."""

    id: str
    name: str
    kind: str
    template: str
    label: str
    help: str
    required: bool
    value: str = ""
    options: tuple[ShownOption, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    can_add: bool = False
    can_remove: bool = False
    row_name: str = ""
    files: tuple[ShownFile, ...] = ()
    most_files: int = 0
    store: str = ""
    component: str = ""
    faults: tuple[Phrase, ...] = ()
    privacy: Privacy | None = None
    prefilled: bool = False
    note: str | Phrase = ""
    limit: int = 0
    input_type: str = "text"
    input_mode: str = ""
    complete: str = "off"
    after: str = ""
    """A word behind the input: the unit of a number, đồng."""

    @property
    def partial(self) -> str:
        """The template that shows its input."""
        return f"forms/{self.template}.html"

    @property
    def grouped(self) -> bool:
        """Whether it is several inputs, and so a group with a legend."""
        return self.template in ("choice", "choices", "table")

    @property
    def described(self) -> str:
        """What describes the input to who does not see the page: its hint, and what is wrong."""
        hint = f"{self.id}-h" if self.help else ""
        return f"{hint} {self.id}-e".strip() if self.faults else hint


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table: a group of inputs."""

    number: int
    cells: tuple[ShownField, ...]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why some of the questions of a page are asked, told once for all that share it."""

    labels: tuple[str, ...]
    why: str
    ground: str


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page with its place on the way: `number` of `pages` that are shown with these answers."""

    id: str
    title: str
    help: str
    number: int
    pages: int
    fields: tuple[ShownField, ...]
    on_page: tuple[str, ...]
    has_files: bool
    reasons: tuple[Reason, ...] = ()
    previous: str = ""
    next: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The bar of progress: `d` for pages behind, `c` for this one, empty for those to come."""
        return tuple(
            "d" if step < self.number else "c" if step == self.number else ""
            for step in range(1, self.pages + 1)
        )


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller knows beside the answers: the day, what of the account fills fields beforehand, files,
    and what came back with the page (typed text, rows, faults)."""

    today: date
    prefill: Mapping[str, str] = {}
    files: Mapping[str, Sequence[ShownFile]] = {}
    typed: Mapping[str, Sequence[str]] = {}
    rows: Mapping[str, int] = {}
    faults: Sequence[Fault] = ()


def shown(definition: Definition, page_id: str, answers: Answers, context: Context) -> ShownPage:
    """The page of that name as it stands. Raises: KeyError for a page that there is not."""
    page = definition.page(page_id)
    if page is None:
        raise KeyError(page_id)
    evaluator = Evaluator(definition, context.today)
    way = [each.id for each in evaluator.shown_pages(answers)]
    place = way.index(page_id) if page_id in way else 0
    fields = evaluator.shown_fields(page, answers)
    return ShownPage(
        id=page.id,
        title=page.title,
        help=page.help,
        number=place + 1,
        pages=max(1, len(way)),
        fields=tuple(_field(field, field.id, answers.get(field.id), context) for field in fields),
        on_page=tuple(field.id for field in fields),
        has_files=any(isinstance(field, FileField) for field in fields),
        reasons=_reasons(fields),
        previous=way[place - 1] if place else "",
        next=way[place + 1] if place + 1 < len(way) else "",
    )


def _reasons(fields: Sequence[AnyField]) -> tuple[Reason, ...]:
    told: dict[Privacy, list[str]] = {}
    for field in fields:
        if field.privacy is not None:
            told.setdefault(field.privacy, []).append(field.label)
    return tuple(
        Reason(labels=tuple(labels), why=privacy.why, ground=privacy.ground)
        for privacy, labels in told.items()
    )


def next_page(definition: Definition, page_id: str, answers: Answers, today: date) -> str:
    """The page after one, with these answers; empty after the last, and the first where it is not shown."""
    way = [page.id for page in Evaluator(definition, today).shown_pages(answers)]
    if page_id not in way:
        return way[0] if way else ""
    place = way.index(page_id) + 1
    return way[place] if place < len(way) else ""


def _field(field: AnyField, name: str, value: Any, context: Context) -> ShownField:
    typed = context.typed.get(name)
    prefilled = False
    if typed is None and not is_filled(value) and field.prefill and context.prefill.get(field.prefill):
        value, prefilled = prefilled_value(field, context.prefill[field.prefill]), True
    faults = [fault for fault in context.faults if fault.name == name]
    said = typed[0] if typed else "" if typed is not None else typed_again(field, value)
    parts: dict[str, Any] = {}
    if isinstance(field, ChoiceField | ChoicesField):
        parts["options"] = _options(field, typed, value)
    elif isinstance(field, TableField):
        parts |= _table(field, value, context)
    elif isinstance(field, FileField):
        parts |= {
            "files": tuple(context.files.get(field.id, ())),
            "most_files": field.most,
            "store": field.store,
            "component": field.component,
        }
    elif isinstance(field, UnitField):
        parts |= _unit(field, said, value, bool(faults))
    elif isinstance(field, DeclarationField):
        said = "1" if (said if typed is not None else value) else ""
    return ShownField(
        id=input_id(name),
        name=name,
        kind=str(type(field).__struct_config__.tag),
        template=KINDS[type(field)],
        label=field.label,
        help=field.help,
        required=field.required,
        value=said,
        faults=tuple(fault.message for fault in faults),
        privacy=field.privacy,
        prefilled=prefilled,
        limit=field.limit if isinstance(field, TextField | LongTextField) else 0,
        input_type=_INPUT_TYPE.get(type(field), "text"),
        input_mode="numeric" if isinstance(field, _NUMERIC) else "",
        complete=_COMPLETE.get(field.prefill, "off"),
        after="đồng"
        if isinstance(field, MoneyField)
        else field.unit
        if isinstance(field, NumberField)
        else "",
        **parts,
    )


def prefilled_value(field: AnyField, text: str) -> Any:
    """What an account says, as an answer of this field; a date may come in either writing."""
    if isinstance(field, DateField):
        day = parse_day(text)
        return day.isoformat() if day else None
    return text


def _options(
    field: ChoiceField | ChoicesField, typed: Sequence[str] | None, value: Any
) -> tuple[ShownOption, ...]:
    chosen = set(typed if typed is not None else value if isinstance(value, list | tuple) else [value])
    return tuple(
        ShownOption(value=option.value, label=option.label, checked=option.value in chosen)
        for option in field.options
    )


def _unit(field: UnitField, said: str, value: Any, faulty: bool) -> dict[str, Any]:
    """The communes a name may mean, to choose from; for one that is settled, what it is called in the other
    list."""
    if faulty:
        units = find(said, field.of)
        options = tuple(ShownOption(value=unit.key, label=unit_words(unit.key)) for unit in units)
        return {"options": options}
    if not isinstance(value, Mapping):
        return {}
    key = f"{value.get('list')}:{value.get('code')}"
    unit = by_key(key)
    if unit is None:
        return {}
    chosen = ShownOption(value=unit.key, label=unit_words(unit.key), checked=True)
    return {"note": unit_words(unit.key), "options": (chosen,) if len(find(said, field.of)) > 1 else ()}


def unit_words(key: str) -> Phrase:
    """A commune with what it is in the other list: `xã A, huyện B (trước 1/7/2025; nay thuộc phường C)`."""
    unit = by_key(key)
    if unit is None:
        return Phrase("%(unit)s", {"unit": key})
    params = {"unit": unit.full, "others": ", ".join(other.name for other in counterparts(unit))}
    if not params["others"]:
        return Phrase("%(unit)s", params)
    if unit.list == "old":
        return Phrase(gettext_noop("%(unit)s (trước 1/7/2025; nay thuộc %(others)s)"), params)
    return Phrase(gettext_noop("%(unit)s (từ 1/7/2025; gồm %(others)s trước đây)"), params)


def _table(field: TableField, value: Any, context: Context) -> dict[str, Any]:
    answered = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
    asked = context.rows.get(field.id)
    count = asked if asked is not None else max(len(answered), field.min_rows, 1)
    rows = tuple(
        ShownRow(
            number=row + 1,
            cells=tuple(
                _field(
                    column,
                    f"{field.id}.{row}.{column.id}",
                    answered[row].get(column.id) if row < len(answered) else None,
                    context,
                )
                for column in field.columns
            ),
        )
        for row in range(count)
    )
    return {
        "rows": rows,
        "can_add": count < field.max_rows,
        "can_remove": count > max(field.min_rows if field.required else 0, 1),
        "row_name": field.row_name,
    }


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One answer in a row of a table."""

    head: str
    answer: str | Phrase


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to read over: words, or the rows of a table, or files."""

    field: str
    label: str
    answer: str | Phrase = ""
    note: str | Phrase = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    files: tuple[ShownFile, ...] = ()
    component: str = ""
    """The paper of the procedure that its files are."""

    @property
    def empty(self) -> bool:
        return not (self.answer or self.rows or self.files)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one page."""

    page: str
    title: str
    lines: tuple[Line, ...]


def summary(
    definition: Definition,
    answers: Answers,
    today: date,
    files: Mapping[str, Sequence[ShownFile]] | None = None,
) -> tuple[Part, ...]:
    """Everything that was asked with these answers, page by page, in words; notes left out. `files` are those
    of each file field as the caller knows them; without, their keys stand there."""
    evaluator = Evaluator(definition, today)
    seen = evaluator.effective(answers)
    parts = [
        Part(
            page=page.id,
            title=page.title,
            lines=tuple(
                _line(field, seen.get(field.id), files)
                for field in evaluator.shown_fields(page, answers)
                if not isinstance(field, NoteField)
            ),
        )
        for page in evaluator.shown_pages(answers)
    ]
    return tuple(part for part in parts if part.lines)


def compared(
    definition: Definition,
    old: Answers,
    new: Answers,
    old_files: Mapping[str, Sequence[ShownFile]],
    new_files: Mapping[str, Sequence[ShownFile]],
) -> tuple[tuple[Line, Line], ...]:
    """Both answers to each question that either names, in the order of the form."""
    return tuple(
        (_line(field, old.get(field.id), old_files), _line(field, new.get(field.id), new_files))
        for _, field in definition.fields()
        if field.id in old or field.id in new
    )


def _line(field: AnyField, value: Any, files: Mapping[str, Sequence[ShownFile]] | None) -> Line:
    if isinstance(field, TableField):
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
        return Line(
            field=field.id,
            label=field.label,
            rows=tuple(
                tuple(
                    Cell(head=column.label, answer=words_of(column, row[column.id]))
                    for column in field.columns
                    if is_filled(row.get(column.id))
                )
                for row in rows
            ),
        )
    if isinstance(field, FileField):
        keys = value if isinstance(value, list | tuple) else ()
        told = [ShownFile(key=str(key), name=str(key)) for key in keys]
        known = told if files is None else files.get(field.id, ())
        return Line(field=field.id, label=field.label, files=tuple(known), component=field.component)
    note: str | Phrase = ""
    if isinstance(field, UnitField) and isinstance(value, Mapping):
        key = f"{value.get('list')}:{value.get('code')}"
        note = unit_words(key) if by_key(key) else ""
    return Line(field=field.id, label=field.label, answer=words_of(field, value), note=note)
