"""Reads of electronic forms: what a procedure asks on a day, a revision by its hash, the list of forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import msgspec
from django.db.models import Q

from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import fold
from motcua.organisation.models.dated import holds
from motcua.procedures.content import Frozen, VersionContent
from motcua.procedures.queries import versions_in_force

from .definition.check import check
from .definition.default import default_form
from .definition.findings import Finding
from .definition.model import Definition, from_text, revision_of, to_text
from .models import Form, FormPeriod, FormRevision

PAGE: Final = 50

__all__ = [
    "PAGE",
    "Checked",
    "StoredForm",
    "by_name",
    "by_revision",
    "checked",
    "checked_all",
    "contents_of",
    "form_for",
    "form_of_code",
    "forms",
    "serving",
]


class StoredForm(Frozen, frozen=True, kw_only=True):
    """A form as it is asked: `revision` is its hash, by which a draft of a dossier pins it.

    `number` is 0 for the form made from a procedure's papers until `services.pinned` has kept it.
    """

    code: str
    number: int
    revision: str
    definition: Definition

    @property
    def name(self) -> str:
        """`code@revision`: how a dossier names it."""
        return f"{self.code}@{self.revision}"

    @property
    def kept(self) -> bool:
        """Whether it can be found again by its revision."""
        return self.number > 0


def form_for(procedure_code: str, case: str | None, day: date) -> StoredForm:
    """What a procedure asks who files on that day: its published form, the one for the case first; else one
    made from the papers of its version. Two statements at most.

    Raises: NotFound where the procedure is not in force on that day.
    """
    served = FormPeriod.objects.filter(holds(day), procedure_code=procedure_code, case__in=("", case or ""))
    row = served.order_by("-case").values_list("form__code", "revision__hash").first()
    if row is not None:
        return by_revision(*row)
    standing = versions_in_force([procedure_code], day).get(procedure_code)
    if standing is None:
        raise NotFound(
            gettext_noop("Thủ tục %(code)s không có hiệu lực vào ngày này."),
            gettext_noop("Tìm thủ tục khác theo tên."),
            id="procedure_not_in_force",
            code=procedure_code[:14],
        )
    definition = default_form(procedure_code, case or "", standing.content)
    text = to_text(definition)
    revision = revision_of(text)
    return StoredForm(code=definition.code, number=0, revision=revision, definition=definition)


@lru_cache(maxsize=1024)
def by_revision(code: str, revision: str) -> StoredForm:
    """A form by its code and hash; written once, so a process of the server keeps what it has read.

    Raises: NotFound.
    """
    row = (
        FormRevision.objects.filter(form__code=code, hash=revision)
        .values_list("number", "definition")
        .first()
    )
    if row is None:
        raise NotFound(
            gettext_noop("Không có phiên bản %(revision)s của biểu mẫu %(code)s."),
            gettext_noop("Mở lại thủ tục và bắt đầu khai từ đó."),
            id="form_revision_unknown",
            code=code[:80],
            revision=revision[:12],
        )
    number, text = row
    return StoredForm(code=code, number=number, revision=revision, definition=from_text(text))


def by_name(name: str) -> StoredForm:
    """A form by its `code@revision`. Raises: NotFound."""
    code, _, revision = name.rpartition("@")
    return by_revision(code, revision)


def form_of_code(code: str) -> Form:
    """The row of a form. Raises: NotFound."""
    row = Form.objects.filter(code=code).first()
    if row is None:
        raise NotFound(
            gettext_noop("Không có biểu mẫu %(code)s."),
            gettext_noop("Xem danh sách biểu mẫu."),
            id="form_unknown",
            code="".join(sign for sign in code if sign.isprintable())[:80],
        )
    return row


def contents_of(procedures: Collection[str], day: date) -> dict[str, VersionContent]:
    """The versions in force on a day of these procedures; those without one are left out. One statement."""
    standing = versions_in_force(procedures, day)
    return {code: each.content for code, each in standing.items()}


def checked(
    definition: Definition, day: date, contents: Mapping[str, VersionContent] | None = None
) -> list[Finding]:
    """What is wrong with a form on that day, against each procedure that it serves; each thing once.

    One statement; none where the `contents` of that day are handed in.
    """
    if contents is None:
        contents = contents_of(definition.procedures, day)
    findings = check(definition)
    for code in definition.procedures:
        content = contents.get(code)
        if content is None:
            message = gettext_noop("Thủ tục %(code)s không có hiệu lực vào ngày áp dụng.")
            findings.append(_of_procedure("procedure_not_in_force", message, code))
            continue
        findings += [each for each in check(definition, content) if each not in findings]
        if definition.case and definition.case not in {case.code for case in content.cases}:
            message = gettext_noop("Thủ tục %(code)s không có trường hợp mà biểu mẫu dành cho.")
            findings.append(_of_procedure("case_unknown", message, code))
    return findings


def _of_procedure(kind: str, message: str, code: str) -> Finding:
    return Finding(kind=kind, message=Phrase(message, {"code": code}))


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A form with what was found in it; `state` is `in_force`, `waiting` (from a later day) or `draft`."""

    code: str
    number: int
    state: str
    definition: Definition
    findings: tuple[Finding, ...]


def checked_all(day: date, code: str = "") -> Iterator[Checked]:
    """Each form, or the one named, with every version that counts: in force on the day, set for later, and
    the draft. Forms made from papers are checked as they stand. Raises: NotFound."""
    rows = Form.objects.order_by("code")
    if code:
        rows = rows.filter(pk=form_of_code(code).pk)
    for form in rows.prefetch_related("periods__revision"):
        periods = [each for each in form.periods.all() if each.valid_to is None or each.valid_to >= day]
        revisions = {period.revision_id: period for period in periods}
        for period in revisions.values():
            definition = by_revision(form.code, period.revision.hash).definition
            since = max(day, period.valid_from)
            state = "in_force" if period.valid_from <= day else "waiting"
            findings = tuple(checked(definition, since))
            yield Checked(
                code=form.code,
                number=period.revision.number,
                state=state,
                definition=definition,
                findings=findings,
            )
        if form.draft:
            definition = from_text(form.draft)
            findings = tuple(checked(definition, day))
            yield Checked(code=form.code, number=0, state="draft", definition=definition, findings=findings)


def forms(words: str = "", *, page: int = 1) -> tuple[int, list[Form]]:
    """How many written forms match by code or title, and those of one page, by title."""
    rows = Form.objects.exclude(code__startswith="default.")
    if words:
        rows = rows.filter(Q(folded__contains=fold(words)) | Q(code__icontains=words))
    rows = rows.order_by("folded", "pk").prefetch_related("periods__revision", "revisions")
    return rows.count(), list(rows[(page - 1) * PAGE : page * PAGE])


def serving(codes: Collection[str], day: date) -> dict[str, str]:
    """Procedure to the title of its published form on that day, for those that have one. One statement."""
    rows = FormPeriod.objects.filter(holds(day), procedure_code__in=codes)
    return dict(rows.values_list("procedure_code", "form__title"))
