"""motcua doctor: each fault is found, said in words, with what to do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError
from tests.dossiers.room import RECEPTION, Room
from tests.files.makers import pdf

from motcua.dossiers import files
from motcua.dossiers.attachments import upload
from motcua.dossiers.models import Attachment
from motcua.foundation.clock import DAY, HOUR, SECOND
from motcua.site.keeping import doctor, gateways_check
from motcua.site.keeping.facts import Disk, Facts, Jobs, facts
from motcua.site.mail import mail_settings

pytestmark = pytest.mark.django_db
GIB = 1024**3
WELL = Jobs({"todo": 2}, 5, 1, 3)


def well(**changes: Any) -> Facts:
    """A house in order, but for `changes`."""
    now = facts().now
    kept = facts()._replace(
        now=now,
        database_now=now,
        last_event=now - HOUR,
        last_backup=now - HOUR,
        last_backup_problem="",
        jobs=WELL,
        disk=Disk(100 * GIB, 50 * GIB),
    )
    return kept._replace(**changes)


FAULTS: dict[str, Callable[[Facts], Facts]] = {
    "disk": lambda house: house._replace(disk=Disk(100 * GIB, 1 * GIB)),
    "database_version": lambda house: house._replace(database_version=140_012),
    "clock": lambda house: house._replace(database_now=house.now - 60 * SECOND),
    "clock_log": lambda house: house._replace(last_event=house.now + DAY),
    "worker": lambda house: house._replace(jobs=WELL._replace(workers=0)),
    "jobs": lambda house: house._replace(jobs=WELL._replace(by_state={"failed": 1})),
    "backup": lambda house: house._replace(last_backup=house.now - 30 * HOUR),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_found_alone(fault: str) -> None:
    assert [check.id for check in doctor.quick(well()) if not check.ok] == []
    found = [check for check in doctor.quick(FAULTS[fault](well())) if not check.ok]
    assert [check.id for check in found] == [fault]
    assert found[0].message
    assert found[0].next


@pytest.mark.parametrize("problem", ["disk_full.", ""])
def test_a_backup_that_failed_or_never_was(problem: str) -> None:
    house = well(last_backup_problem=problem) if problem else well(last_backup=None)
    (check,) = (each for each in doctor.quick(house) if each.id == "backup")
    assert not check.ok
    assert problem in check.message


def test_a_job_that_waits_for_hours() -> None:
    house = well(jobs=WELL._replace(oldest_waiting=2 * 3600))
    assert [check.id for check in doctor.quick(house) if not check.ok] == ["jobs"]


def test_days_that_nobody_sealed(room: Room) -> None:
    room.receive()
    found = facts()
    assert found.last_event == room.clock.instant
    (check,) = (each for each in doctor.quick(well(last_event=found.last_event)) if each.id == "seal")
    assert not check.ok
    assert check.message == "1 ngày chưa niêm, từ 2/3/2026."


def test_a_file_lost_and_a_file_damaged(room: Room, own_store: None) -> None:
    room.receive()
    for pages in (1, 2):
        upload(room.person(RECEPTION), BytesIO(pdf(pages=pages)), "don.pdf", code=room.code)
    assert doctor._files(True).ok
    lost, hurt = Attachment.objects.values_list("sha256", flat=True)
    files.remove(lost)
    path = files.store.__globals__["_storage"]().path(f"{hurt[:2]}/{hurt[2:4]}/{hurt}")
    with open(path, "r+b") as file:  # noqa: PTH123
        file.write(b"x")
    check = doctor._files(True)
    assert not check.ok
    assert (check.params["missing"], check.params["damaged"]) == (1, 1)
    assert lost in check.message


def test_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Facts:
        raise OperationalError("connection refused")

    monkeypatch.setattr(doctor, "facts", gone)
    checks = doctor.examine()
    assert [check.id for check in checks if not check.ok] == ["database"]


def test_settings_of_a_real_server(settings: Any) -> None:
    assert doctor._settings().ok
    settings.MOTCUA_SIMULATED = False
    settings.MOTCUA_PUBLIC_URL = "http://motcua.example"
    settings.ALLOWED_HOSTS = ["*"]
    assert {"MOTCUA_HOSTS=*", "MOTCUA_PUBLIC_URL: https"} <= set(doctor._wrong_settings())


def test_a_mail_server_that_does_not_answer(settings: Any) -> None:
    assert doctor._mail().ok
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        address = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
        settings.MOTCUA_MAIL_URL = address
        for name, value in mail_settings(address).items():
            setattr(settings, name, value)
        check = doctor._mail()
    assert not check.ok
    assert check.next


@pytest.mark.parametrize("address", ["http://host", "smtp://", "smtp://host:port", "host:25"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(Exception, match="MOTCUA_MAIL_URL"):
        mail_settings(address)


def test_the_whole_examination_changes_nothing_and_names_each_once() -> None:
    ids = [check.id for check in doctor.examine()]
    assert len(ids) == len(set(ids)) == 22


def test_gateways_that_are_off_away_or_of_another_key(settings: Any) -> None:
    from motcua.outbox.gateway import gateway
    from motcua.payments.gateway import names
    from motcua.payments.sandbox import Sandbox

    def states() -> dict[str, bool]:
        return {each.id: each.ok for each in gateways_check.gateway_checks()}

    settings.MOTCUA_GATEWAYS = {"sms": None, "zalo": None}
    settings.MOTCUA_GATEWAY_URL = ""
    good = {"payment_account": True, "agency_accounts": True}
    assert states() == {"sms": True, "zalo": True, "payment_gateway": True, **good}
    settings.MOTCUA_PAY_ACCOUNT = "970416"
    made = Sandbox(names(), settings.MOTCUA_GATEWAY_SECRET)
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        settings.MOTCUA_GATEWAY_URL = made.url
        settings.MOTCUA_GATEWAYS = {
            "sms": gateway(made.url, "", "", ""),
            "zalo": gateway(made.url, "token", "", ""),
        }
        assert states() == {
            "sms": False,
            "zalo": True,
            "payment_gateway": True,
            **good,
            "payment_account": False,
        }
        settings.MOTCUA_GATEWAY_SECRET = "another"
        wrong = next(each for each in gateways_check.gateway_checks() if each.id == "payment_gateway")
        assert (wrong.ok, "MOTCUA_KEY_GATEWAY" in wrong.next) == (False, True)
    finally:
        made.close()
    gone = {each.id: each for each in gateways_check.gateway_checks()}
    assert not gone["zalo"].ok
    assert not gone["payment_gateway"].ok
    assert "VietQR" in gone["payment_gateway"].next
