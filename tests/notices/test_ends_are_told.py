"""What ends by itself is told before: a draft that goes, a supplement whose time is nearly over; once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dossiers.room import HANDLER, OWNER, RECEPTION, Room
from tests.notices.conftest import text, told
from tests.support.citizens import make_citizen

from motcua.citizens.queries import Applicant
from motcua.dossiers.models import Dossier
from motcua.filing import drafts, ending
from motcua.filing.drafts import Draft
from motcua.filing.models import FilingDraft
from motcua.foundation.clock import DAY, HOUR, FixedClock, local_text
from motcua.notices.ending import tell_of_deadlines
from motcua.outbox.models import Message

pytestmark = pytest.mark.django_db
START = 1_795_000_000_000_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def citizen(province: None, channels: None) -> Applicant:
    return make_citizen(email="thu@nguoidan.example")


def begun(citizen: Applicant, clock: FixedClock) -> Draft:
    return drafts.begin(
        citizen.key,
        procedure="1.001193",
        case="",
        section="H14.40.03",
        form="khai-sinh",
        revision="r1",
        clock=clock,
    )


def run(clock: FixedClock) -> int:
    return ending.tell_of_ends(clock=clock)


def test_a_draft_is_told_of_once_and_again_when_it_was_saved_again(
    citizen: Applicant, clock: FixedClock
) -> None:
    draft = begun(citizen, clock)
    clock.instant = draft.until - 3 * DAY - HOUR
    assert run(clock) == 0, "not yet"
    clock.instant += 2 * HOUR
    assert [run(clock), run(clock)] == [2, 0]
    assert told("portal", account=citizen.key) == told("email") == ["draft_ending"]
    words = text("draft_ending", "portal")
    assert draft.key in words
    assert "đăng ký khai sinh" in words
    assert Message.objects.get(channel="portal").wording.path == f"/nop-ho-so/ban-khai/{draft.key}/"
    clock.instant += HOUR
    saved = drafts.save_page(citizen.key, draft.key, "tre", {"a": "b"}, seen=1, clock=clock)
    assert run(clock) == 0
    clock.instant = saved.until - DAY
    assert [run(clock), run(clock)] == [2, 0]
    clock.instant = saved.until + 1
    assert run(clock) == 0, "what is over is not announced"


def test_a_channel_chosen_later_brings_no_second_message(citizen: Applicant, clock: FixedClock) -> None:
    draft = begun(citizen, clock)
    clock.instant = draft.until - DAY
    assert run(clock) == 2
    Message.objects.filter(channel="email").delete()
    assert run(clock) == 0


@pytest.mark.parametrize(("days", "when"), [("1", 1), ("20", 15)])
def test_when_it_is_told_is_a_setting_but_not_in_the_first_half(
    citizen: Applicant, clock: FixedClock, settings: Any, days: str, when: int
) -> None:
    settings.MOTCUA_TELL_ENDING_DAYS = int(days)
    draft = begun(citizen, clock)
    clock.instant = draft.until - when * DAY - 1
    assert not drafts.open_draft(citizen.key, draft.key).ends_soon(clock.now())
    assert run(clock) == 0
    clock.instant += 1
    assert drafts.open_draft(citizen.key, draft.key).ends_soon(clock.now()), "page and message agree"
    assert run(clock) == 2


def test_what_was_filed_or_given_up_is_not_told_of(citizen: Applicant, clock: FixedClock) -> None:
    filed, dropped = begun(citizen, clock), begun(citizen, clock)
    FilingDraft.objects.filter(key=filed.key).update(reference="NTT-260101-ABCDEF")
    drafts.discard(citizen.key, dropped.key)
    clock.instant = filed.until - DAY
    assert run(clock) == 0


def test_one_that_cannot_be_told_holds_up_no_other(
    citizen: Applicant, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = begun(citizen, clock), begun(citizen, clock)
    clock.instant = first.until - DAY
    real = ending.announce

    def broken(announcements: Any, **how: Any) -> int:
        made = real(announcements, **how)
        if announcements[0].subject == first.key:
            raise RuntimeError
        return made

    monkeypatch.setattr(ending, "announce", broken)
    assert run(clock) == 2
    assert not Message.objects.filter(subject=first.key).exists(), "neither half of it"
    monkeypatch.undo()
    assert [run(clock), run(clock)] == [2, 0]


def test_a_supplement_that_is_not_sent_is_told_of_by_its_dossier(telling: Room) -> None:
    citizen = make_citizen(email="thu@nguoidan.example")
    telling.receive()
    clock = telling.clock
    FilingDraft.objects.create(
        key="NHP-ABCDEFGHJKMN", account=citizen.key, dossier=Dossier.objects.get(code=telling.code),
        procedure_code="1.004884", made_at=clock.now(), saved_at=clock.now(),
    )  # fmt: skip
    clock.instant += 28 * DAY
    assert [run(clock), run(clock)] == [2, 0]
    words = text("supplement_draft_ending", "portal")
    assert telling.code in words
    assert "chưa gửi" in words
    path = Message.objects.get(kind="supplement_draft_ending", channel="portal").wording.path
    assert path == f"/cua-toi/ho-so/{telling.code}/bo-sung/"


def asked(room: Room, days: int) -> Room:
    """A dossier whose owner has an account and is asked for a paper until so many days on."""
    make_citizen(identifier=OWNER["owner_identifier"], email="thu@nguoidan.example")
    room.receive()
    room.transferred()
    deadline = local_text(room.clock.now() + days * DAY)
    room.do(HANDLER, "propose_supplement", items="Giấy chứng sinh", reason="Thiếu", deadline=deadline)
    room.do(RECEPTION, "request_supplement")
    return room


def test_a_supplement_asked_for_is_told_of_before_its_time_is_over(telling: Room) -> None:
    clock = asked(telling, 10).clock
    end = clock.now() + 10 * DAY
    clock.instant = end - 4 * DAY
    assert tell_of_deadlines(clock=clock) == 0
    clock.instant = end - 2 * DAY
    made = tell_of_deadlines(clock=clock)
    rows = Message.objects.filter(kind="supplement_ending")
    assert made == rows.count() > 0
    assert set(rows.values_list("channel", flat=True)) >= {"portal", "email"}
    assert rows.values("account", "channel", "address").distinct().count() == made
    assert tell_of_deadlines(clock=clock) == 0
    words = text("supplement_ending")
    assert "Giấy chứng sinh" in words
    assert telling.code in words


def test_who_has_given_the_papers_or_little_time_is_not_reminded(telling: Room) -> None:
    clock = asked(telling, 2).clock
    assert tell_of_deadlines(clock=clock) == 0, "the request itself is young"
    clock.instant += 30 * HOUR
    Dossier.objects.update(offered_at=clock.now())
    assert tell_of_deadlines(clock=clock) == 0, "the section has them"
    Dossier.objects.update(offered_at=None)
    telling.do(RECEPTION, "receive_supplement", components="Giấy chứng sinh")
    assert tell_of_deadlines(clock=clock) == 0
