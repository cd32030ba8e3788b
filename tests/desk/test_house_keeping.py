"""Calendar, contradictions, verifier, audit: what administrators and inspectors do, and what never moves."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client
from tests.desk.conftest import SignIn, receive, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HEAD, INSPECTOR, RECEPTION, form

from motcua.dossiers.checks import run_check
from motcua.dossiers.inspection_tables import LogCheck
from motcua.dossiers.intake import read_intake
from motcua.dossiers.models import Dossier
from motcua.dossiers.recount_tables import RecountRun
from motcua.dossiers.recounting import run_recount
from motcua.dossiers.services import register
from motcua.foundation.clock import DAY, day_of
from motcua.law.calendar import shipped_facts
from motcua.organisation.calendars import current_calendar_version
from motcua.procedures.models import Contradiction


def change(**more: str) -> dict[str, str]:
    return {
        "kind": "off",
        "name": "Nghỉ đột xuất",
        "source": "Công văn 1/UBND",
        "reason": "Bão",
        **more,
    }


def test_a_change_of_the_calendar_shows_what_it_touches_and_moves_nothing(
    sign_in: SignIn, received: str
) -> None:
    browser = sign_in(ADMINISTRATOR)
    due = Dossier.objects.get().due_at or 0
    day = day_of(due).isoformat()
    look = browser.post("/lich/doi/", change(day=day))
    assert "1 hồ sơ đang giải quyết có ngày này trong thời hạn" in words_of(look)
    assert received in words_of(look)
    assert current_calendar_version() == 1
    done = browser.post("/lich/doi/", change(day=day, step="change"))
    assert received in words_of(done)
    assert current_calendar_version() == 2
    assert Dossier.objects.get().due_at == due
    assert "db-2" in words_of(browser.get("/lich/"))
    assert "đây là bản cũ" in words_of(browser.get("/lich/?ban=1"))


def test_the_head_decides_that_promises_follow_the_new_calendar(sign_in: SignIn, received: str) -> None:
    due = Dossier.objects.get().due_at or 0
    sign_in(ADMINISTRATOR).post("/lich/doi/", change(day=day_of(due).isoformat(), step="change"))
    head = sign_in(HEAD)
    assert "Tính lại ngày hẹn" in words_of(head.get("/lich/"))
    page = head.get("/lich/tinh-lai/")
    assert "1 hồ sơ đang hẹn theo lịch cũ" in words_of(page)
    assert received in words_of(page)
    refused = head.post("/lich/tinh-lai/", {"ho-so": [received], "reason": " "})
    assert refused.status_code == 400
    assert "Chưa ghi lý do tính lại ngày hẹn" in words_of(refused)
    asked = head.post("/lich/tinh-lai/", {"ho-so": [received], "reason": "Công văn 1/UBND"})
    assert (asked.status_code, asked["Location"]) == (302, "/lich/tinh-lai/")
    assert "Đang tính lại: 0 trên 1 hồ sơ." in words_of(head.get("/lich/tinh-lai/dang-chay/"))
    run_recount(RecountRun.objects.get().pk)
    done = words_of(head.get("/lich/tinh-lai/"))
    assert "1 trên 1 hồ sơ đổi ngày hẹn" in done
    assert "0 hồ sơ đang hẹn theo lịch cũ" in done
    assert (Dossier.objects.get().due_at or 0) > due
    assert "lịch làm việc áp dụng" in words_of(head.get(f"/ho-so/{received}/"))


def test_a_day_that_no_promise_runs_over_touches_nothing(sign_in: SignIn, received: str) -> None:
    day = day_of((Dossier.objects.get().due_at or 0) + 90 * DAY).isoformat()
    look = words_of(sign_in(ADMINISTRATOR).post("/lich/doi/", change(day=day)))
    assert "0 hồ sơ đang giải quyết" in look


def test_a_change_needs_its_document_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    page = sign_in(ADMINISTRATOR).post("/lich/doi/", change(day="2026-12-24", source="", step="change"))
    assert page.status_code == 400
    assert tree_of(page).xpath("string(//input[@name='reason']/@value)") == "Bão"
    assert current_calendar_version() == 1


def test_a_contradiction_is_decided_with_a_reason_and_then_receivable(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    row = Contradiction.objects.get(version__procedure__code="1.012786")
    listed = browser.get("/quan-tri/mau-thuan/")
    assert "1.012786" in words_of(listed)
    assert "working_day" not in words_of(listed)
    address = f"/quan-tri/mau-thuan/{row.pk}/"
    silent = browser.post(address, {"choice": "10 working_day", "reason": ""})
    assert silent.status_code == 400
    assert "Chưa ghi lý do của quyết định." in words_of(silent)
    assert tree_of(silent).xpath("//input[@value='10 working_day' and @checked]")
    done = browser.post(address, {"choice": "10 working_day", "reason": "Quyết định công bố"})
    assert done.status_code == 302
    again = browser.post(address, {"choice": "20 working_day", "reason": "Khác"})
    assert again.status_code == 409
    assert "đã được" in words_of(again)
    assert "Quyết định công bố" in words_of(browser.get("/quan-tri/mau-thuan/?xem=da-chot"))
    counter = words_of(sign_in(RECEPTION).post("/tiep-nhan/", {"choose": "1.012786"}))
    assert "Chưa tiếp nhận được" not in counter


@pytest.mark.parametrize("who", [RECEPTION, HANDLER, INSPECTOR])
def test_only_the_administrator_decides(sign_in: SignIn, who: str) -> None:
    row = Contradiction.objects.filter(decision="").first()
    assert row is not None
    browser = sign_in(who)
    assert tree_of(browser.get("/quan-tri/mau-thuan/")).xpath("//form[contains(@action,'mau-thuan')]") == []
    answer = browser.post(f"/quan-tri/mau-thuan/{row.pk}/", {"choice": "none", "reason": "x"})
    assert answer.status_code == 403


def check_all(browser: Client) -> str:
    """Ask for a check of everything, let the background do it; the words of the page after it."""
    answer = browser.post("/nhat-ky/kiem-tra/", {"ma": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/nhat-ky/kiem-tra/")
    run_check(LogCheck.objects.get(ended_at=None).pk)
    return words_of(browser.get("/nhat-ky/kiem-tra/"))


def test_the_verifier_says_that_all_chains_hold(sign_in: SignIn, with_handler: str) -> None:
    browser = sign_in(INSPECTOR)
    one = words_of(browser.post("/nhat-ky/kiem-tra/", {"ma": with_handler}))
    assert "Chuỗi khớp: 2 sự kiện của 1 hồ sơ." in one
    assert "Chuỗi khớp: 2 sự kiện của 1 hồ sơ." in check_all(browser)
    unknown = browser.post("/nhat-ky/kiem-tra/", {"ma": "H14.40.03-200101-0001"})
    assert "Không tìm thấy hồ sơ" in words_of(unknown)


@pytest.fixture
def forged(
    databases: object, province: None, transactional_db: None
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection as the owner of the tables, who alone could change the log."""
    with psycopg.connect(databases.url("owner"), autocommit=True) as link:  # type: ignore[attr-defined]
        yield link


