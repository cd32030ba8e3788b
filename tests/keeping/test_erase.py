"""The end of retention: what has had its time goes, what has not stays, the chain holds, nobody is named."""

from __future__ import annotations

import importlib
from datetime import date
from io import BytesIO

import psycopg
import pytest
from django.apps import apps
from tests.dossiers.lives import long_life
from tests.dossiers.room import OWNER, RECEPTION, Room
from tests.files.makers import pdf
from tests.keeping.conftest import Machine

from motcua.dossiers import files
from motcua.dossiers.attachments import upload
from motcua.dossiers.inspection_tables import Opening
from motcua.dossiers.models import Attachment, CounterSlip, Dossier
from motcua.dossiers.verify import verify
from motcua.foundation.clock import DAY, SystemClock, aware_of, instant_of
from motcua.foundation.errors import DomainError, NotFound
from motcua.organisation.models import Agency, Officer, SignInRecord
from motcua.organisation.retaining import months_before
from motcua.site.keeping import erasing
from motcua.site.keeping.overdue import overdue_check
from motcua.site.models import ErasureRun
from motcua.site.tasks import erase_what_is_over


def days_ago(days: int) -> int:
    return SystemClock().now() - days * DAY


def slip(number: str, made_at: int) -> CounterSlip:
    return CounterSlip.objects.create(
        number=number,
        kind="refusal",
        regime="R2025",
        section=Agency.objects.first(),
        procedure_code="1.004884",
        made_at=made_at,
        made_by="officer:CB0001",
        commitment=b"c" * 32,
        salt=b"s" * 16,
        body='{"name":"Hoàng Thị Bích Ngọc"}',
    )


@pytest.mark.django_db
def test_slips_lose_their_words_after_their_time_and_keep_their_number(room: Room) -> None:
    slip("1", days_ago(370))
    slip("2", days_ago(360))
    assert {due.rule.id: due.many for due in erasing.overdue()} == {"counter_slips": 1}
    assert not overdue_check().ok
    erase_what_is_over.func(timestamp=0)
    assert list(CounterSlip.objects.filter(body=None, salt=None).values_list("number", flat=True)) == ["1"]
    (run,) = ErasureRun.objects.all()
    assert (run.rule, run.count, run.actor, run.subject) == ("counter_slips", 1, "system", "")
    assert overdue_check().ok
    erase_what_is_over.func(timestamp=0)
    assert ErasureRun.objects.count() == 1


@pytest.mark.django_db
def test_a_leaver_loses_phone_and_address_at_once_and_the_account_later(room: Room) -> None:
    officer = (
        Officer.objects.exclude(phone="").exclude(user=None).first() or Officer.objects.exclude(user=None)[0]
    )
    Officer.objects.filter(pk=officer.pk).update(
        phone="0912000000", email="a@b.example", left_on=date(2026, 1, 2)
    )
    for rule in erasing.chosen(["leavers_phones", "leavers_accounts"]):
        erasing.follow(rule)
    officer.refresh_from_db()
    assert (officer.phone, officer.email, officer.user is None) == ("", "", False)
    Officer.objects.filter(pk=officer.pk).update(left_on=date(2020, 1, 2))
    erasing.follow(erasing.chosen(["leavers_accounts"])[0])
    officer.refresh_from_db()
    assert officer.user is None


