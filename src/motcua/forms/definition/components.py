"""The papers of a procedure's version as a form sees them: what is handed in, and what only by some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from motcua.foundation.text import fold
from motcua.procedures.content import Component, VersionContent

from .model import Definition, FileField

_SHOWN_ONLY: Final = "xuat trinh"
_ONLY_IF: Final = ("neu ", "(truong hop", "doi voi truong hop", "trong truong hop")
DECLARATIONS: Final = (
    "to khai",
    "don ",
    "giay de nghi",
    "van ban de nghi",
    "van ban hoac don de nghi",
    "thong bao ",
)
"""How the names of declarations begin: what the electronic form itself replaces."""


def handed_in(component: Component) -> bool:
    """Whether the paper goes into the dossier; others are only shown (Decree 123/2015 art. 2)."""
    return component.originals + component.copies > 0 and _SHOWN_ONLY not in fold(component.group)


def only_if(component: Component) -> bool:
    """Whether the paper is asked only of some: the published lists say so in the name alone."""
    name = fold(component.name)
    return any(words in name for words in _ONLY_IF)


def is_declaration(component: Component) -> bool:
    """Whether the paper is the printed declaration, which an electronic form stands for."""
    return f"{fold(component.name)} ".startswith(DECLARATIONS) and component.originals > 0


def as_read(name: str) -> str:
    """The name of a paper as people compare it: without accents, case and doubled spaces."""
    return " ".join(fold(name).split())


def line_of(content: VersionContent, name: str) -> int | None:
    """The place of a paper in the version's list, from 1; None where the version has none of that name."""
    wanted = as_read(name)
    for line, component in enumerate(content.components, start=1):
        if as_read(component.name) == wanted:
            return line
    return None


def file_fields(definition: Definition) -> Iterator[FileField]:
    """The file fields of a form, in order."""
    for _, field in definition.fields():
        if isinstance(field, FileField):
            yield field
