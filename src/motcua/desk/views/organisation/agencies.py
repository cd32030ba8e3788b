"""Cơ quan: the tree of a day, one agency with all that belongs to it, and its forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.admin_forms import DAY, REASON, SELECT, TICK, Done, Form, Item, answer
from motcua.desk.asked import words_asked
from motcua.desk.change_words import told
from motcua.desk.seen import Seen
from motcua.desk.views.organisation.common import (
    KINDS,
    LEVELS,
    agencies_now,
    agency_url,
    day_asked,
    day_words,
)
from motcua.dossiers.places import forget_agencies
from motcua.dossiers.queries.open_work import open_dossiers
from motcua.organisation import directory
from motcua.organisation.agencies import agency_by_id
from motcua.organisation.banks import account_on
from motcua.organisation.models import Agency
from motcua.organisation.queries import today
from motcua.organisation.sections import hours_told, own_hours
from motcua.organisation.seen import Subject
from motcua.organisation.services import (
    AgencyFacts,
    add_agency,
    add_succession,
    correct_agency,
    end_agency,
    renew_agency,
    take_back_succession,
)
from motcua.organisation.successions import succession_by_id
from motcua.organisation.web import person_on, right

SINCE, WRONG = "since", "wrong"


@right("administer_organisation")
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree of a day, searchable."""
    day = day_asked(request)
    asked = words_asked(request.GET.get("q"), 120)
    rows = directory.agency_tree(person_on(request), day, asked)
    context = {
        "rows": rows,
        "day": day,
        "is_today": day == today(),
        "asked": asked,
        "count": sum(1 for row in rows if row.found),
    }
    return render(request, "desk/admin/org/agencies.html", context)


