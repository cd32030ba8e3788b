"""What a condition says for the answers so far. Total: any answers give a truth value, none an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from .conditions import (
    Age,
    All,
    Answer,
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
    NumberField,
    Page,
    PhoneField,
    TableField,
    TaxCodeField,
    TextField,
)

Answers = Mapping[str, Any]
"""Answers by field: text; decimal text; whole đồng; ISO date; value or values of choices; true; a unit as
`{"list", "code", "name"}`; rows as a list of mappings; keys of files as a list."""

_TEXTS = (
    TextField,
    LongTextField,
    ChoiceField,
    CitizenNumberField,
    TaxCodeField,
    PhoneField,
    EmailField,
)


def type_of_field(field: AnyField | None) -> ValueType | None:
    """As what a field's answer compares; None for what does not compare at all."""
    if isinstance(field, NumberField | MoneyField):
        return ValueType.NUMBER
    if isinstance(field, DateField):
        return ValueType.DATE
    if isinstance(field, DeclarationField):
        return ValueType.TRUTH
    return ValueType.TEXT if isinstance(field, _TEXTS) else None


def counted(field: AnyField | None) -> bool:
    """Whether a field has something to count."""
    return isinstance(field, TableField | ChoicesField | FileField)


def type_of(operand: Operand, fields: Mapping[str, AnyField]) -> ValueType | None:
    """The type of an operand; None for a fixed value (it takes the other side's) and for what has none."""
    if isinstance(operand, Answer):
        return type_of_field(fields.get(operand.field))
    if isinstance(operand, Today):
        return ValueType.DATE
    return None if isinstance(operand, Given) else ValueType.NUMBER


def is_filled(value: Any) -> bool:
    """Whether something was answered."""
    return value is not None and value is not False and value not in ("", [], {}, ())


def full_years(born: date, day: date) -> int:
    """Age in full years on a day; who was born on 29 February has the birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def as_date(value: Any) -> date | None:
    """An ISO date, None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def as_number(value: Any) -> Decimal | None:
    """Decimal text or a whole number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def typed(value: Any, kind: ValueType | None) -> Decimal | date | str | bool | None:
    """A written or answered value as its type; None where it is not of that type."""
    if kind is ValueType.NUMBER:
        return as_number(value)
    if kind is ValueType.DATE:
        return as_date(value)
    if kind is ValueType.TRUTH:
        return value in (True, "true")
    return value if isinstance(value, str) and value else None


class Evaluator:
    """Conditions of one form on one day; answers of what is not shown count as not given."""

    def __init__(self, definition: Definition, today: date) -> None:
        self.definition = definition
        self.today = today
        self.known = {field.id: field for _, field in definition.fields()}

    def holds(self, condition: Condition | None, answers: Answers) -> bool:
        """Whether a condition holds; no condition always does."""
        if condition is None:
            return True
        if isinstance(condition, Compare):
            return self._compare(condition, answers)
        if isinstance(condition, In | Filled):
            return _is_in(condition, answers.get(condition.field))
        if isinstance(condition, Not):
            return not self.holds(condition.of, answers)
        if isinstance(condition, All):
            return all(self.holds(each, answers) for each in condition.of)
        return any(self.holds(each, answers) for each in condition.of)

    def effective(self, answers: Answers) -> dict[str, Any]:
        """The answers of what is shown, in the order of the form; what is hidden falls away, and so does
        what depended on it."""
        seen: dict[str, Any] = {}
        for page in self.definition.pages:
            if not self.holds(page.show_if, seen):
                continue
            for field in page.fields:
                value = answers.get(field.id)
                if is_filled(value) and self.holds(field.show_if, seen):
                    seen[field.id] = value
        return seen

    def shown_pages(self, answers: Answers) -> list[Page]:
        """The pages that the person goes through with these answers."""
        seen = self.effective(answers)
        return [page for page in self.definition.pages if self.holds(page.show_if, seen)]

    def shown_fields(self, page: Page, answers: Answers) -> list[AnyField]:
        """The fields of a page that stand on it with these answers."""
        seen = self.effective(answers)
        return [field for field in page.fields if self.holds(field.show_if, seen)]

    def _compare(self, condition: Compare, answers: Answers) -> bool:
        left_type = type_of(condition.left, self.known)
        right_type = type_of(condition.right, self.known)
        left = self._value(condition.left, left_type or right_type, answers)
        right = self._value(condition.right, right_type or left_type, answers)
        return compared(left, condition.op, right)

    def _value(self, operand: Operand, kind: ValueType | None, answers: Answers) -> Any:
        if isinstance(operand, Given):
            return typed(operand.value, kind)
        if isinstance(operand, Today):
            return self.today
        value = answers.get(operand.field)
        if isinstance(operand, Answer):
            return typed(value, kind)
        if isinstance(operand, Age):
            born = as_date(value)
            return None if born is None else Decimal(full_years(born, self.today))
        if isinstance(operand, Count):
            return Decimal(len(value) if isinstance(value, list | tuple) else 0)
        return column_sum(value, operand)


def _is_in(condition: In | Filled, value: Any) -> bool:
    if isinstance(condition, Filled):
        return is_filled(value)
    given = value if isinstance(value, list | tuple) else [value]
    return any(each in condition.values for each in given if isinstance(each, str))


def column_sum(rows: Any, operand: Sum) -> Decimal:
    """The sum of a column; what is no number counts nothing."""
    if not isinstance(rows, list | tuple):
        return Decimal(0)
    numbers = (as_number(row.get(operand.column)) for row in rows if isinstance(row, Mapping))
    return sum((number for number in numbers if number is not None), Decimal(0))


def compared(left: Any, op: Operator, right: Any) -> bool:
    """Two values of one type; with nothing on a side, or with two types, only `ne` is true."""
    if left is None or right is None or type(left) is not type(right):
        return op is Operator.NE
    if op is Operator.EQ:
        return bool(left == right)
    if op is Operator.NE:
        return bool(left != right)
    if isinstance(left, str | bool):
        return False
    return bool(
        (op is Operator.LT and left < right)
        or (op is Operator.LE and left <= right)
        or (op is Operator.GT and left > right)
        or (op is Operator.GE and left >= right)
    )
