"""Conditions as rows of selects: subject, comparison, value, joined by "and" or "or"; for the editor.

What nests deeper, or compares in another way, has no rows: the editor shows its words and leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .conditions import (
    Age,
    All,
    Answer,
    AnyOf,
    Compare,
    Condition,
    Count,
    Filled,
    Given,
    In,
    Not,
    Operand,
    Operator,
    Sum,
    Today,
    ValueType,
)
from .evaluate import as_date, counted, type_of, type_of_field
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    DateField,
    Definition,
    MoneyField,
    NoteField,
    NumberField,
    TableField,
)
from .values import day_words

OPERATORS: Final[dict[str, str]] = {
    "eq": gettext_noop("bằng"),
    "ne": gettext_noop("khác"),
    "lt": gettext_noop("nhỏ hơn, trước"),
    "le": gettext_noop("nhiều nhất, không sau"),
    "gt": gettext_noop("lớn hơn, sau"),
    "ge": gettext_noop("ít nhất, không trước"),
    "in": gettext_noop("là một trong"),
    "out": gettext_noop("không phải một trong"),
    "filled": gettext_noop("đã trả lời"),
    "empty": gettext_noop("chưa trả lời"),
}
"""What a row may say, in words; the first six are those of the language."""
_OF_NUMBERS: Final[dict[str, str]] = {
    "lt": gettext_noop("nhỏ hơn"),
    "le": gettext_noop("nhiều nhất"),
    "gt": gettext_noop("lớn hơn"),
    "ge": gettext_noop("ít nhất"),
}
_OF_DAYS: Final[dict[str, str]] = {
    "lt": gettext_noop("trước"),
    "le": gettext_noop("không sau"),
    "gt": gettext_noop("sau"),
    "ge": gettext_noop("không trước"),
}
TODAY: Final = "today"
FIELD: Final = "@"
"""Values beside fixed ones: the day of filing, and another field as `@name`."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: `subject` as `name`, `age:name`, `count:name` or `sum:name.column`; `op` of `OPERATORS`."""

    subject: str = ""
    op: str = "eq"
    value: str = ""


class Flat(msgspec.Struct, frozen=True, kw_only=True):
    """A condition as rows; `joiner` is "and" or "or"."""

    joiner: str = "and"
    rows: tuple[Row, ...] = ()


def flat_of(condition: Condition | None) -> Flat | None:
    """The rows of a condition; None where it has none."""
    if condition is None:
        return Flat()
    joined = isinstance(condition, All | AnyOf)
    parts = condition.of if isinstance(condition, All | AnyOf) else (condition,)
    rows = [_row(part) for part in parts]
    if not all(rows) or (joined and not rows):
        return None
    return Flat(
        joiner="or" if isinstance(condition, AnyOf) else "and", rows=tuple(row for row in rows if row)
    )


def _row(condition: Condition) -> Row | None:
    if isinstance(condition, Filled):
        return Row(subject=condition.field, op="filled")
    if isinstance(condition, In):
        return Row(subject=condition.field, op="in", value=", ".join(condition.values))
    if isinstance(condition, Not):
        return _not(condition.of)
    if isinstance(condition, Compare):
        subject, value = _subject(condition.left), _value(condition.right)
        if subject and value is not None:
            return Row(subject=subject, op=condition.op.value, value=value)
    return None


def _not(condition: Condition) -> Row | None:
    if isinstance(condition, Filled):
        return Row(subject=condition.field, op="empty")
    if isinstance(condition, In):
        return Row(subject=condition.field, op="out", value=", ".join(condition.values))
    return None


def _subject(operand: Operand) -> str:
    if isinstance(operand, Answer):
        return operand.field
    if isinstance(operand, Age):
        return f"age:{operand.field}"
    if isinstance(operand, Count):
        return f"count:{operand.field}"
    if isinstance(operand, Sum):
        return f"sum:{operand.field}.{operand.column}"
    return ""


def _value(operand: Operand) -> str | None:
    if isinstance(operand, Given):
        return operand.value
    if isinstance(operand, Today):
        return TODAY
    return f"{FIELD}{operand.field}" if isinstance(operand, Answer) else None


def condition_of(flat: Flat) -> Condition | None:
    """The condition of rows; rows without a subject are passed over, none gives no condition."""
    parts = tuple(_condition(row) for row in flat.rows if row.subject)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return AnyOf(of=parts) if flat.joiner == "or" else All(of=parts)


def _condition(row: Row) -> Condition:
    if row.op in ("filled", "empty"):
        filled = Filled(field=row.subject)
        return filled if row.op == "filled" else Not(of=filled)
    if row.op in ("in", "out"):
        values = tuple(value.strip() for value in row.value.split(",") if value.strip())
        among = In(field=row.subject, values=values)
        return among if row.op == "in" else Not(of=among)
    return Compare(left=_left(row.subject), op=Operator(row.op), right=_right(row.value))


