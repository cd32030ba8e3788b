"""Tài khoản: who may sign in, one page an account; made, locked, reset, each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.asked import page_number, words_asked
from motcua.desk.change_words import differences
from motcua.desk.refusals import status_of
from motcua.desk.seen import Seen
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.account_rows import Issued
from motcua.organisation.accounts import PAGE, STATES, AccountView, officers_without_account
from motcua.organisation.accounts import account as read_account
from motcua.organisation.accounts import accounts as read_accounts
from motcua.organisation.credentials import (
    create_account,
    end_one_session,
    end_sessions,
    lock_account,
    reset_password,
    reset_second_factor,
    unlock_account,
)
from motcua.organisation.rights import Person
from motcua.organisation.seen import ChangedMeanwhile, Subject
from motcua.organisation.web import person_on, right


class Act(NamedTuple):
    """Something to do with an account: the words of its button and what it leads to, the states in which it
    is offered, the service, what is told when it is done (nothing where a password is shown), and whether an
    account gives reason for it."""

    word: Lazy
    says: Lazy
    icon: str
    states: frozenset[str]
    do: Callable[..., object]
    done: str = ""
    only: Callable[[AccountView], bool] = lambda view: True


ACTS: Final[dict[str, Act]] = {
    "dat-lai-mat-khau": Act(
        word=_("Đặt lại mật khẩu"),
        says=_(
            "Hệ thống đặt một mật khẩu dùng một lần, hiện ra một lần để trao tận tay; người ấy phải đổi khi "
            "đăng nhập. Mọi phiên đang mở bị kết thúc."
        ),
        icon="key",
        states=frozenset({"open", "one_time"}),
        do=reset_password,
    ),
    "ket-thuc-phien": Act(
        word=_("Kết thúc mọi phiên"),
        says=_("Mọi máy đang đăng nhập bằng tài khoản này phải đăng nhập lại; mật khẩu vẫn như cũ."),
        icon="logout",
        states=frozenset({"open", "one_time"}),
        do=end_sessions,
        done=gettext_noop("Đã kết thúc mọi phiên của %(login)s."),
        only=lambda view: bool(view.sessions),
    ),
    "dat-lai-lop-hai": Act(
        word=_("Đặt lại xác thực hai lớp"),
        says=_(
            "Dùng khi người ấy mất điện thoại và hết mã dự phòng: đăng nhập lại chỉ bằng mật khẩu, "
            "rồi bật lại."
        ),
        icon="shield-off",
        states=frozenset({"open", "one_time", "locked"}),
        do=reset_second_factor,
        done=gettext_noop("Đã đặt lại xác thực hai lớp của %(login)s."),
        only=lambda view: view.second_factor,
    ),
    "khoa": Act(
        word=_("Khóa tài khoản"),
        says=_("Không đăng nhập được nữa; người đang đăng nhập bị đưa ra ngay lần bấm sau."),
        icon="lock",
        states=frozenset({"open", "one_time"}),
        do=lock_account,
        done=gettext_noop("Đã khóa tài khoản %(login)s."),
    ),
    "mo-khoa": Act(
        word=_("Mở khóa"),
        says=_("Đăng nhập lại được bằng mật khẩu đang có. Quên mật khẩu thì đặt lại sau khi mở."),
        icon="lock-open",
        states=frozenset({"locked"}),
        do=unlock_account,
        done=gettext_noop("Đã mở khóa tài khoản %(login)s."),
    ),
}


@right("administer_accounts")
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, found by name, code or state."""
    person, number = person_on(request), page_number(request.GET.get("trang"))
    words = words_asked(request.GET.get("ten"), 120)
    state = request.GET.get("trang-thai", "")
    state = state if state in STATES else ""
    total, rows = read_accounts(person, words=words, state=state, page=number)
    context = {
        "rows": [(row, STATES[row.state]) for row in rows],
        "words": words,
        "state": state,
        "states": STATES.items(),
        "list": {"page": number, "pages": max(1, -(-total // PAGE)), "total": total},
    }
    return render(request, "desk/admin/accounts.html", context)


@right("administer_accounts")
@require_safe
def account(request: HttpRequest, login: str) -> HttpResponse:
    """One account: its state, its officer, how it was used, what may be done."""
    seen = _seen(request, login)
    return _show(request, read_account(person_on(request), login), seen)


@right("administer_accounts")
@require_POST
def act(request: HttpRequest, login: str, name: str) -> HttpResponse:
    """Do one of `ACTS` with the reason given; a refusal is told on the page of the account."""
    person, wanted = person_on(request), ACTS.get(name)
    if wanted is None:
        raise NotFound(gettext_noop("Không có việc này."))
    seen, view = _seen(request, login), read_account(person, login)
    try:
        with seen.guard():
            issued = wanted.do(person, login, request.POST.get("reason", ""))
    except DomainError as error:
        view = read_account(person, login) if isinstance(error, ChangedMeanwhile) else view
        return _show(request, view, seen, problem=error, act=name)
    if isinstance(issued, Issued):
        return _hand_over(request, issued, read_account(person, login), is_new=False)
    messages.success(request, gettext(wanted.done) % {"login": login})
    return HttpResponseRedirect(reverse("desk:account", args=[login]))


@right("administer_accounts")
@require_POST
def end_one(request: HttpRequest, login: str, number: int) -> HttpResponse:
    """End one session of an account with the reason given; its others go on."""
    person = person_on(request)
    seen, view = _seen(request, login), read_account(person, login)
    try:
        with seen.guard():
            end_one_session(person, login, number, request.POST.get("reason", ""))
    except DomainError as error:
        return _show(request, view, seen, problem=error, session=number)
    messages.success(request, gettext("Đã kết thúc một phiên của %(login)s.") % {"login": login})
    return HttpResponseRedirect(reverse("desk:account", args=[login]))


@right("administer_accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Give an officer an account; the one-time password is shown once, in the answer."""
    person = person_on(request)
    if request.method != "POST":
        return _ask(request, person, officer=request.GET.get("can-bo", ""))
    typed = {name: request.POST.get(name, "") for name in ("officer", "login_name", "reason")}
    try:
        issued = create_account(person, typed["officer"], typed["login_name"], typed["reason"])
    except DomainError as error:
        return _ask(request, person, problem=error, **typed)
    return _hand_over(request, issued, read_account(person, issued.login_name), is_new=True)


def _ask(
    request: HttpRequest, person: Person, *, problem: DomainError | None = None, **typed: str
) -> HttpResponse:
    context = {
        "officers": officers_without_account(person),
        "values": typed,
        "problem": problem,
        "field": problem.params.get("field", "") if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/admin/account_new.html", context, status=status)


def _hand_over(request: HttpRequest, issued: Issued, view: AccountView, *, is_new: bool) -> HttpResponse:
    context = {"issued": issued, "view": view, "is_new": is_new}
    return render(request, "desk/admin/account_password.html", context)


def _show(
    request: HttpRequest,
    view: AccountView,
    seen: Seen,
    *,
    problem: DomainError | None = None,
    act: str = "",
    session: int = 0,
) -> HttpResponse:
    # An act that was refused stays, with the reason typed for it.
    offered = {name: each for name, each in ACTS.items() if name == act or _offered(each, view)}
    offered = {} if view.is_own else offered
    context: dict[str, Any] = {
        "view": view,
        "row": view.row,
        "state": STATES[view.row.state],
        "acts": offered.items(),
        "changes": [(each, differences(each)) for each in view.changes],
        "problem": problem,
        "seen": seen.told(problem),
        "act": act,
        "session": session,
        "reason": request.POST.get("reason", ""),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/admin/account.html", context, status=status)


def _seen(request: HttpRequest, login: str) -> Seen:
    return Seen(request, Subject("account", login))


def _offered(act: Act, view: AccountView) -> bool:
    return view.row.state in act.states and act.only(view)
