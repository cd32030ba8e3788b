"""What the applicant answered in the form of a dossier, in words, with the files of each question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from motcua.dossiers.queries.my_page import MyDossier
from motcua.dossiers.queries.views import File
from motcua.forms.definition import showing
from motcua.forms.definition.showing import Line, Part, ShownFile, summary
from motcua.forms.queries import by_name
from motcua.foundation.errors import NotFound
from motcua.organisation.queries import today


def declared(found: MyDossier) -> tuple[Part, ...]:
    """The answers; nothing where there were none or their form is not known any more."""
    if not (found.form and found.declaration):
        return ()
    try:
        form = by_name(found.form).definition
    except NotFound:
        return ()
    return summary(form, found.declaration, today(), files_of_answers(found, found.declaration))


def compared(
    found: MyDossier, form: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[Line, Line], ...]:
    """Answers to the same questions side by side, as they were and as they are."""
    try:
        definition = by_name(form).definition
    except NotFound:
        return ()
    return showing.compared(definition, old, new, files_of_answers(found, old), files_of_answers(found, new))


def files_of_answers(found: MyDossier, answers: Mapping[str, Any]) -> dict[str, list[ShownFile]]:
    """The files of each question, by what the answers say of them."""
    by_content = {file.sha256: file for file in found.files}
    return {
        field: [_shown(found, by_content[each]) for each in value if each in by_content]
        for field, value in answers.items()
        if isinstance(value, list) and all(isinstance(each, str) for each in value)
    }


def _shown(found: MyDossier, file: File) -> ShownFile:
    address = reverse("portal:my_file", args=[found.code, file.id])
    return ShownFile(key=file.id, name=file.name, size=file.size, url=address)
