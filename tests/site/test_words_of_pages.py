"""How pages say moments, time left, states and keys."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.queries.times import TimeState
from motcua.foundation.clock import HOUR, MINUTE, aware_of, instant_of
from motcua.foundation.errors import DomainError
from motcua.foundation.worktime import Unit, promise, remaining
from motcua.law.calendar import shipped_calendar
from motcua.law.regimes import regimes
from motcua.site.icons import icon
from motcua.site.states import STATUS, TIME

MOMENT = instant_of(datetime(2022, 11, 30, 17, 0))
DUE = instant_of(datetime(2026, 12, 1, 9, 12))


def shown(source: str, **values: object) -> str:
    request = RequestFactory().get("/?q=a+b&trang=2")
    return Template("{% load motcua %}" + source).render(Context(values | {"request": request}))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ at|moment }}", "30/11/2022 17:00"),
        ("{{ at|short_moment }}", "30/11 17:00"),
        ("{{ at|day }}", "30/11/2022"),
        ("{{ at|short_day }}", "30/11"),
        ("{{ at|hour }}", "17:00"),
        ("{{ at|weekday }}", "T4"),
        ("{{ at|weekday_long }}", "Thứ Tư"),
        ("{{ at|citizen_moment }}", "17:00, thứ Tư 30/11/2022"),
    ],
)
def test_moment_as_instant_or_datetime(source: str, words: str) -> None:
    assert shown(source, at=MOMENT) == words
    assert shown(source, at=aware_of(MOMENT)) == words


def test_no_zero_in_front_of_day_and_month() -> None:
    assert shown("{{ at|moment }}", at=instant_of(datetime(2022, 4, 8, 7, 5))) == "8/4/2022 07:05"


def test_sunday() -> None:
    assert shown("{{ day|weekday }} {{ day|day }}", day=date(2022, 11, 27)) == "CN 27/11/2022"


@pytest.mark.parametrize(
    "name", ["moment", "day", "hour", "weekday", "citizen_moment", "iso", "money", "left"]
)
def test_nothing_stays_nothing(name: str) -> None:
    assert shown("{{ at|" + name + " }}", at=None) == ""


def test_time_element_holds_the_instant() -> None:
    wanted = '<time datetime="2022-11-30T10:00:00+00:00">30/11/2022 17:00</time>'
    assert shown("{% when at %}", at=MOMENT) == wanted


def test_money() -> None:
    assert shown("{{ 26000|money }}") == "26.000\N{NO-BREAK SPACE}đ"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (28 * MINUTE, "Còn 28 phút"),
        (2 * HOUR, "Còn 2 giờ"),
        (-2 * HOUR, "Quá 1 giờ 30 phút"),  # the lunch break is nobody's delay
    ],
)
def test_time_left_in_working_time(before: int, words: str) -> None:
    due = instant_of(datetime(2026, 11, 30, 10, 0))
    assert shown("{{ rest|left }}", rest=remaining(due - before, due, shipped_calendar())) == words


class TestStates:
    @pytest.mark.parametrize("state", list(TimeState))
    def test_every_state_of_time_has_icon_word_and_colour(self, state: TimeState) -> None:
        pill = shown("{% time_pill state %}", state=state)
        look = TIME[state]
        assert "<svg" in pill
        assert look.word in pill
        assert f"st-{look.tone}" in pill

    def test_red_is_late_and_nothing_else(self) -> None:
        assert {key for key, look in TIME.items() if look.tone == "late"} == {"late", "ended_late"}
        assert "late" not in {tone for _, tone in STATUS.values()}

    def test_pill_with_the_time_left(self) -> None:
        rest = remaining(DUE - 28 * MINUTE, DUE, shipped_calendar())
        assert "Sắp đến hạn, còn 28 phút" in shown("{% time_pill 'near' rest %}", rest=rest)

    @pytest.mark.parametrize("law", regimes(), ids=lambda law: law.id)
    @pytest.mark.parametrize("status", list(Status))
    def test_every_status_has_its_legal_name(self, status: Status, law: object) -> None:
        badge = shown("{% status_badge status law %}", status=status, law=law.id)  # type: ignore[attr-defined]
        assert law.status_name(status) in badge  # type: ignore[attr-defined]
        assert "<svg" in badge


class TestKeys:
    def test_cap_is_hidden_from_readers(self) -> None:
        assert shown('{% key "Ctrl Enter" %}') == '<kbd aria-hidden="true">Ctrl ↵</kbd>'

    def test_readers_hear_the_shortcut(self) -> None:
        attributes = shown('{% keyed "Ctrl Enter" "Tiếp nhận" %}')
        assert 'data-key="Ctrl Enter"' in attributes
        assert 'aria-keyshortcuts="Control+Enter"' in attributes
        assert 'data-key-words="Tiếp nhận"' in attributes


class TestExplanation:
    def test_counted_days_add_up_to_the_limit(self) -> None:
        received = instant_of(datetime(2026, 11, 23, 9, 12))
        made = promise(received, Decimal(5), Unit.WORKING_DAY, shipped_calendar(), explain=True)
        assert shown("{{ made|counted_minutes|working_minutes }}", made=made) == "40 giờ"
        lines = shown(
            "{% for line in made|folded %}{{ line|days_of }}={{ line|counted }};{% endfor %}", made=made
        )
        assert "28–29/11=Không tính" in lines
        assert "T3 24/11=Không tính" in lines

    def test_calendar_days_are_said_as_days(self) -> None:
        made = promise(MOMENT, Decimal(3), Unit.CALENDAR_DAY, shipped_calendar(), explain=True)
        words = shown(
            "{% for line in made|folded %}{{ line|counted:'calendar_day' }} {% endfor %}", made=made
        )
        assert "giờ" not in words
        assert "ngày" in words


def test_refusal_says_what_was_kept_and_what_to_do() -> None:
    error = DomainError("Sai %(n)d.", "Làm lại.", kept="Đã giữ.", n=3)
    assert shown("{{ error|told }}", error=error) == "Sai 3. Đã giữ. Làm lại."


def test_query_string_keeps_the_rest() -> None:
    assert shown("{% query trang=3 %}") == "q=a+b&amp;trang=3"
    assert shown("{% query trang=none %}", none=None) == "q=a+b"


def test_values_cannot_bring_markup() -> None:
    error = DomainError("Không có %(name)s.", name="<script>")
    assert "<script>" not in shown(
        "{{ error|told }}{% key bad %}{% keyed bad bad %}", error=error, bad='"><script>'
    )


def test_icon_is_silent_and_checked() -> None:
    assert 'aria-hidden="true"' in icon("clock")
    assert not re.search(r"\son\w+=|<script", icon("clock"))
    for bad in ("no-such-icon", "../../package", "CLOCK"):
        with pytest.raises(Exception, match="no icon"):
            icon(bad)


def test_figures_in_english() -> None:
    with override("en"):
        assert shown("{{ 26000|money }}") == "26,000\N{NO-BREAK SPACE}đ"
        assert shown("{{ 186000|number }}") == "186,000"


def test_how_hours_count_is_told_only_where_hours_count() -> None:
    assert "Cách tính" in shown("{% regime_note 'R2025' 'x' 'hours' 'working_day' %}")
    assert "Cách tính" not in shown("{% regime_note 'R2025' 'x' 'hours' 'calendar_day' %}")
