"""Two callbacks at the same moment, and a process that is killed between a callback and its commit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.dossiers.room import Room
from tests.dossiers.threads import together
from tests.support.payer import FEE, again, message, owing, told, verdicts

from motcua.money.books import compare
from motcua.money.models import Receipt
from motcua.payments import services
from motcua.payments.models import Arrival, PaymentEvent, PaymentOrder

pytestmark = pytest.mark.django_db(transaction=True)

CHILD = """
import os, signal, sys
from pathlib import Path
from motcua.site.cli import prepare_django
prepare_django()
from motcua.foundation.clock import FixedClock
from motcua.payments import arrivals, services
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(arrivals, sys.argv[2], die)
services.take_result(Path(sys.argv[1]).read_bytes(), clock=FixedClock(int(sys.argv[3])))
"""


def test_the_same_callback_twice_at_once_is_one_receipt(room: Room) -> None:
    order = owing(room)
    body = message(room, order, transaction="GD1")
    answers = together([lambda: told(room, body)] * 2)
    assert [answer["error_code"] for answer in answers if isinstance(answer, dict)] == [0, 0]
    assert (Receipt.objects.count(), Arrival.objects.count()) == (1, 1)
    assert verdicts(order) == ["exact"]


def test_two_payments_at_once_are_one_receipt_and_one_to_give_back(room: Room) -> None:
    order = owing(room)
    bodies = [message(room, order) for _ in range(2)]
    answers = together([lambda body=body: told(room, body) for body in bodies])  # type: ignore[misc]
    assert all(isinstance(answer, dict) for answer in answers), answers
    assert sorted(verdicts(order)) == ["double", "exact"]
    assert (Receipt.objects.count(), again(order).held) == (1, FEE)
    assert compare().differences == ()


def test_an_order_asked_for_twice_at_once_is_one(room: Room) -> None:
    first = owing(room)
    PaymentEvent.objects.count()
    orders = together([lambda: services.open_order(room.code, clock=room.clock)] * 2)
    assert {order.pk for order in orders if isinstance(order, PaymentOrder)} == {first.pk}


@pytest.mark.parametrize(("where", "kept"), [("_settled_by", 0), ("take_online", 1)])
def test_killed_between_callback_and_commit(room: Room, tmp_path: Path, where: str, kept: int) -> None:
    order = owing(room)
    body = message(room, order, transaction="GD1")
    (tmp_path / "body").write_bytes(body)
    (tmp_path / "child.py").write_text(CHILD)
    died = subprocess.run(
        [sys.executable, tmp_path / "child.py", tmp_path / "body", where, str(room.clock.now())],
        env={**os.environ, "PYTEST_VERSION": ""},
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert Arrival.objects.count() == kept
    assert (again(order).state, Receipt.objects.count()) == ("open", 0)
    # The worker takes up what was kept; the gateway, which got no answer, tells again.
    services.take_all_waiting(clock=room.clock)
    assert Receipt.objects.count() == kept
    told(room, body)
    assert (again(order).state, Receipt.objects.count()) == ("paid", 1)
    assert verdicts(order) == ["exact"]
    assert compare().differences == ()
