"""Can this ever be true? Finite reasoning over choices, truth and ranges.

Every referred field is given each value that could make a difference: all options, every bound named
anywhere and its neighbours, or nothing. What cannot be reduced so (a field against a field, against today)
is taken as either. So "never" is certain, and anything else means "perhaps".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from typing import Any, Final

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
    parts,
    referred,
)
from .evaluate import as_date, as_number, compared, is_filled, type_of_field, typed
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    DateField,
    DeclarationField,
    Definition,
    FileField,
    MoneyField,
    NumberField,
    Page,
    TableField,
)

MOST_WORLDS: Final = 4_000
"""Combinations that are tried; beyond, nothing is claimed."""
_MOST_SUBSETS: Final = 6
_OTHER: Final = "\N{REPLACEMENT CHARACTER}"
_MIRRORED: Final = {
    Operator.LT: Operator.GT,
    Operator.GT: Operator.LT,
    Operator.LE: Operator.GE,
    Operator.GE: Operator.LE,
}

Variable = tuple[str, ...]


class Reasoner:
    """Whether pages, fields and conditions of one form can come about."""

    def __init__(self, definition: Definition) -> None:
        self.places = {field.id: (page, field) for page, field in definition.fields()}

    def never(self, *conditions: Condition | None) -> bool:
        """Whether the conditions together are certainly never true."""
        wanted = [condition for condition in conditions if condition is not None]
        if not wanted:
            return False
        looked_at = self._closure(wanted)
        if looked_at is None:
            return False
        variables = self._variables(looked_at)
        if math.prod(len(values) for values in variables.values()) > MOST_WORLDS:
            return False
        for values in product(*variables.values()):
            world = _World(self.places, dict(zip(variables, values, strict=True)))
            if world.possible() and all(world.holds(condition) for condition in wanted):
                return False
        return True

    def never_shown(self, page: Page, field: AnyField | None = None) -> bool:
        """Whether a page, or a field on it, is certainly never shown."""
        return self.never(page.show_if, field.show_if if field else None)

    def _closure(self, wanted: Sequence[Condition]) -> list[Condition] | None:
        """The conditions with those on which the visibility of what they look at depends; None where the
        names are unknown."""
        found, waiting = list(wanted), list(wanted)
        seen: set[str] = set()
        while waiting:
            for name in referred(waiting.pop()) - seen:
                seen.add(name)
                if name not in self.places:
                    return None
                page, field = self.places[name]
                more = [each for each in (page.show_if, field.show_if) if each is not None]
                found += more
                waiting += more
        return found

    def _variables(self, conditions: Sequence[Condition]) -> dict[Variable, list[Any]]:
        given: dict[Variable, set[str]] = {}
        variables: dict[Variable, list[Any]] = {}
        for condition in conditions:
            for part in parts(condition):
                if isinstance(part, Compare):
                    simple = simplified(part)
                    if simple is None:
                        variables[_atom(part)] = [True, False]
                    else:
                        given.setdefault(_variable(simple[0]), set()).add(simple[2])
                elif isinstance(part, In):
                    given.setdefault(("answer", part.field), set()).update(part.values)
                elif isinstance(part, Filled):
                    given.setdefault(("answer", part.field), set())
        for variable, texts in given.items():
            variables[variable] = self._values(variable, texts)
        return variables

    def _values(self, variable: Variable, texts: set[str]) -> list[Any]:
        field = self.places[variable[1]][1]
        if variable[0] == "answer":
            return [None, *_answers(field, texts)]
        least, most = _counted_bounds(field) if variable[0] == "count" else (None, None)
        numbers = _around([number for text in texts if (number := as_number(text)) is not None], Decimal(1))
        if variable[0] in ("age", "count"):
            numbers = {number.to_integral_value() for number in numbers if number >= 0}
        numbers |= {bound for bound in (least, most) if bound is not None}
        inside = [
            number
            for number in sorted(numbers)
            if (least is None or number >= least) and (most is None or number <= most)
        ]
        if variable[0] == "age":
            return [None, *inside]
        return sorted({Decimal(0), *inside}) if variable[0] in ("sum", "count") else inside


class _World:
    """One way in which the form could be filled in."""

    def __init__(self, places: Mapping[str, tuple[Page, AnyField]], values: Mapping[Variable, Any]) -> None:
        self.places = places
        self.values = values
        self.visible: dict[str, bool] = {}

    def possible(self) -> bool:
        """A required question that was shown is answered, or the person would not have come this far."""
        for variable, value in self.values.items():
            if variable[0] == "answer" and not is_filled(value):
                field = self.places[variable[1]][1]
                if field.required and self._is_visible(field.id):
                    return False
        return True

    def holds(self, condition: Condition) -> bool:
        if isinstance(condition, Not):
            return not self.holds(condition.of)
        if isinstance(condition, All):
            return all(self.holds(each) for each in condition.of)
        if isinstance(condition, AnyOf):
            return any(self.holds(each) for each in condition.of)
        if isinstance(condition, Filled):
            return is_filled(self._answer(condition.field))
        if isinstance(condition, In):
            value = self._answer(condition.field)
            given = value if isinstance(value, tuple) else (value,)
            return any(each in condition.values for each in given)
        return self._compares(condition)

    def _compares(self, condition: Compare) -> bool:
        simple = simplified(condition)
        if simple is None:
            return bool(self.values[_atom(condition)])
        operand, op, text = simple
        name = operand.field
        kind = type_of_field(self.places[name][1]) if isinstance(operand, Answer) else None
        value = self.values[_variable(operand)] if self._is_visible(name) else None
        if isinstance(operand, Answer):
            return compared(typed(value, kind), op, typed(text, kind))
        if value is None and isinstance(operand, Count | Sum):
            value = Decimal(0)
        return compared(value, op, as_number(text))

    def _answer(self, name: str) -> Any:
        return self.values.get(("answer", name)) if self._is_visible(name) else None

    def _is_visible(self, name: str) -> bool:
        if name not in self.visible:
            # A circle is reported by itself; here it must only end.
            self.visible[name] = True
            page, field = self.places[name]
            shown = [each for each in (page.show_if, field.show_if) if each is not None]
            self.visible[name] = all(self._known(each) and self.holds(each) for each in shown)
        return self.visible[name]

    def _known(self, condition: Condition) -> bool:
        return all(name in self.places for name in referred(condition))


def simplified(condition: Compare) -> tuple[Answer | Age | Count | Sum, Operator, str] | None:
    """A comparison as `operand op fixed value`; None where it is none."""
    left, op, right = condition.left, condition.op, condition.right
    if isinstance(left, Given):
        left, right, op = right, left, _MIRRORED.get(op, op)
    if isinstance(right, Given) and isinstance(left, Answer | Age | Count | Sum):
        return left, op, right.value
    return None


def _variable(operand: Answer | Age | Count | Sum) -> Variable:
    if isinstance(operand, Answer):
        return ("answer", operand.field)
    if isinstance(operand, Age):
        return ("age", operand.field)
    if isinstance(operand, Count):
        return ("count", operand.field)
    return ("sum", operand.field, operand.column)


def _atom(condition: Compare) -> Variable:
    return ("either", repr(condition))


def _answers(field: AnyField, texts: set[str]) -> list[Any]:
    """The answers to a field that could make a difference."""
    if isinstance(field, ChoiceField):
        return [option.value for option in field.options]
    if isinstance(field, ChoicesField):
        return _subsets([option.value for option in field.options], texts)
    if isinstance(field, DeclarationField):
        return [True]
    if isinstance(field, DateField):
        return _days(field, texts)
    if isinstance(field, NumberField | MoneyField):
        return [format(number, "f") for number in _numbers(field, texts)]
    return [_OTHER, *sorted(texts)]


def _subsets(options: list[str], texts: set[str]) -> list[tuple[str, ...]]:
    """Sets of choices by what of them matters; one stands for all that does not."""
    named = [option for option in options if option in texts][:_MOST_SUBSETS]
    rest = [option for option in options if option not in texts][:1]
    sets = [chosen for size in range(len(named) + 1) for chosen in combinations(named, size)]
    return [chosen + tuple(rest) for chosen in sets if chosen or rest] + [chosen for chosen in sets if chosen]


def _days(field: DateField, texts: set[str]) -> list[str]:
    first, last = as_date(field.earliest), as_date(field.latest)
    named = {day for text in texts if (day := as_date(text))} | {day for day in (first, last) if day}
    step = timedelta(days=1)
    around = {day for each in named for day in _near(each, step)} or {date(2000, 1, 1)}
    return [
        day.isoformat()
        for day in sorted(around)
        if (first is None or day >= first) and (last is None or day <= last)
    ]


def _near(day: date, step: timedelta) -> Iterator[date]:
    yield day
    if day > date.min:
        yield day - step
    if day < date.max:
        yield day + step


def _numbers(field: NumberField | MoneyField, texts: set[str]) -> list[Decimal]:
    least, most = bounds(field)
    places = field.places if isinstance(field, NumberField) else 0
    named = [number for text in texts if (number := as_number(text)) is not None]
    named += [bound for bound in (least, most) if bound is not None]
    around = _around(named, Decimal(1).scaleb(-places)) or {Decimal(0)}
    return [
        number
        for number in sorted(around)
        if (least is None or number >= least) and (most is None or number <= most)
    ]


def bounds(field: NumberField | MoneyField) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest number that a field takes."""
    if isinstance(field, MoneyField):
        return Decimal(field.minimum), Decimal(field.maximum)
    return as_number(field.minimum), as_number(field.maximum)


def _around(numbers: Sequence[Decimal], step: Decimal) -> set[Decimal]:
    return {near for number in numbers for near in (number - step, number, number + step)}


def _counted_bounds(field: AnyField) -> tuple[Decimal | None, Decimal | None]:
    if isinstance(field, TableField):
        return Decimal(field.min_rows if field.required else 0), Decimal(field.max_rows)
    if isinstance(field, FileField):
        return Decimal(1 if field.required else 0), Decimal(field.most)
    if isinstance(field, ChoicesField):
        return Decimal(1 if field.required else 0), Decimal(len(field.options))
    return None, None


__all__ = ["MOST_WORLDS", "Operand", "Reasoner", "bounds", "simplified"]
