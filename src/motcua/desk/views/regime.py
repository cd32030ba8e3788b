"""Quy định: what the law leaves open, what the office chose, and the form that chooses from a day to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.asked import Typed
from motcua.desk.counter_screen import fault_sentences
from motcua.desk.refusals import status_of
from motcua.desk.seen import Seen
from motcua.desk.setting_words import MARKS, MEANINGS, options_of, value_words
from motcua.dossiers.fields import SHORT, Fields
from motcua.foundation.clock import day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.law.regimes import Regime, regime_on
from motcua.organisation.models import RegimeSetting
from motcua.organisation.queries import today
from motcua.organisation.regime_settings import SettingView, choose_setting, regimes_to_set, settings_of
from motcua.organisation.rights import Person, may
from motcua.organisation.seen import Subject
from motcua.organisation.web import person_on, right


@right("see_regime")
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting of the regime in force, or of one to come."""
    person, day = person_on(request), today()
    law = _regime(request.GET.get("quy-dinh", ""), day)
    context = {
        "law": law,
        "laws": regimes_to_set(day),
        "rows": [_row(each) for each in settings_of(person, law.id, max(day, law.valid_from))],
        "may_change": may(person, "administer_regime"),
    }
    return render(request, "desk/admin/regime.html", context)


@right("administer_regime")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, law: str, key: str) -> HttpResponse:
    """Choose one setting from a day on; what was typed is kept where it does not fit."""
    person, seen = person_on(request), Seen(request, Subject("regime_setting", f"{law} {key}"))
    if request.method != "POST":
        return _ask(request, law, key, request.GET, seen)
    try:
        with seen.guard():
            row = _choose(person, law, key, request.POST)
    except NotFound:
        raise
    except DomainError as error:
        return _ask(request, law, key, request.POST, seen, problem=error)
    said = gettext("Đã ghi: %(name)s là “%(value)s” với hồ sơ tiếp nhận từ ngày %(day)s.")
    messages.success(
        request,
        said
        % {
            "name": MEANINGS[key].name,
            "value": value_words(key, row.value),
            "day": f"{row.valid_from.day}/{row.valid_from.month}/{row.valid_from.year}",
        },
    )
    return HttpResponseRedirect(f"{reverse('desk:regime')}?quy-dinh={law}")


def _choose(person: Person, law: str, key: str, data: Mapping[str, Any]) -> RegimeSetting:
    fields = Fields(data)
    moment = fields.moment("valid_from", required=True)
    value = fields.text("value", required=True, limit=40)
    source = fields.text("source", required=True, limit=SHORT)
    reason = fields.text("reason", required=True, limit=500)
    fields.check()
    return choose_setting(
        person,
        regime_id=law,
        key=key,
        value=value,
        valid_from=day_of(moment or 0),
        source=source,
        reason=reason,
    )


def _ask(
    request: HttpRequest,
    law_id: str,
    key: str,
    data: Mapping[str, Any],
    seen: Seen,
    *,
    problem: DomainError | None = None,
) -> HttpResponse:
    day = today()
    views = {view.setting.key: view for view in settings_of(person_on(request), law_id, day)}
    if key not in views:
        raise NotFound(gettext_noop("Không có mục này trong quy định."), id="no_such_setting")
    view = views[key]
    context = {
        "law": _regime(law_id, day),
        "row": _row(view),
        "choices": options_of(view.setting),
        "values": Typed(data),
        "faults": fault_sentences(problem),
        "problem": problem,
        "first": day + timedelta(days=1),
        "seen": seen.told(problem),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/admin/regime_change.html", context, status=status)


def _regime(asked: str, day: date) -> Regime:
    known = {law.id: law for law in regimes_to_set(day)}
    return known.get(asked) or regime_on(day)


def _row(view: SettingView) -> dict[str, Any]:
    key = view.setting.key
    return {
        "view": view,
        "key": key,
        "meaning": MEANINGS[key],
        "mark": MARKS[view.source.mark],
        "shipped": value_words(key, view.shipped),
        "present": value_words(key, view.present),
        "own": view.present != view.shipped,
        "coming": [(row, value_words(key, row.value)) for row in view.coming],
        "history": [(row, value_words(key, row.value)) for row in view.history],
    }
