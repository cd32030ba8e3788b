"""Words changed, tried and taken back by the administrator; the next message says them, told ones stay."""

from __future__ import annotations

import pytest
from tests.dossiers.room import ADMINISTRATOR, OWNER, RECEPTION, STRANGER, Room
from tests.notices.conftest import derived, text
from tests.support.citizens import make_citizen

from motcua.citizens import local
from motcua.foundation.clock import DAY, SystemClock
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.notices import services
from motcua.notices.models import NoticePreference, NoticeTemplate
from motcua.notices.retention import RULES
from motcua.organisation.models import Change
from motcua.outbox.models import Message, Wording

pytestmark = pytest.mark.django_db
PLACE = ("received", "email", "vi")
GOOD = {"title": "Mới {code}", "body": "Lời mới cho {code}.\nHẹn {due}.", "reason": "Ngắn hơn"}


def test_other_words_from_now_on_and_those_that_ship_again(room: Room, channels: None) -> None:
    admin = room.person(ADMINISTRATOR)
    room.receive()
    derived(room)
    first = text("received")
    services.save_template(admin, *PLACE, **GOOD, clock=room.clock)
    room.receive(owner_name="Người khác")
    derived(room)
    assert text("received") == f"Mới {room.code}\nLời mới cho {room.code}.\nHẹn 09:00, thứ Hai 9/3/2026."
    versions = (
        Wording.objects.filter(message__channel="email").order_by("pk").values_list("version", flat=True)
    )
    assert list(versions) == [0, 1]
    services.revert(admin, *PLACE, reason="Trở lại", clock=room.clock)
    room.receive(owner_name="Người thứ ba")
    derived(room)
    assert text("received").replace(room.code, "X") == first.replace(first.split()[2].strip(":"), "X")
    kinds = Change.objects.filter(kind="notice_template").order_by("pk")
    assert [(each.subject, each.after["shipped"]) for each in kinds] == [
        ("received/email/vi", False),
        ("received/email/vi", True),
    ]


@pytest.mark.parametrize(
    ("place", "changed", "refused"),
    [
        (PLACE, {"body": "{code} {due} {owner_name}"}, "placeholder_unknown"),
        (PLACE, {"body": "Không nói mã. {due}", "title": "Mới"}, "placeholder_missing"),
        (PLACE, {"title": ""}, "text_missing"),
        (PLACE, {"body": " \n "}, "text_missing"),
        (PLACE, {"reason": ""}, "reason_needed"),
        (PLACE, {"body": "x" * 5000}, "text_too_long"),
        (("supplement_requested", "sms", "vi"), {"body": "{code} {items}"}, "placeholder_unknown"),
        (("received", "sms", "vi"), {"body": "{code} " + "rat dai " * 60}, "message_too_long"),
    ],
)
def test_what_is_refused_changes_nothing(
    room: Room, place: tuple[str, str, str], changed: dict[str, str], refused: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        services.save_template(room.person(ADMINISTRATOR), *place, **{**GOOD, **changed})
    assert refusal.value.id == refused
    assert not NoticeTemplate.objects.exists()
    assert not Change.objects.filter(kind="notice_template").exists()


def test_the_same_words_again_are_no_change(room: Room) -> None:
    admin = room.person(ADMINISTRATOR)
    services.save_template(admin, *PLACE, **GOOD)
    with pytest.raises(DomainError) as refusal:
        services.save_template(admin, *PLACE, **GOOD)
    assert refusal.value.id == "nothing_changed"
    assert NoticeTemplate.objects.count() == 1


def test_only_the_administrator_and_only_places_that_are(room: Room) -> None:
    with pytest.raises(Forbidden):
        services.save_template(room.person(RECEPTION), *PLACE, **GOOD)
    with pytest.raises(Forbidden):
        services.revert(room.person(RECEPTION), *PLACE, reason="x")
    for place in (("born", "email", "vi"), ("received", "desk", "vi"), ("received", "email", "fr")):
        with pytest.raises(NotFound):
            services.save_template(room.person(ADMINISTRATOR), *place, **GOOD)


def test_sent_again_by_the_section_that_has_it(room: Room, channels: None) -> None:
    room.receive()
    derived(room)
    letter = Message.objects.get(channel="email")
    made = services.send_again(room.person(RECEPTION), room.code, letter.pk, " moi@mail.example ")
    assert (made.address, made.state) == ("moi@mail.example", "waiting")
    sms = Message.objects.get(channel="sms")
    assert (
        services.send_again(room.person(RECEPTION), room.code, sms.pk, "+84 987 654 321").address
        == "0987654321"
    )
    with pytest.raises(NotFound):
        services.send_again(room.person(STRANGER), room.code, letter.pk, "x@mail.example")
    with pytest.raises(Forbidden):
        services.send_again(room.person("son.thucphan"), room.code, letter.pk, "x@mail.example")
    for wrong in ("", "không phải", "a@b"):
        with pytest.raises(DomainError):
            services.send_again(room.person(RECEPTION), room.code, letter.pk, wrong)
    with pytest.raises(DomainError):
        services.send_again(room.person(RECEPTION), room.code, sms.pk, "moi@mail.example")


def test_closing_an_account_takes_its_messages_and_choice(room: Room, channels: None) -> None:
    mine = make_citizen(identifier=OWNER["owner_identifier"], email="toi@mail.example")
    services.choose(mine, {"language": "en", "email": "all", "sms": "none", "zalo": "none"})
    room.receive()
    derived(room)
    local.close(mine)
    mails = Message.objects.filter(account=mine.key, channel="email")
    assert list(mails.values_list("address", "state")) == [("", "withdrawn")]
    (rule,) = RULES
    assert rule.due(SystemClock().now() + DAY).count() == 1


def test_a_choice_that_is_none_changes_nothing(room: Room) -> None:
    mine = make_citizen()
    for chosen in ({}, {"language": "vi", "email": "x", "sms": "none", "zalo": "none"}):
        with pytest.raises(DomainError):
            services.choose(mine, chosen)
    assert not NoticePreference.objects.exists()