@right("administer_organisation")
@require_safe
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One period of an agency: facts, section and counters, posts and who holds them, hours, history."""
    found = agency_by_id(pk)
    before, after = directory.periods_of(found)
    sections = directory.sections_of(found)
    day = min(max(today(), found.valid_from), found.valid_to or today())
    context = {
        "agency": found,
        "day": day,
        "is_open": found.valid_to is None or found.valid_to >= today(),
        "before": before,
        "after": after,
        "sections": sections,
        "posts": directory.posts_of(day, agency=found),
        "hours": hours_told(own_hours(found)),
        "accounts": found.accounts.order_by("-valid_from"),
        "collects": account_on(found.pk, day),
        "children": found.children.filter(valid_from__lte=day).order_by("code")[:60],
        "history": told(directory.history_of(person_on(request), agency=found.code)),
        "today": today(),
        "may_open": not any((each.valid_to or day) >= day for each in sections),
    }
    return render(request, "desk/admin/org/agency.html", context)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new agency from a day on."""
    above = request.GET.get("tren", "")
    items = (
        *_facts(None, above),
        Item(name="valid_from", label=_("Từ ngày"), kind=DAY, value=today()),
        Item(
            name="valid_to",
            label=_("Đến hết ngày"),
            kind=DAY,
            needed=False,
            hint=_("Chỉ ghi khi nhập lại cơ quan của thời gian đã qua."),
        ),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = add_agency(
            person_on(request),
            _entered(values),
            since=values["valid_from"],
            until=values["valid_to"],
            reason=values["reason"],
        )
        return Done(gettext("Đã thêm %(name)s.") % {"name": made.name}, agency_url(made))

    form = Form(_("Thêm cơ quan"), _("Thêm cơ quan"), items, reverse("desk:agencies"), icon="building-plus")
    return answer(request, form, run, after=forget_agencies)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, code or parent from a day on, or a mistake put right."""
    seen = _seen(request, pk)
    found = agency_by_id(pk)
    how = Item(
        name="how",
        label=_("Cách đổi"),
        kind=SELECT,
        options=((SINCE, _("Đổi từ một ngày (theo quyết định)")), (WRONG, _("Sửa chỗ nhập sai"))),
    )
    since = Item(
        name="valid_from",
        label=_("Đổi từ ngày"),
        kind=DAY,
        needed=False,
        hint=_("Chỉ ghi khi đổi từ một ngày."),
    )

    def run(values: dict[str, Any]) -> Done:
        person, facts, reason = person_on(request), _entered(values), values["reason"]
        if values["how"] == WRONG:
            correct_agency(person, pk, facts, reason=reason)
            return Done(gettext("Đã sửa chỗ nhập sai."), agency_url(pk))
        done = renew_agency(person, pk, facts, since=values["valid_from"] or found.valid_from, reason=reason)
        said = gettext("Đã đổi từ ngày %(day)s; %(posts)s vị trí công tác và %(agencies)s cơ quan đi theo.")
        params = {
            "day": day_words(done.agency.valid_from),
            "posts": done.posts,
            "agencies": done.agencies - 1,
        }
        return Done(said % params, agency_url(done.agency))

    form = Form(
        _("Sửa cơ quan"),
        _("Lưu thay đổi"),
        (how, since, *_facts(found), REASON),
        agency_url(pk),
        f"{found.code} {found.name}",
        notes=(
            _(
                "Đổi tên, mã hoặc cơ quan cấp trên theo quyết định thì chọn đổi từ một ngày: giấy tờ của "
                "những ngày trước vẫn mang tên cũ; bộ phận, vị trí, người giữ và hồ sơ chuyển sang tên mới."
            ),
        ),
    )
    return answer(request, form, run, seen, after=forget_agencies)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agency: who takes its dossiers is asked where there are any."""
    seen = _seen(request, pk)
    found = agency_by_id(pk)

    def run(values: dict[str, Any]) -> Done:
        heir = values["successor"]
        done = end_agency(
            person_on(request),
            pk,
            values["valid_to"],
            successor=int(heir) if heir else None,
            end_posts=values["end_posts"],
            reason=values["reason"],
            open_dossiers=open_dossiers,
        )
        said = gettext(
            "Đã kết thúc sau ngày %(day)s: %(posts)s vị trí, %(held)s phân công và làm thay; "
            "%(dossiers)s hồ sơ chuyển cho cơ quan kế thừa."
        )
        params = {
            "day": day_words(values["valid_to"]),
            "posts": done.posts,
            "held": done.assignments,
            "dossiers": done.dossiers,
        }
        return Done(said % params, agency_url(pk))

    form = Form(
        _("Kết thúc cơ quan"),
        _("Kết thúc"),
        _of_the_end(pk),
        agency_url(pk),
        f"{found.code} {found.name}",
        "building-off",
        _what_is_left(found),
    )
    return answer(request, form, run, seen, after=forget_agencies)


def _of_the_end(pk: int) -> tuple[Item, ...]:
    return (
        Item(name="valid_to", label=_("Ngày cuối"), kind=DAY, value=today()),
        Item(
            name="successor",
            label=_("Cơ quan kế thừa, nhận hồ sơ"),
            kind=SELECT,
            needed=False,
            options=[each for each in agencies_tomorrow() if each[0] != str(pk)],
            blank=_("Không có"),
        ),
        Item(
            name="end_posts",
            label=_("Kết thúc cùng ngày Bộ phận Một cửa, các vị trí công tác, phân công và làm thay"),
            kind=TICK,
        ),
        REASON,
    )


def _what_is_left(found: Agency) -> list[str]:
    """What still stands there, for the notes of the form."""
    left, dossiers = directory.open_counts(found, today()), open_dossiers(found.pk)
    notes = [
        ngettext("Còn %(n)s vị trí công tác.", "Còn %(n)s vị trí công tác.", left["posts"])
        % {"n": left["posts"]},
        ngettext("Còn %(n)s hồ sơ chưa xong.", "Còn %(n)s hồ sơ chưa xong.", dossiers) % {"n": dossiers},
    ]
    if left["children"]:
        many = ngettext(
            "Còn %(n)s cơ quan trực thuộc: kết thúc hoặc chuyển đi trước.",
            "Còn %(n)s cơ quan trực thuộc: kết thúc hoặc chuyển đi trước.",
            left["children"],
        )
        notes.append(many % {"n": left["children"]})
    return notes


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Who follows an agency that has ended: several heirs, or one named later."""
    found = agency_by_id(pk)
    items = (
        Item(
            name="successor",
            label=_("Cơ quan kế thừa"),
            kind=SELECT,
            options=[each for each in agencies_now() if each[0] != str(pk)],
        ),
        Item(
            name="day",
            label=_("Từ ngày"),
            kind=DAY,
            value=found.valid_to + timedelta(days=1) if found.valid_to else "",
        ),
        Item(name="takes_dossiers", label=_("Nhận hồ sơ của cơ quan cũ"), kind=TICK, value=True),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = add_succession(
            person_on(request),
            pk,
            int(values["successor"]),
            day=values["day"],
            takes_dossiers=values["takes_dossiers"],
            reason=values["reason"],
        )
        said = gettext("Đã ghi %(name)s kế thừa.") % {"name": made.successor.name}
        return Done(said, agency_url(pk))

    title = _("Ghi cơ quan kế thừa")
    form = Form(title, title, items, agency_url(pk), f"{found.code} {found.name}", "git-merge")
    return answer(request, form, run)


@right("administer_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def succession_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a succession that was recorded wrongly."""
    found = succession_by_id(pk)
    back = agency_url(found.predecessor_id)

    def run(values: dict[str, Any]) -> Done:
        take_back_succession(person_on(request), pk, reason=values["reason"], open_dossiers=open_dossiers)
        return Done(gettext("Đã bỏ kế thừa ghi nhầm."), back)

    subject = f"{found.predecessor.name} → {found.successor.name}"
    title = _("Bỏ kế thừa ghi nhầm")
    return answer(request, Form(title, title, (REASON,), back, subject, "arrow-back-up"), run)


def _seen(request: HttpRequest, pk: int) -> Seen:
    """The mark of an agency, taken before the agency is read."""
    return Seen(request, Subject("agency", agency_by_id(pk).code))


def agencies_tomorrow() -> list[tuple[str, str]]:
    """The agencies that may follow one that ends today."""
    return directory.agency_choices(today() + timedelta(days=1))


def _facts(found: Agency | None, above: str = "") -> tuple[Item, ...]:
    """The fields of an agency, filled with what it is."""

    def now(name: str, default: object = "") -> object:
        return getattr(found, name) if found is not None else default

    parent = str(found.parent_id or "") if found is not None else above
    choices = agencies_now()
    if found is not None:
        choices = [each for each in choices if each[0] != str(found.pk)]
        if found.parent is not None and parent not in {value for value, _word in choices}:
            choices.append((parent, f"{found.parent.code} {found.parent.name}"))
    return (
        Item(name="name", label=_("Tên đầy đủ"), value=now("name")),
        Item(name="short_name", label=_("Tên ngắn"), limit=120, value=now("short_name")),
        Item(name="kind", label=_("Loại cơ quan"), kind=SELECT, options=KINDS, value=now("kind")),
        Item(name="level", label=_("Cấp"), kind=SELECT, options=LEVELS, value=now("level")),
        Item(
            name="parent",
            label=_("Cơ quan cấp trên"),
            kind=SELECT,
            needed=False,
            options=choices,
            blank=_("Không có"),
            value=parent,
        ),
        Item(
            name="code",
            label=_("Mã định danh"),
            limit=35,
            hint=_("Theo Quyết định 20/2020/QĐ-TTg, như H14.40.03."),
            value=now("code"),
        ),
        Item(
            name="code_is_invented",
            label=_("Mã tự đặt, chờ mã chính thức"),
            kind=TICK,
            value=now("code_is_invented", False),
        ),
        Item(
            name="code_qcvn",
            label=_("Mã theo QCVN 102:2016/BTTTT"),
            needed=False,
            limit=35,
            value=now("code_qcvn"),
        ),
        Item(
            name="gso_code",
            label=_("Mã đơn vị hành chính"),
            needed=False,
            limit=5,
            hint=_("Theo danh mục của Tổng cục Thống kê."),
            value=now("gso_code"),
        ),
    )


def _entered(values: dict[str, Any]) -> AgencyFacts:
    names = ("code", "name", "short_name", "kind", "level", "code_qcvn", "code_is_invented", "gso_code")
    parent = values["parent"]
    return AgencyFacts(**{name: values[name] for name in names}, parent=int(parent) if parent else None)
