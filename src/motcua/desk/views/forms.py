"""Biểu mẫu điện tử: the list, one form with its pages, findings and revisions, and what is decided of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.asked import Typed, day_typed, page_number, whole, words_asked
from motcua.desk.form_words import KINDS, STATES, by_severity, page_lines, state_of
from motcua.desk.refusals import status_of
from motcua.forms import services
from motcua.forms.definition import editing
from motcua.forms.definition.differing import differences
from motcua.forms.definition.model import Definition, from_text, revision_of
from motcua.forms.models import Form, FormRevision
from motcua.forms.queries import PAGE, StoredForm, by_revision, checked, contents_of, form_of_code
from motcua.forms.queries import forms as forms_listed
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.queries import today
from motcua.organisation.rights import Person, may
from motcua.organisation.web import person_on, right
from motcua.procedures.content import VersionContent

_NO_DAY: Final = gettext_noop("Ngày không đọc được.")
_PICK_DAY: Final = gettext_noop("Chọn ngày trên lịch, hoặc gõ dạng 01/07/2026.")


@right("see_forms")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The forms with what is asked where, since when, and what is wrong with them."""
    words, page = words_asked(request.GET.get("q"), 200), page_number(request.GET.get("trang"))
    total, rows = forms_listed(words, page=page)
    day = today()
    context = {
        "q": words,
        "rows": _listed(rows, day),
        "list": {"page": page, "pages": max(1, -(-total // PAGE)), "total": total},
        "may_change": may(person_on(request), "administer_forms"),
    }
    return render(request, "desk/forms/list.html", context)


def _listed(rows: list[Form], day: date) -> list[dict[str, Any]]:
    """The forms of a page of the list, checked against the versions of all their procedures at once."""
    shown = []
    for row in rows:
        state, period = state_of(list(row.periods.all()), day)
        definition = from_text(row.draft) if row.draft else shown_revision(row, period).definition
        shown.append((row, state, period, definition))
    codes = {code for *_rest, definition in shown for code in definition.procedures}
    contents = contents_of(codes, day)
    return [
        {
            "form": row,
            "state": state,
            "word": STATES[state],
            "period": period,
            "procedures": definition.procedures,
            "case": definition.case,
            "pages": len(definition.pages),
            "fields": sum(1 for _ in definition.fields()),
            **by_severity(checked(definition, day, contents)),
        }
        for row, state, period, definition in shown
    ]


def shown_revision(row: Form, period: Any) -> StoredForm:
    """The stored form that a page shows: of the period, else the newest revision. Raises: NotFound."""
    revision = period.revision if period is not None else max(row.revisions.all(), key=_number, default=None)
    if revision is None:
        raise NotFound(gettext_noop("Biểu mẫu chưa có nội dung."), id="form_empty")
    return by_revision(row.code, revision.hash)


def _number(revision: FormRevision) -> int:
    return revision.number


class Shown:
    """What a page of one form is about: a revision asked for, else the draft, else the one in force."""

    def __init__(self, code: str, number: int | None = None) -> None:
        self.row = form_of_code(code)
        self.day = today()
        self.periods = list(self.row.periods.select_related("revision").order_by("valid_from"))
        self.revisions = list(self.row.revisions.order_by("-number"))
        self.state, self.period = state_of(self.periods, self.day)
        self.number = number or 0
        self.definition = self._definition()
        self.is_draft = not self.number
        self.expected = revision_of(self.row.draft) if self.row.draft else ""

    def _definition(self) -> Definition:
        if not self.number and self.row.draft:
            return from_text(self.row.draft)
        if self.number:
            found = next((each for each in self.revisions if each.number == self.number), None)
            if found is None:
                raise NotFound(
                    gettext_noop("Không có phiên bản %(number)d."),
                    gettext_noop("Xem danh sách phiên bản của biểu mẫu."),
                    id="form_revision_unknown",
                    number=self.number,
                )
            return by_revision(self.row.code, found.hash).definition
        stored = shown_revision(self.row, self.period)
        self.number = stored.number
        return stored.definition

    @property
    def before(self) -> FormRevision | None:
        """The revision that the shown one is compared with."""
        if self.is_draft:
            return self.revisions[0] if self.revisions else None
        return next((each for each in self.revisions if each.number < self.number), None)


@right("see_forms")
@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    """One form: its pages and fields as tables, what was found beside each, revisions and differences."""
    return show(request, Shown(code, whole(request.GET.get("ban"))))


def show(
    request: HttpRequest, found: Shown, *, problem: DomainError | None = None, sent: str = ""
) -> HttpResponse:
    """The page of a form; after a refusal with what was typed in the small form `sent`."""
    contents = contents_of(found.definition.procedures, found.day)
    findings = checked(found.definition, found.day, contents)
    before = found.before
    old = by_revision(found.row.code, before.hash).definition if before else None
    context = {
        "found": found,
        "form": found.row,
        "definition": found.definition,
        "pages": page_lines(found.definition, findings),
        "whole": [each for each in findings if not each.page],
        **by_severity(findings),
        "word": STATES[found.state],
        "procedures": [
            (each, contents[each].name if each in contents else "") for each in found.definition.procedures
        ],
        "case_name": _case_name(found.definition, contents),
        "differences": differences(old, found.definition) if old is not None else [],
        "before": before,
        "kinds": KINDS.items(),
        "editing": found.is_draft and may(person_on(request), "administer_forms"),
        "may_change": may(person_on(request), "administer_forms"),
        "problem": problem,
        "sent": sent,
        "typed": Typed(request.POST),
        "today": found.day,
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/forms/form.html", context, status=status)


def _case_name(definition: Definition, contents: Mapping[str, VersionContent]) -> str:
    cases = (case for content in contents.values() for case in content.cases)
    return next((case.name for case in cases if case.code == definition.case), definition.case)


def _do(request: HttpRequest, code: str, sent: str, act: Callable[[Person], str]) -> HttpResponse:
    """Do it and show the form again; what was typed stands there where it does not fit."""
    try:
        done = act(person_on(request))
    except NotFound:
        raise
    except DomainError as error:
        return show(request, Shown(code), problem=error, sent=sent)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:form", args=[code]))


@right("administer_forms")
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft from the newest revision."""

    def act(person: Person) -> str:
        services.start_draft(person, code)
        return gettext("Đã lập bản nháp; bản đang áp dụng chưa đổi gì.")

    return _do(request, code, "start", act)


@right("administer_forms")
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away; a form that was never published goes with it."""
    services.discard_draft(person_on(request), code, expected=request.POST.get("expected", ""))
    messages.success(request, gettext("Đã bỏ bản nháp."))
    there = Form.objects.filter(code=code).exists()
    return HttpResponseRedirect(reverse("desk:form", args=[code]) if there else reverse("desk:forms"))


@right("administer_forms")
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the draft and ask it from a day on."""

    def act(person: Person) -> str:
        day = _day(request, "valid_from")
        revision = services.publish(
            person, code, day, request.POST.get("reason", ""), expected=request.POST.get("expected", "")
        )
        return gettext(
            "Đã công bố phiên bản %(number)d, áp dụng từ %(day)s; hồ sơ đang khai giữ phiên bản cũ."
        ) % {
            "number": revision.number,
            "day": f"{day.day}/{day.month}/{day.year}",
        }

    return _do(request, code, "publish", act)


@right("administer_forms")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """End the form after a day."""

    def act(person: Person) -> str:
        services.withdraw(person, code, _day(request, "last_day"), request.POST.get("reason", ""))
        return gettext("Đã ghi ngày ngừng; sau ngày đó thủ tục dùng biểu mẫu lập từ thành phần hồ sơ.")

    return _do(request, code, "withdraw", act)


def _day(request: HttpRequest, name: str) -> date:
    day = day_typed(request.POST.get(name))
    if day is None:
        raise DomainError(_NO_DAY, _PICK_DAY, id="day_unreadable", field=name)
    return day


@right("administer_forms")
@require_POST
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Move or remove a page or field: `act` is `page-up:name`, `field-gone:page:name`, and so on."""
    what, _, where = request.POST.get("act", "").partition(":")
    page, _, name = where.partition(":")
    to = request.POST.get(f"to:{page}:{name}", "")

    def act(person: Person) -> str:
        definition = Shown(code).definition
        changed = _changed(definition, what, page, name, to)
        services.save_draft(person, changed, expected=request.POST.get("expected", ""))
        return gettext("Đã ghi vào bản nháp.")

    return _do(request, code, "change", act)


def _changed(definition: Definition, what: str, page: str, name: str, to: str) -> Definition:
    if what in ("page-up", "page-down"):
        return editing.move_page(definition, page, -1 if what == "page-up" else 1)
    if what == "page-gone":
        return editing.remove_page(definition, page)
    if what in ("field-up", "field-down"):
        return editing.move_field(definition, page, name, -1 if what == "field-up" else 1)
    if what == "field-to" and to:
        return editing.move_to_page(definition, page, name, to)
    if what == "field-gone":
        return editing.remove_field(definition, page, name)
    raise DomainError(
        gettext_noop("Chưa chọn việc cần làm."),
        gettext_noop("Bấm một nút bên cạnh trang hoặc mục."),
        id="form_nothing_asked",
    )
