"""From one revision of a form to another without losing what a person filled in unawares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from motcua.foundation.phrase import Phrase

from .evaluate import Answers, is_filled
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    Definition,
    LongTextField,
    NoteField,
    TableField,
    TextField,
    UnitField,
)
from .values import words_of


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that the new revision does not ask for, or not in this way."""

    field: str
    label: str
    answer: str | Phrase


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What a move does: `kept` are the answers as the new revision has them, `lost` what would go, `new` the
    labels of questions that were not asked before. Nothing is written by it."""

    kept: dict[str, Any]
    lost: tuple[Lost, ...] = ()
    new: tuple[str, ...] = ()


def move(answers: Answers, old: Definition, new: Definition) -> Move:
    """Answers given to one revision, carried to another of the same form."""
    before = {field.id: field for _, field in old.fields()}
    kept: dict[str, Any] = {}
    lost = []
    for name, value in answers.items():
        field, was = new.field(name), before.get(name)
        carried = carry(value, was, field) if field is not None else None
        if is_filled(carried):
            kept[name] = carried
        if is_filled(value) and carried != value:
            shown = was or field
            words = words_of(shown, value) if shown is not None else ""
            lost.append(Lost(field=name, label=shown.label if shown else name, answer=words))
    asked = (field for _, field in new.fields() if not isinstance(field, NoteField))
    added = tuple(field.label for field in asked if field.id not in before)
    return Move(kept=kept, lost=tuple(lost), new=added)


def carry(value: Any, old: AnyField | None, new: AnyField) -> Any:
    """An answer as another field of the same name takes it, None where it does not."""
    if isinstance(new, ChoiceField | ChoicesField):
        return _chosen(value, new)
    if isinstance(new, TableField):
        return _rows(value, new) if isinstance(old, TableField | None) else None
    if isinstance(new, TextField | LongTextField):
        return value if isinstance(value, str) and len(value) <= new.limit else None
    if isinstance(new, UnitField) and isinstance(value, Mapping):
        return value if new.of == "both" or value.get("list") in (new.of, "other") else None
    return value if old is None or type(old) is type(new) else None


def _chosen(value: Any, field: ChoiceField | ChoicesField) -> Any:
    known = {option.value for option in field.options}
    if isinstance(field, ChoicesField):
        given = value if isinstance(value, list | tuple) else [value]
        return [each for each in given if each in known] or None
    return value if isinstance(value, str) and value in known else None


def _rows(value: Any, field: TableField) -> list[dict[str, Any]] | None:
    if not isinstance(value, list | tuple):
        return None
    names = {column.id for column in field.columns}
    rows = [
        {name: each for name, each in row.items() if name in names}
        for row in value[: field.max_rows]
        if isinstance(row, Mapping)
    ]
    return [row for row in rows if row] or None