def _left(subject: str) -> Operand:
    kind, _, name = subject.partition(":")
    if kind == "age" and name:
        return Age(field=name)
    if kind == "count" and name:
        return Count(field=name)
    if kind == "sum" and name:
        table, _, column = name.partition(".")
        return Sum(field=table, column=column)
    return Answer(field=subject)


def _right(value: str) -> Operand:
    if value == TODAY:
        return Today()
    if value.startswith(FIELD):
        return Answer(field=value.removeprefix(FIELD))
    return Given(value=value)


def subjects(definition: Definition) -> Iterator[tuple[str, Phrase]]:
    """What a row may be about, with its words, in the order of the form."""
    for _, field in definition.fields():
        if isinstance(field, NoteField):
            continue
        label = field.label or field.id
        if type_of_field(field) is not None or not isinstance(field, TableField):
            yield field.id, Phrase("%(label)s", {"label": label})
        if isinstance(field, DateField):
            yield f"age:{field.id}", Phrase(gettext_noop("Tuổi theo “%(label)s”"), {"label": label})
        if counted(field):
            yield f"count:{field.id}", Phrase(gettext_noop("Số lượng của “%(label)s”"), {"label": label})
        if isinstance(field, TableField):
            for column in field.columns:
                if isinstance(column, NumberField | MoneyField):
                    words = {"label": label, "column": column.label}
                    yield (
                        f"sum:{field.id}.{column.id}",
                        Phrase(gettext_noop("Tổng “%(column)s” của “%(label)s”"), words),
                    )


def words(condition: Condition, definition: Definition) -> Phrase:
    """A condition as a sentence: `Tình trạng hôn nhân là một trong: Đã ly hôn`."""
    return _words(condition, {field.id: field for _, field in definition.fields()})


def _words(condition: Condition, fields: Mapping[str, AnyField]) -> Phrase:
    if isinstance(condition, Not):
        return Phrase(gettext_noop("không phải (%(of)s)"), {"of": _words(condition.of, fields)})
    if isinstance(condition, All | AnyOf):
        between = gettext_noop("và") if isinstance(condition, All) else gettext_noop("hoặc")
        return _joined([_words(part, fields) for part in condition.of], between)
    if isinstance(condition, Filled):
        return Phrase(gettext_noop("“%(label)s” đã trả lời"), {"label": _label(condition.field, fields)})
    if isinstance(condition, In):
        said = "; ".join(_option(condition.field, value, fields) for value in condition.values)
        return Phrase(
            gettext_noop("“%(label)s” là một trong: %(values)s"),
            {"label": _label(condition.field, fields), "values": said},
        )
    left, right = condition.left, condition.right
    asked = left.field if isinstance(left, Answer) else ""
    return Phrase(
        "%(left)s %(op)s %(right)s",
        {
            "left": _operand(left, fields, ""),
            "op": Phrase(_operator(condition, fields)),
            "right": _operand(right, fields, asked),
        },
    )


def _operator(condition: Compare, fields: Mapping[str, AnyField]) -> str:
    """The word of a comparison for what is compared."""
    kind = type_of(condition.left, fields) or type_of(condition.right, fields)
    special = _OF_DAYS if kind is ValueType.DATE else _OF_NUMBERS
    return special.get(condition.op.value, OPERATORS[condition.op.value])


def _joined(parts: list[Phrase], between: str) -> Phrase:
    if not parts:
        return Phrase("–")
    joined = parts[0]
    for part in parts[1:]:
        joined = Phrase("%(a)s %(between)s %(b)s", {"a": joined, "between": Phrase(between), "b": part})
    return joined


def _operand(operand: Operand, fields: Mapping[str, AnyField], asked: str) -> Phrase:
    if isinstance(operand, Given):
        day = as_date(operand.value)
        said = day_words(day) if day else _option(asked, operand.value, fields)
        return Phrase("%(value)s", {"value": said})
    if isinstance(operand, Today):
        return Phrase(gettext_noop("ngày nộp"))
    label = _label(operand.field, fields)
    if isinstance(operand, Age):
        return Phrase(gettext_noop("tuổi theo “%(label)s”"), {"label": label})
    if isinstance(operand, Count):
        return Phrase(gettext_noop("số lượng của “%(label)s”"), {"label": label})
    if isinstance(operand, Sum):
        table = fields.get(operand.field)
        columns = table.columns if isinstance(table, TableField) else ()
        named = next((each.label for each in columns if each.id == operand.column), operand.column)
        return Phrase(gettext_noop("tổng “%(column)s” của “%(label)s”"), {"label": label, "column": named})
    return Phrase("“%(label)s”", {"label": label})


def _label(name: str, fields: Mapping[str, AnyField]) -> str:
    field = fields.get(name)
    return field.label if field is not None and field.label else name


def _option(name: str, value: str, fields: Mapping[str, AnyField]) -> str:
    field = fields.get(name)
    options = field.options if isinstance(field, ChoiceField | ChoicesField) else ()
    return next((option.label for option in options if option.value == value), value)
