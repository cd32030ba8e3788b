"""Messages are put in once, taken back while they wait, read by their officer alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HANDLER_CODE, RECEPTION, Room
from tests.outbox.conftest import GONE, put, states, tell, wanted
from tests.support.mail_server import MailServer
from tests.support.statements import counting

from motcua.foundation.clock import DAY, SystemClock
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.organisation.models import Officer
from motcua.outbox import queries, services
from motcua.outbox.models import Message
from motcua.outbox.sending import send_waiting
from motcua.site.keeping import erasing

pytestmark = pytest.mark.django_db


def test_desk_and_letter_are_made_once(room: Room, mail: MailServer) -> None:
    assert put() == 2
    assert put() == 0
    assert (states("desk"), states("email")) == (["sent"], ["waiting"])
    assert put(wanted(subject="2"), wanted(subject="2")) == 2


def test_the_database_itself_takes_a_reason_once(room: Room) -> None:
    put()
    row = Message.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_without_a_mail_server_or_an_address_only_the_desk_tells(
    room: Room, mail: MailServer, settings: Any
) -> None:
    Officer.objects.filter(code=HANDLER_CODE).update(email="")
    put()
    assert states("email") == []
    tell(settings, "")
    put(wanted("CB0016"))
    assert (states("email"), len(states("desk"))) == ([], 2)
    tell(settings, mail.url)
    assert put(wanted("CB0016")) == 1, "mail was turned on while the reason stands"


def test_a_thousand_take_a_statement(room: Room) -> None:
    many = [wanted(subject=str(number)) for number in range(1001)]
    with counting() as caught:
        services.enqueue(many)
    assert len(caught.texts) == 2
    assert Message.objects.count() == 1001


def test_what_waits_goes_when_its_reason_goes_and_comes_back_with_it(room: Room, mail: MailServer) -> None:
    put()
    assert services.withdraw_gone() == 0
    GONE.add("1")
    assert queries.notices(room.person(HANDLER)) == [], "before the job has run"
    assert services.withdraw_gone() == 2
    assert (states("desk"), states("email")) == (["withdrawn"], ["withdrawn"])
    assert send_waiting().sent == 0
    GONE.clear()
    assert put() == 2
    assert send_waiting().sent == 1
    assert put() == 0
    assert len(mail.taken) == 1


def test_a_reason_that_went_after_the_letter_is_told_once(room: Room, mail: MailServer) -> None:
    put()
    send_waiting()
    GONE.add("1")
    services.withdraw_gone()
    assert (states("desk"), states("email")) == (["withdrawn"], ["sent"])
    GONE.clear()
    put()
    assert (states("desk"), states("email")) == (["sent"], ["sent"])
    assert send_waiting().sent == 0


def test_messages_go_after_their_year(room: Room) -> None:
    put()
    (rule,) = erasing.chosen(["messages"])
    Message.objects.update(made_at=SystemClock().now() - 364 * DAY)
    assert erasing.follow(rule) == 0
    Message.objects.update(made_at=SystemClock().now() - 367 * DAY)
    assert erasing.follow(rule) == Message.objects.count() + 1


def test_notices_are_the_officers_own(room: Room) -> None:
    put(wanted(subject="1"), wanted(subject="2"), wanted("CB0016", subject="1"))
    mine = queries.notices(room.person(HANDLER))
    assert [told.row.subject for told in mine] == ["1", "2"]
    assert str(mine[0].what) == "Việc H14-1 đến hạn lúc 08:06 3/3/2026"
    assert mine[0].path == "/ho-so/H14-1/"
    other = Message.objects.exclude(officer__code=HANDLER_CODE).get()
    assert services.mark_read(room.person(HANDLER), [other.pk]) == 0
    assert services.mark_read(room.person(HANDLER), [mine[0].row.pk]) == 1
    assert queries.unread(queries.notices(room.person(HANDLER))) == 1
    assert services.mark_read(room.person(HANDLER)) == 1
    assert services.mark_read(room.person(HANDLER)) == 0


def test_only_the_operator_sees_letters_and_sends_again(room: Room, mail: MailServer) -> None:
    put()
    key = Message.objects.get(channel="email").pk
    for call in (
        lambda: queries.letters(room.person(HANDLER)),
        lambda: services.resend(room.person(RECEPTION), key),
        lambda: services.take_for_delivered(room.person(RECEPTION), key),
    ):
        with pytest.raises(Forbidden):
            call()
    found = queries.letters(room.person(ADMINISTRATOR))
    assert (found.total, found.counts) == (1, {"waiting": 1})
    with pytest.raises(DomainError) as refusal:
        services.resend(room.person(ADMINISTRATOR), key)
    assert refusal.value.id == "not_to_resend"
    with pytest.raises(NotFound):
        services.resend(room.person(ADMINISTRATOR), 0)


ORDERS = st.lists(st.sampled_from(["make", "send", "sweep", "goes", "comes", "read"]), max_size=14)


@given(orders=ORDERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_reason_is_told_twice_in_whatever_order_jobs_run(
    room: Room, mail: MailServer, orders: list[str]
) -> None:
    with transaction.atomic():
        GONE.clear()
        mail.taken.clear()
        reason = wanted()
        for order in [*orders, "make", "send"]:
            if order == "make" and not GONE:
                services.enqueue([reason])
            elif order == "send":
                before = len(mail.taken)
                send_waiting()
                assert not (GONE and len(mail.taken) > before), "told without a reason"
            elif order == "sweep":
                services.withdraw_gone()
            elif order == "goes":
                GONE.add("1")
            elif order == "comes":
                GONE.clear()
            elif order == "read":
                services.mark_read(room.person(HANDLER))
        assert len(mail.taken) <= 1
        assert Message.objects.count() <= 2
        if not GONE:
            assert len(mail.taken) == 1
        transaction.set_rollback(True)
    assert connection.in_atomic_block
