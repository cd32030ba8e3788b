"""Two administrators at one form: who saves second is told what changed, keeps what was typed, may go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HANDLER_CODE, OTHER_HANDLER_CODE, WARD

from motcua.law.regimes import regime_on
from motcua.organisation.calendars import current_calendar_version
from motcua.organisation.models import (
    Agency,
    Assignment,
    Change,
    Counter,
    Officer,
    Post,
    RegimeSetting,
    Section,
    StandIn,
    User,
)
from motcua.organisation.queries import today
from motcua.procedures.administered import in_time

ADMIN = "/quan-tri"
REASON = {"reason": "Quyết định 7"}


def day(more: int) -> str:
    return (today() + timedelta(days=more)).isoformat()


def ward() -> Agency:
    return Agency.objects.get(code=WARD, valid_to=None)


def section() -> Section:
    return Section.objects.get(agency=ward())


def post() -> Post:
    return held().post


def held() -> Assignment:
    return Assignment.objects.get(officer__code=HANDLER_CODE, valid_to=None)


def standing_in() -> StandIn:
    return StandIn.objects.create(
        post=post(),
        officer=Officer.objects.get(code=OTHER_HANDLER_CODE),
        valid_from=today(),
        valid_to=today() + timedelta(days=20),
        ground="QĐ 1",
    )


class Form(NamedTuple):
    """A form: where it stands, what is typed into it, where it is sent, if elsewhere."""

    page: str
    typed: dict[str, Any]
    sent: str = ""


class Case(NamedTuple):
    """What the first saves, what the second wants, what the database says; `told` stands in the refusal."""

    first: Form
    second: Form
    stored: Callable[[], object]
    told: str
    again: bool = True


def agency_change() -> Case:
    page = f"{ADMIN}/co-quan/{ward().pk}/sua/"
    typed = {"how": "wrong", **REASON}
    return Case(
        Form(page, {"short_name": "Phường Một", **typed}),
        Form(page, {"short_name": "Phường Hai", **typed}),
        lambda: ward().short_name,
        "Phường Một",
    )


def agency_end() -> Case:
    pk = ward().pk
    second = Form(f"{ADMIN}/co-quan/{pk}/ket-thuc/", {"valid_to": day(1), "end_posts": "on", **REASON})
    return Case(
        agency_change().first, second, lambda: Agency.objects.get(pk=pk).valid_to, "Phường Một", again=False
    )


def agency_hours() -> Case:
    page = f"{ADMIN}/co-quan/{ward().pk}/gio/"
    typed = {"source": "QĐ 9", **REASON}
    return Case(
        Form(page, {"h0a": "08:00", **typed}),
        Form(page, {"h0a": "08:30", **typed}),
        current_calendar_version,
        "08:00-11:30",
    )


def section_change() -> Case:
    page = f"{ADMIN}/bo-phan/{section().pk}/sua/"
    return Case(
        Form(page, {"phone": "0206 111", **REASON}),
        Form(page, {"phone": "0206 222", **REASON}),
        lambda: section().phone,
        "0206 111",
    )


def section_close() -> Case:
    second = Form(f"{ADMIN}/bo-phan/{section().pk}/dong/", {"valid_to": day(1), "end_posts": "on", **REASON})
    return Case(section_change().first, second, lambda: section().valid_to, "0206 111")


def counter_change() -> Case:
    counter = Counter.objects.filter(section=section()).first()
    assert counter is not None
    page, pk = f"{ADMIN}/quay/{counter.pk}/", counter.pk
    return Case(
        Form(page, {"name": "Hộ tịch", **REASON}),
        Form(page, {"name": "Đất đai", **REASON}),
        lambda: Counter.objects.get(pk=pk).name,
        "Hộ tịch",
    )


def post_change() -> Case:
    page = f"{ADMIN}/vi-tri/{post().code}/sua/"
    return Case(
        Form(page, {"title": "Công chức A", **REASON}),
        Form(page, {"title": "Công chức B", **REASON}),
        lambda: post().title,
        "Công chức A",
    )


def post_end() -> Case:
    code = post().code
    second = Form(f"{ADMIN}/vi-tri/{code}/ket-thuc/", {"valid_to": day(1), **REASON})
    return Case(post_change().first, second, lambda: Post.objects.get(code=code).valid_to, "Công chức A")


def assignment_end() -> Case:
    pk = held().pk
    page = f"{ADMIN}/phan-cong/{pk}/ket-thuc/"
    return Case(
        Form(page, {"valid_to": day(30), **REASON}),
        Form(page, {"valid_to": day(10), **REASON}),
        lambda: Assignment.objects.get(pk=pk).valid_to,
        f"{(today() + timedelta(days=30)).year}",
    )


def stand_in_end() -> Case:
    pk = standing_in().pk
    page = f"{ADMIN}/lam-thay/{pk}/ket-thuc/"
    return Case(
        Form(page, {"valid_to": day(15), **REASON}),
        Form(page, {"valid_to": day(10), **REASON}),
        lambda: StandIn.objects.get(pk=pk).valid_to,
        "Làm thay",
    )


def officer_change() -> Case:
    page = f"{ADMIN}/can-bo/{HANDLER_CODE}/sua/"
    return Case(
        Form(page, {"full_name": "Nông Văn Một", **REASON}),
        Form(page, {"full_name": "Nông Văn Hai", **REASON}),
        lambda: Officer.objects.get(code=HANDLER_CODE).full_name,
        "Nông Văn Một",
    )


def officer_leaves() -> Case:
    second = Form(f"{ADMIN}/can-bo/{HANDLER_CODE}/thoi-viec/", {"valid_to": day(1), **REASON})
    return Case(
        officer_change().first,
        second,
        lambda: Officer.objects.get(code=HANDLER_CODE).left_on,
        "Nông Văn Một",
    )


def officer_returns() -> Case:
    Officer.objects.filter(code=HANDLER_CODE).update(left_on=today() - timedelta(days=3))
    page = f"{ADMIN}/can-bo/{HANDLER_CODE}/tro-lai/"
    return Case(
        Form(page, REASON),
        Form(page, {"reason": "Trở lại"}),
        lambda: Officer.objects.get(code=HANDLER_CODE).left_on,
        "Thôi việc sau ngày",
        again=False,
    )


def account_act() -> Case:
    page = f"{ADMIN}/tai-khoan/{HANDLER}/"
    return Case(
        Form(page, REASON, f"{page}dat-lai-mat-khau/"),
        Form(page, {"reason": "Nghi bị lộ"}, f"{page}khoa/"),
        lambda: User.objects.get(login_name=HANDLER).is_active,
        "mật khẩu dùng một lần",
    )


def calendar_day() -> Case:
    typed = {"kind": "off", "name": "Nghỉ bão", "source": "CV 1", "reason": "Bão", "step": "change"}
    return Case(
        Form("/lich/doi/", {"day": "2026-12-24", **typed}),
        Form("/lich/doi/", {"day": "2026-12-28", **typed}),
        current_calendar_version,
        "Nghỉ bão",
    )


def calendar_hours() -> Case:
    typed = {"source": "CV 2", "reason": "Giờ mùa đông", "step": "change"}
    return Case(
        Form("/lich/gio/", {"day-0": "07:30-11:30", **typed}),
        Form("/lich/gio/", {"day-1": "08:00-11:00", **typed}),
        current_calendar_version,
        "07:30-11:30",
    )


def regime_setting() -> Case:
    page = f"{ADMIN}/quy-dinh/{regime_on(today()).id}/answer_hours/"
    typed = {"valid_from": day(1), "source": "QĐ 1", "reason": "Thử"}
    return Case(
        Form(page, {"value": "5", **typed}),
        Form(page, {"value": "6", **typed}),
        lambda: list(RegimeSetting.objects.order_by("pk").values_list("value", flat=True)),
        "5",
    )


PROCEDURE = f"{ADMIN}/danh-muc/1.004884"
GROUND = {"document": "QĐ 1", "reason": "Rút ngắn"}


def procedure_then() -> tuple[str, str]:
    content = in_time("1.004884", today() + timedelta(days=3)).content
    return content.name, content.state


def catalogue_version() -> Case:
    page, typed = f"{PROCEDURE}/phien-ban/", {"valid_from": day(1), **GROUND, "step": "save"}
    return Case(
        Form(page, {"name": "Đăng ký lại khai sinh A", **typed}),
        Form(page, {"name": "Đăng ký lại khai sinh B", **typed}),
        procedure_then,
        "Đăng ký lại khai sinh A",
    )


def catalogue_look() -> Case:
    """Looking at what would differ is told too, before more is typed."""
    second = Form(f"{PROCEDURE}/phien-ban/", {"valid_from": day(1), **GROUND, "step": "look"})
    return Case(catalogue_version().first, second, procedure_then, "Đăng ký lại khai sinh A", again=False)


def catalogue_end() -> Case:
    second = Form(f"{PROCEDURE}/bai-bo/", {"valid_from": day(2), **GROUND})
    return Case(catalogue_version().first, second, procedure_then, "Đăng ký lại khai sinh A")


CASES = (
    agency_change, agency_end, agency_hours, section_change, section_close, counter_change, post_change,
    post_end, assignment_end, stand_in_end, officer_change, officer_leaves, officer_returns, account_act,
    calendar_day, calendar_hours, regime_setting, catalogue_version, catalogue_look, catalogue_end,
)  # fmt: skip


class Open(NamedTuple):
    """A form that somebody has before the eyes."""

    browser: Client
    form: Form
    fields: dict[str, Any]

    def send(self, **more: Any) -> Any:
        return self.browser.post(self.form.sent or self.form.page, {**self.fields, **self.form.typed, **more})


def carried(page: Any, form: Form) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    forms = [
        each
        for each in tree_of(page).xpath("//main//form[.//input[@name='seen']]")
        if not form.sent or each.get("action") == form.sent
    ]
    assert forms, "no form carries its mark"
    return dict(forms[0].form_values())


def opened(browser: Client, form: Form) -> Open:
    page = browser.get(form.page)
    assert page.status_code == 200, words_of(page)
    return Open(browser, form, carried(page, form))


@pytest.fixture
def two(sign_in: SignIn) -> tuple[Client, Client]:
    return sign_in(ADMINISTRATOR), sign_in(ADMINISTRATOR)


@pytest.fixture(params=CASES, ids=lambda make: make.__name__)
def case(request: Any, two: tuple[Client, Client]) -> Case:
    return request.param()  # type: ignore[no-any-return]


def test_the_second_to_save_is_told_and_overwrites_nothing(case: Case, two: tuple[Client, Client]) -> None:
    first, second = opened(two[0], case.first), opened(two[1], case.second)
    done = first.send()
    assert done.status_code in (200, 302), words_of(done)
    stored, changes = case.stored(), Change.objects.count()
    late = second.send()
    told = words_of(late)
    assert late.status_code == 409, told
    assert "mục này đã có thay đổi khác" in told
    box = tree_of(late).xpath("//section[contains(@class, 'meanwhile')]")[0].text_content()
    assert case.told in box
    assert Officer.objects.get(user__login_name=ADMINISTRATOR).full_name in box
    assert case.stored() == stored
    assert Change.objects.count() == changes


def test_what_was_typed_stays_and_may_be_saved_knowingly(case: Case, two: tuple[Client, Client]) -> None:
    first, second = opened(two[0], case.first), opened(two[1], case.second)
    first.send()
    late = second.send()
    kept = carried(late, case.second)
    typed = {name: value for name, value in case.second.typed.items() if name not in ("step", "end_posts")}
    assert {name: kept.get(name) for name in typed} == typed
    before = case.stored()
    step = {name: value for name, value in case.second.typed.items() if name == "step"}
    done = two[1].post(case.second.sent or case.second.page, kept | step)
    if not case.again:
        assert done.status_code != 409, "told once"
        return
    assert done.status_code in (200, 302), words_of(done)
    assert case.stored() != before


def test_a_mistake_of_the_hand_does_not_hide_the_change(two: tuple[Client, Client]) -> None:
    """A form that was refused for something else still carries the mark that it was opened with."""
    case = post_change()
    first, second = opened(two[0], case.first), opened(two[1], case.second)
    first.send()
    refused = second.send(reason="")
    assert refused.status_code == 400
    late = two[1].post(case.second.page, carried(refused, case.second) | case.second.typed)
    assert late.status_code == 409


def test_a_change_of_something_else_is_no_conflict(two: tuple[Client, Client]) -> None:
    other = officer_change()
    mine = post_change()
    form = opened(two[1], mine.second)
    opened(two[0], other.first).send()
    assert form.send().status_code == 302
    assert post().title == "Công chức B"


@pytest.mark.parametrize("mark", ["0", "-1", "x", "", "9" * 40, "\0"])
def test_a_mark_made_by_hand(two: tuple[Client, Client], mark: str) -> None:
    opened(two[0], post_change().first).send()
    answer = opened(two[1], post_change().second).send(seen=mark)
    assert answer.status_code in (302, 409)