def test_a_changed_byte_is_named_on_both_pages(
    forged: psycopg.Connection[tuple[object, ...]], sign_in: SignIn
) -> None:
    code = receive(sign_in(RECEPTION))
    forged.execute("ALTER TABLE dossiers_event DISABLE TRIGGER USER")
    forged.execute("UPDATE dossiers_event SET body = replace(body, 'received', 'receivee') WHERE seq = 1")
    browser = sign_in(INSPECTOR)
    one = words_of(browser.post("/nhat-ky/kiem-tra/", {"ma": code}))
    for words in (one, check_all(browser)):
        assert "Nhật ký không khớp từ sự kiện số 1" in words
        assert code in words
        assert "Chuỗi khớp" not in words


def test_sign_ins_are_listed_and_filtered(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    all_of_them = words_of(browser.get("/quan-tri/dang-nhap/"))
    assert ADMINISTRATOR in all_of_them
    none = words_of(browser.get("/quan-tri/dang-nhap/?ten=khong.co"))
    assert "Không có lượt đăng nhập nào khớp." in none


def test_a_filing_online_is_answered_at_the_desk(sign_in: SignIn) -> None:
    from motcua.organisation.queries import person_by_login

    section = person_by_login(RECEPTION).held[0].agency_code
    filed = register(read_intake(form(section=section)), idempotency_key="mot-nguoi-nop")
    browser = sign_in(RECEPTION)
    listed = browser.get("/ban-lam-viec/")
    assert filed.reference in words_of(listed)
    assert tree_of(listed).xpath("//a[@data-row-next]/@href") == [f"/ho-so/{filed.reference}/lam/receive/"]
    page = browser.get(f"/ho-so/{filed.reference}/")
    offered = tree_of(page).xpath("//div[@class='nx']/a/@href")
    assert [link.split("/")[-2] for link in offered] == [
        "receive",
        "notice_registration",
        "decline_registration",
    ]
    done = browser.post(f"/ho-so/{filed.reference}/lam/receive/", {"expected_seq": "1"})
    assert done.status_code == 302
    assert "Đã tiếp nhận hồ sơ" in words_of(browser.get(done["Location"]))


HOURS = {f"day-{day}": "07:30-11:30, 13:00-17:00" for day in range(5)}


def hours(**more: str) -> dict[str, str]:
    ground = {"source": "Công văn 2/UBND", "reason": "Giờ mùa đông", "announced_until": "2027"}
    return {**HOURS, **ground, "step": "change", **more}


def test_hours_and_the_announced_year_make_a_version_and_a_line_in_the_register(
    sign_in: SignIn, received: str
) -> None:
    browser = sign_in(ADMINISTRATOR)
    due = Dossier.objects.get().due_at
    done = browser.post("/lich/gio/", hours(announced_until="2028"))
    assert done.status_code == 200
    assert received in words_of(done)
    assert "07:30–11:30" in words_of(browser.get("/lich/"))
    assert Dossier.objects.get().due_at == due
    told = words_of(browser.get("/quan-tri/thay-doi/?loai=calendar"))
    assert "T2 07:30-11:30" in told
    assert "2028" in told


def test_hours_are_looked_at_before_they_are_written(sign_in: SignIn, received: str) -> None:
    browser = sign_in(ADMINISTRATOR)
    look = browser.post("/lich/gio/", hours(step="look", announced_until="2028"))
    told = words_of(look)
    assert received in told
    assert "1 hồ sơ đang giải quyết mà thay đổi này chạm tới" in told
    changed = tree_of(look).xpath("//ins")
    assert [ins.text_content() for ins in changed[:1]] == ["07:30–11:30, 13:00–17:00"]
    assert changed[-1].text_content() == "2028"
    assert "db-1 → db-2" in told
    assert current_calendar_version() == 1


def test_a_later_announced_year_touches_only_what_is_due_after_the_earlier(
    sign_in: SignIn, received: str
) -> None:
    standing = {
        one.get("name"): one.get("value")
        for one in tree_of(sign_in(ADMINISTRATOR).get("/lich/gio/")).xpath(
            "//input[starts-with(@name, 'day-')]"
        )
    }
    before = dict.fromkeys(standing) | standing | {"step": "look"}
    year = day_of(Dossier.objects.get().due_at or 0).year
    shown = {
        str(until): "0 hồ sơ đang giải quyết mà thay đổi"
        in words_of(sign_in(ADMINISTRATOR).post("/lich/gio/", hours(**before, announced_until=str(until))))
        for until in (year - 1, year + 7)
    }
    assert shown == {str(year - 1): False, str(year + 7): True}


def test_two_versions_are_set_side_by_side(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    browser.post("/lich/doi/", change(day="2026-12-24", step="change"))
    browser.post("/lich/gio/", hours(announced_until=str(shipped_facts().announced_until)))
    assert current_calendar_version() == 3
    last = tree_of(browser.get("/lich/khac-biet/"))
    both = tree_of(browser.get("/lich/khac-biet/?tu=1&den=3"))
    none = browser.get("/lich/khac-biet/?tu=2&den=2")
    assert "24/12/2026" not in last.text_content()
    assert len(last.xpath("//ins")) == 5
    assert "24/12/2026" in both.text_content()
    assert len(both.xpath("//ins")) == 6
    assert "Hai bản không khác nhau ngày nào, giờ nào." in words_of(none)


@pytest.mark.parametrize(
    "asked", ["tu=99&den=99", "tu=-1", "tu=x&den=", "den=0", "tu=9999999999999999999999"]
)
def test_versions_that_are_none_are_read_as_the_last(sign_in: SignIn, asked: str) -> None:
    assert sign_in(ADMINISTRATOR).get(f"/lich/khac-biet/?{asked}").status_code == 200


@pytest.mark.parametrize(
    "spoilt",
    [
        {"day-0": "00:00-25:00"},
        {"day-0": "07:00-12:00, 11:00-17:00"},
        {"day-0": "17:00-07:00"},
        {"day-0": "22:00-02:00"},
        {"day-0": "sáng"},
        {f"day-{day}": "" for day in range(5)},
        {"announced_until": "1900"},
        {"announced_until": "9999"},
        {"source": ""},
    ],
)
def test_hours_that_are_none_change_nothing(sign_in: SignIn, spoilt: dict[str, str]) -> None:
    page = sign_in(ADMINISTRATOR).post("/lich/gio/", hours(**spoilt))
    assert page.status_code in (400, 409)
    assert tree_of(page).xpath("string(//input[@name='reason']/@value)") == "Giờ mùa đông"
    assert current_calendar_version() == 1


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31", "2026-02-30", "2100-01-01"])
def test_a_day_of_another_century_changes_nothing(sign_in: SignIn, day: str) -> None:
    assert sign_in(ADMINISTRATOR).post("/lich/doi/", change(day=day, step="change")).status_code == 400
    assert current_calendar_version() == 1
