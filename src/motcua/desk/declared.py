"""What was declared in an electronic form, in words, with the files of each question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from motcua.dossiers.queries.views import DossierView
from motcua.forms.definition.showing import Line, ShownFile, compared, summary
from motcua.forms.queries import by_name
from motcua.foundation.clock import Instant
from motcua.foundation.errors import NotFound
from motcua.foundation.phrase import Phrase
from motcua.organisation.queries import today


class DeclaredLine(NamedTuple):
    """One answer: words, or rows of a table each in words, or files as (name, address)."""

    label: str
    answer: str
    rows: list[str]
    files: list[tuple[str, str]]


class DeclaredPart(NamedTuple):
    """The answers of one page of the form."""

    title: str
    lines: list[DeclaredLine]


def declared(view: DossierView) -> list[DeclaredPart]:
    """The declaration of a dossier; nothing where none was made or its form is not known any more."""
    return declared_in(view, view.form, view.declaration)


def declared_in(view: DossierView, form: str, answers: Mapping[str, Any]) -> list[DeclaredPart]:
    """The answers of a form (`code@revision`) in words, their files among those of the dossier."""
    if not (form and answers):
        return []
    try:
        definition = by_name(form).definition
    except NotFound:
        return []
    parts = summary(definition, answers, today(), _files(view, answers))
    return [
        DeclaredPart(part.title, [_line(line) for line in part.lines if not line.empty]) for part in parts
    ]


class ComparedLine(NamedTuple):
    """Both answers to a question."""

    label: str
    old: DeclaredLine
    new: DeclaredLine


def corrected(view: DossierView) -> list[tuple[Instant, list[ComparedLine]]]:
    """What the applicant put right in the declaration, side by side, newest first."""
    found = []
    for change in view.declaration_changes:
        try:
            form = by_name(change.form).definition
        except NotFound:
            continue
        files = _files(view, change.old), _files(view, change.new)
        pairs = compared(form, change.old, change.new, *files)
        found.append((change.at, [ComparedLine(old.label, _line(old), _line(new)) for old, new in pairs]))
    return found


def _line(line: Line) -> DeclaredLine:
    rows = ["; ".join(f"{cell.head}: {_words(cell.answer)}" for cell in row) for row in line.rows]
    return DeclaredLine(
        line.label, _words(line.answer), rows, [(file.name, str(file.url)) for file in line.files]
    )


def _words(value: str | Phrase) -> str:
    return value.said(gettext) if isinstance(value, Phrase) else value


def _files(view: DossierView, answers: Mapping[str, Any]) -> dict[str, list[ShownFile]]:
    known = {file.sha256: file for file in view.files}
    return {
        field: [
            ShownFile(key=each, name=known[each].name, url=reverse("desk:file", args=[known[each].id]))
            for each in value
            if isinstance(each, str) and each in known
        ]
        for field, value in answers.items()
        if isinstance(value, list)
    }
