"""The small typed language of forms, as data: when something is asked, and what must hold. No code, no text
that is parsed; a condition is a tree of the structs below.

Every condition has a value for every set of answers: what is not answered compares with nothing (`ne` alone
is then true, as the opposite of `eq`).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, Literal

from motcua.procedures.content import Frozen

DEPTH_LIMIT: Final = 12
"""How deep conditions may nest; the editor makes two levels, a person reads three."""


class ValueType(StrEnum):
    """What an operand is when it is compared."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"


class Operator(StrEnum):
    """How two operands are compared."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"


class Answer(Frozen, tag_field="is", tag="answer", frozen=True, kw_only=True):
    """What was answered to a field."""

    field: str


class Given(Frozen, tag_field="is", tag="given", frozen=True, kw_only=True):
    """A fixed value, written as its type has it: text, decimal text, ISO date, or "true"."""

    value: str


class Today(Frozen, tag_field="is", tag="today", frozen=True, kw_only=True):
    """The day on which the dossier is filed, local time."""


class Age(Frozen, tag_field="is", tag="age", frozen=True, kw_only=True):
    """Full years from the date in a field to the day of filing (Civil Code 2015 art. 148)."""

    field: str


class Count(Frozen, tag_field="is", tag="count", frozen=True, kw_only=True):
    """How many rows of a table, choices or files there are."""

    field: str


class Sum(Frozen, tag_field="is", tag="sum", frozen=True, kw_only=True):
    """The sum of a column of numbers or money over the rows of a table."""

    field: str
    column: str


Operand = Answer | Given | Today | Age | Count | Sum


class Compare(Frozen, tag_field="is", tag="compare", frozen=True, kw_only=True):
    """Two operands of one type; text and truth only by `eq` and `ne`."""

    left: Operand
    op: Operator
    right: Operand


class In(Frozen, tag_field="is", tag="in", frozen=True, kw_only=True):
    """The answer is one of the values; of several choices, at least one is."""

    field: str
    values: tuple[str, ...]


class Filled(Frozen, tag_field="is", tag="filled", frozen=True, kw_only=True):
    """Something was answered."""

    field: str


class Not(Frozen, tag_field="is", tag="not", frozen=True, kw_only=True):
    """The opposite."""

    of: Condition


class All(Frozen, tag_field="is", tag="and", frozen=True, kw_only=True):
    """Every one holds; of none, always."""

    of: tuple[Condition, ...]


class AnyOf(Frozen, tag_field="is", tag="or", frozen=True, kw_only=True):
    """At least one holds; of none, never."""

    of: tuple[Condition, ...]


Condition = Compare | In | Filled | Not | All | AnyOf
Kind = Literal["compare", "in", "filled", "not", "and", "or"]


def eq(field: str, value: str) -> Compare:
    """The answer equals a fixed value."""
    return Compare(left=Answer(field=field), op=Operator.EQ, right=Given(value=value))


def operands(condition: Condition) -> Iterator[Operand]:
    """Every operand of the comparisons in a condition."""
    for part in parts(condition):
        if isinstance(part, Compare):
            yield part.left
            yield part.right


def parts(condition: Condition) -> Iterator[Condition]:
    """The condition and everything under it, without recursion."""
    waiting: list[Condition] = [condition]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, Not):
            waiting.append(part.of)
        elif isinstance(part, All | AnyOf):
            waiting.extend(part.of)


def depth(condition: Condition) -> int:
    """How deep a condition nests; a comparison alone is 1."""
    deepest, waiting = 0, [(condition, 1)]
    while waiting:
        part, level = waiting.pop()
        deepest = max(deepest, level)
        below: tuple[Condition, ...] = ()
        if isinstance(part, Not):
            below = (part.of,)
        elif isinstance(part, All | AnyOf):
            below = part.of
        waiting.extend((each, level + 1) for each in below)
    return deepest


def referred(condition: Condition) -> set[str]:
    """The fields that a condition looks at."""
    found = {
        operand.field for operand in operands(condition) if isinstance(operand, Answer | Age | Count | Sum)
    }
    return found | {part.field for part in parts(condition) if isinstance(part, In | Filled)}