@pytest.mark.django_db
def test_one_dossier_on_a_ground(
    room: Room, own_store: None, django_capture_on_commit_callbacks: object
) -> None:
    long_life(room)
    for code in (room.code, other_dossier(room)):
        upload(room.person(RECEPTION), BytesIO(pdf()), "don.pdf", code=code)
    upload(room.person(RECEPTION), BytesIO(pdf(pages=2)), "khac.pdf", code=room.code)
    shared, own = (
        Attachment.objects.filter(name=name).values_list("sha256", flat=True)[0]
        for name in ("don.pdf", "khac.pdf")
    )
    for ground in ("", "  "):
        with pytest.raises(DomainError) as refusal:
            erasing.erase_of_dossier(room.code, ground)
        assert refusal.value.id == "ground_needed"
    with pytest.raises(NotFound):
        erasing.erase_of_dossier("H14.40.03-260302-9999", "Quyết định 1")
    assert ErasureRun.objects.count() == 0

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erased = erasing.erase_of_dossier(room.code, "Quyết định 12/QĐ-UBND ngày 1/3/2026")
    assert erased.files == 2
    assert (files.exists(shared), files.exists(own)) == (True, False)
    assert Dossier.objects.get(code=room.code).owner_name == ""
    verdict = verify()
    assert verdict.ok
    assert verdict.erased > 0
    (run,) = ErasureRun.objects.all()
    assert (run.subject, run.count) == (room.code, erased.records + 2)
    told = " ".join(str(value) for value in vars(run).values())
    assert [words for words in OWNER.values() if words in told] == []


def other_dossier(room: Room) -> str:
    code, _ = room.code, room.receive()
    other, room.code = room.code, code
    return other


@pytest.mark.django_db(transaction=True)
def test_what_is_written_once_goes_by_the_owner_alone(room: Room, here: Machine) -> None:
    room.receive()
    dossier = Dossier.objects.get(code=room.code)
    for days in (365 * 6, 10):
        Opening.objects.create(dossier=dossier, who="officer:CB0001", at=days_ago(days), how="page")
        SignInRecord.objects.create(at=days_ago(days), outcome="failure")
    with pytest.raises(Exception, match=r"permission denied|must be owner"):
        erasing.follow(erasing.chosen(["openings"])[0])

    looked = here.run("erase", "--dry-run")
    assert looked.code == 0, looked.told
    assert {line["rule"]: line["count"] for line in looked.document["rules"] if line["count"]} == {
        "openings": 1,
        "sign_ins": 1,
    }
    assert (Opening.objects.count(), ErasureRun.objects.count()) == (2, 0)

    done = here.run("erase")
    assert (done.code, done.document["total"]) == (0, 2)
    assert [Opening.objects.count(), SignInRecord.objects.count()] == [1, 1]
    assert set(ErasureRun.objects.values_list("rule", "count")) == {("openings", 1), ("sign_ins", 1)}
    # The guard stands again, also before the owner.
    with psycopg.connect(here.owner) as link, pytest.raises(psycopg.errors.IntegrityError):
        link.execute("DELETE FROM dossiers_opening")


@pytest.mark.parametrize("given", ["0", "5", "-1", "2000", "abc", "１２", "1e3"])
def test_a_period_that_is_none_erases_nothing(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = erasing.chosen(["sign_ins"])
    monkeypatch.setenv(rule.setting, given)
    with pytest.raises(DomainError) as refusal:
        rule.period()
    assert refusal.value.id == "retention_period"
    monkeypatch.setenv(rule.setting, "36")
    assert rule.period() == 36


def test_an_unknown_rule() -> None:
    with pytest.raises(DomainError) as refusal:
        erasing.chosen(["everything"])
    assert "sign_ins" in refusal.value.next_step


def test_months_back_end_on_a_day_that_is() -> None:
    assert aware_of(months_before(instant_of(aware_of(0).replace(year=2024, month=3, day=31)), 1)).day == 29


def test_every_rule_stands_for_a_model_that_its_room_calls_personal() -> None:
    for app in apps.get_app_configs():
        if app.name.startswith("motcua.") and app.name not in ("motcua.desk",):
            try:
                room = importlib.import_module(f"{app.name}.retention")
            except ModuleNotFoundError:
                continue
            for rule in getattr(room, "RULES", ()):
                assert rule.model in room.PERSONAL
                assert rule.source
    assert len({rule.id for rule in erasing.rules()}) == len(erasing.rules()) >= 6
