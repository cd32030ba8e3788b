"""Sessions: one statement a request; what was locked, left or forged is out at the next press."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from tests.organisation.tree import Province
from tests.support.statements import counting

from motcua.foundation.clock import DAY, MINUTE, FixedClock, SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.credentials import end_sessions, lock_account, unlock_account
from motcua.organisation.models import Assignment, Officer, Session, SignInRecord, StandIn, User
from motcua.organisation.queries import kept_person, person_of, rights_mark
from motcua.organisation.rights import may
from motcua.organisation.sessions import SessionStore, digest_of, find
from motcua.organisation.signed_in import end_other_sessions, end_session, open_sessions

PAGE = "/quan-tri/mau-thuan/"  # any page with a right


def today() -> date:
    return day_of(SystemClock().now())


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def officer(province: Province) -> Officer:
    return province.holder(province.post(Role.SECTION_HEAD, "new-1"))


def signed_in(officer: Officer, **headers: str) -> Client:
    assert officer.user is not None
    browser = Client(headers=headers)
    browser.force_login(officer.user)
    return browser


def key_of(browser: Client) -> str:
    return browser.cookies["sessionid"].value


def test_the_table_does_not_hold_the_key(officer: Officer) -> None:
    browser = signed_in(officer)
    row = Session.objects.get(user=officer.user)
    assert row.digest == digest_of(key_of(browser))
    assert key_of(browser) not in str(row.__dict__)


def test_one_statement_from_the_cookie_to_the_person(officer: Officer) -> None:
    browser = signed_in(officer)
    browser.get("/phien/")
    with counting() as caught:
        assert browser.get("/phien/").status_code == 204
    assert len(caught.texts) == 1
    browser.get("/so-theo-doi/xuat/none/")  # the posts are read once
    with counting() as caught:
        assert browser.get("/so-theo-doi/xuat/none/").status_code == 404
    session = [text for text in caught.texts if "organisation_session" in text]
    assert len(session) == 1
    others = [text for text in caught.texts if text not in session]
    assert not [text for text in others if "organisation_assignment" in text], "posts are kept"


def test_a_page_for_everybody_asks_nothing_without_a_cookie(province: Province) -> None:
    with counting() as caught:
        assert Client().get("/tra-cuu/").status_code == 200
    assert [text for text in caught.texts if "session" in text] == []


@pytest.mark.parametrize(
    "key", ["", "x", "a" * 32, "../../etc/passwd", "é" * 20, "a" * 4000, "%00", "' OR 1=1 --"]
)
def test_a_forged_key_is_nobody(officer: Officer, key: str) -> None:
    signed_in(officer)
    browser = Client()
    browser.cookies["sessionid"] = key
    assert browser.get("/phien/")["Location"].startswith("/dang-nhap/")


def test_a_cut_key_is_nobody(officer: Officer) -> None:
    browser = signed_in(officer)
    for key in (key_of(browser)[:-1], key_of(browser) + "a", Session.objects.get().digest):
        other = Client()
        other.cookies["sessionid"] = key
        assert other.get("/phien/").status_code == 302
    assert browser.get("/phien/").status_code == 204


def test_content_of_somebody_else_s_making_is_nobody(officer: Officer) -> None:
    browser = signed_in(officer)
    Session.objects.update(data="forged:content")
    assert browser.get("/phien/").status_code == 302


def test_a_session_is_over_after_its_time(officer: Officer) -> None:
    browser = signed_in(officer)
    Session.objects.update(expires=SystemClock().now() - 1)
    assert browser.get("/phien/").status_code == 302
    assert officer.user_id is not None
    assert open_sessions(officer.user_id) == []
    SessionStore.clear_expired()
    assert not Session.objects.exists()


def test_a_leaver_is_out_the_day_after(officer: Officer) -> None:
    browser = signed_in(officer)
    Officer.objects.filter(pk=officer.pk).update(left_on=today())
    assert browser.get("/phien/").status_code == 204
    Officer.objects.filter(pk=officer.pk).update(left_on=today() - timedelta(days=1))
    assert browser.get("/phien/").status_code == 302
    assert officer.user is not None
    officer.user.set_password("mùa xuân trên sông Bằng")
    officer.user.save()
    form = {"login": officer.user.login_name, "password": "mùa xuân trên sông Bằng"}
    assert Client().post("/dang-nhap/", form)["Location"] == "/tai-khoan-khoa/"


def test_a_new_password_ends_the_other_sessions(officer: Officer) -> None:
    browser = signed_in(officer)
    assert officer.user is not None
    officer.user.set_password("khác")
    officer.user.save()
    assert browser.get("/phien/").status_code == 302


def test_rights_change_without_a_new_sign_in(province: Province, officer: Officer) -> None:
    browser = signed_in(officer)
    assert browser.get(PAGE).status_code == 200
    Assignment.objects.filter(officer=officer).update(valid_to=today() - timedelta(days=1))
    assert browser.get(PAGE).status_code == 403
    with transaction.atomic():
        Assignment.objects.filter(officer=officer).update(valid_to=None)
        assert browser.get(PAGE).status_code == 200
        transaction.set_rollback(True)
    assert browser.get(PAGE).status_code == 403, "what was rolled back leaves nothing in memory"


def test_a_stand_in_that_begins_tomorrow_works_tomorrow(province: Province, officer: Officer) -> None:
    post = province.post(Role.ADMINISTRATOR, "office")
    tomorrow = today() + timedelta(days=1)
    StandIn.objects.create(
        post=post, officer=officer, valid_from=tomorrow, valid_to=tomorrow, ground="Công văn 5"
    )
    assert officer.user_id is not None
    mark = rights_mark()
    assert not may(kept_person(officer.user_id, today(), mark), "administer_accounts")
    assert may(kept_person(officer.user_id, tomorrow, mark), "administer_accounts")
    assert not may(kept_person(officer.user_id, tomorrow + timedelta(days=1), mark), "administer_accounts")


def test_a_kept_person_is_the_person(province: Province, officer: Officer) -> None:
    now = SystemClock().now()
    assert officer.user_id is not None
    kept = kept_person(officer.user_id, day_of(now), rights_mark())
    assert kept.held == person_of(officer.user_id, now).held
    assert kept.held


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation_agency SET name = name",
        "UPDATE organisation_section SET name = name",
        "UPDATE organisation_post SET title = title",
        "UPDATE organisation_assignment SET valid_to = valid_to",
        "DELETE FROM organisation_standin",
        "UPDATE organisation_officer SET left_on = left_on",
        "UPDATE organisation_user SET is_active = is_active",
        "DELETE FROM organisation_succession",
    ],
)
def test_every_change_of_rights_gives_a_new_mark(officer: Officer, statement: str) -> None:
    before = rights_mark()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert rights_mark() != before


def test_a_sign_in_is_no_change_of_rights(officer: Officer) -> None:
    before = rights_mark()
    signed_in(officer)
    assert rights_mark() == before


def test_last_seen_is_written_once_a_minute(officer: Officer) -> None:
    browser = signed_in(officer)
    now = SystemClock().now()
    Session.objects.update(last_seen=now - MINUTE // 2)
    browser.get("/phien/")
    assert Session.objects.get().last_seen == now - MINUTE // 2
    Session.objects.update(last_seen=now - 2 * MINUTE)
    browser.get("/phien/")
    assert Session.objects.get().last_seen >= now


def test_who_is_signed_in_where(officer: Officer) -> None:
    assert officer.user_id is not None
    here = signed_in(officer, **{"user-agent": "Firefox Linux"})
    signed_in(officer, **{"user-agent": "Chrome Windows"})
    found = open_sessions(officer.user_id, digest_of(key_of(here)))
    assert [each.is_this for each in found] == [True, False]
    assert all(each.since <= each.last_seen for each in found)
    assert open_sessions(officer.user_id, clock=FixedClock(SystemClock().now() + DAY)) == []


def test_the_own_sessions_end_and_nobody_else_s(province: Province, officer: Officer) -> None:
    other = province.holder(province.post(Role.LEADER, "justice"))
    here, there, theirs = signed_in(officer), signed_in(officer), signed_in(other)
    person, this = province.as_person(officer, today()), digest_of(key_of(here))
    with pytest.raises(NotFound):
        end_session(person, Session.objects.get(user=other.user).pk, this=this)
    with pytest.raises(NotFound):
        end_session(person, 10**15, this=this)
    with pytest.raises(DomainError) as refusal:
        end_session(person, Session.objects.get(digest=this).pk, this=this)
    assert refusal.value.id == "this_session"
    end_session(person, Session.objects.get(digest=digest_of(key_of(there))).pk, this=this)
    assert there.get("/phien/").status_code == 302
    assert here.get("/phien/").status_code == theirs.get("/phien/").status_code == 204
    signed_in(officer)
    assert end_other_sessions(person, this=this) == 1
    assert end_other_sessions(person, this=this) == 0
    assert here.get("/phien/").status_code == theirs.get("/phien/").status_code == 204
    assert SignInRecord.objects.filter(outcome="session_ended").count() == 2


def test_an_administrator_ends_all_of_an_account(province: Province, officer: Officer) -> None:
    administrator = province.person(Role.ADMINISTRATOR, "office", on=today())
    assert officer.user is not None
    login, browsers = officer.user.login_name, [signed_in(officer) for _ in range(3)]
    assert end_sessions(administrator, login, "máy bị mất") == 3
    assert {browser.get("/phien/").status_code for browser in browsers} == {302}
    with pytest.raises(DomainError) as refusal:
        end_sessions(administrator, login, "lần nữa")
    assert refusal.value.id == "no_session"
    for role in (Role.SECTION_HEAD, Role.LEADER, Role.INSPECTOR, Role.CONTROLLER, Role.HANDLING_OFFICER):
        with pytest.raises(Forbidden):
            end_sessions(province.person(role, "new-1", on=today()), login, "thử")


def test_a_sign_in_beside_the_locking_does_not_come_back(province: Province, officer: Officer) -> None:
    """The password was checked before the lock, the session written after it."""
    administrator = province.person(Role.ADMINISTRATOR, "office", on=today())
    assert officer.user is not None
    lock_account(administrator, officer.user.login_name, "thử")
    browser = signed_in(officer)
    assert browser.get("/phien/").status_code == 302
    unlock_account(administrator, officer.user.login_name, "thử")
    assert browser.get("/phien/").status_code == 302


def test_a_session_that_was_ended_is_not_written_again(officer: Officer) -> None:
    browser = signed_in(officer)
    store = SessionStore(key_of(browser))
    store["typed"] = "x"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_nothing_is_found_for_no_key(db: None) -> None:
    assert find("", SystemClock().now()) is None


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_made_again(province: Province) -> None:
    officer = province.holder(province.post(Role.SECTION_HEAD, "new-1"))
    browser = signed_in(officer)
    assert browser.get("/phien/").status_code == 204
    connection.ensure_connection()
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"terminating|closed"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert browser.get("/phien/").status_code == 204
    assert User.objects.filter(pk=officer.user_id).exists()
