"""Sending a petition: what Decree 20/2008 asks for, once, in the book without a gap."""

from __future__ import annotations

import pytest
from tests.dossiers.room import HANDLER_CODE, RECEPTION, Room
from tests.feedback.petitioners import CONTROLLER_CODE, FORM, PRIVATE, Desk

from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.secret import lookup_secret
from motcua.feedback.concerning import officers_named
from motcua.feedback.filing import read_petition
from motcua.feedback.limits import (
    FOR_ONE_ADDRESS,
    LooksLikeARobot,
    TooManyFilings,
    check_human,
    opened_mark,
)
from motcua.feedback.models import FilingCount, Petition, PetitionConcern, PetitionEvent, PetitionText
from motcua.foundation.clock import DAY, HOUR, SECOND, day_of
from motcua.foundation.errors import DomainError

pytestmark = pytest.mark.usefixtures("province", "db")


def faults(**changes: str) -> set[str]:
    with pytest.raises(FieldErrors) as refusal:
        read_petition({**FORM, **changes}, day_of(1_772_000_000_000_000))
    return set(refusal.value.faults)


class TestForm:
    def test_name_address_and_a_way_to_answer(self) -> None:
        assert faults(name="", address=" ", phone="", email="") == {"name", "address", "phone"}

    def test_one_of_phone_and_mail_is_enough(self) -> None:
        day = day_of(1_772_000_000_000_000)
        assert read_petition({**FORM, "phone": ""}, day).email
        assert read_petition({**FORM, "email": ""}, day).phone == "0912345678"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("phone", "12345"), ("email", "ngoc.vidu"), ("about", "weather"), ("agency", "x")],
    )
    def test_what_cannot_be_is_named(self, field: str, value: str) -> None:
        assert faults(**{field: value}) == {field}

    @pytest.mark.parametrize(
        ("about", "field"),
        [("procedure", "procedure"), ("dossier", "dossier"), ("agency", "agency"), ("officer", "officer")],
    )
    def test_each_subject_needs_its_own_field(self, about: str, field: str) -> None:
        assert faults(about=about, procedure="") == {field}

    def test_a_hundred_thousand_letters_are_refused_with_both_figures(self) -> None:
        with pytest.raises(FieldErrors) as refusal:
            read_petition({**FORM, "text": "ạ" * 100_000}, day_of(1_772_000_000_000_000))
        assert refusal.value.faults["text"].params == {"length": 100_000, "limit": 10_000}

    @pytest.mark.parametrize(
        ("text", "fine"),
        [
            ("Tôi chờ lâu", True),
            ("toi nop ho so ma khong duoc tra loi", True),
            ("I waited for a very long time at the counter", False),
            ("<script>alert(1)</script>", False),
        ],
    )
    def test_in_vietnamese_with_marks_or_without(self, text: str, fine: bool) -> None:
        if fine:
            read_petition({**FORM, "text": text}, day_of(1_772_000_000_000_000))
        else:
            assert faults(text=text) == {"text"}


class TestOnce:
    def test_registered_with_reference_number_and_clocks(self) -> None:
        desk = Desk()
        assert desk.reference.startswith("PA-260302-")
        assert desk.filed.secret == lookup_secret(desk.reference)
        assert (desk.row.year, desk.row.book_no, desk.row.state) == (2026, 1, "received")
        assert desk.row.due_clock == "forward"

    def test_the_same_press_is_one_petition(self) -> None:
        desk = Desk()
        first = desk.file(key="0123456789abcdef", subject="Việc khác")
        again = desk.file(key="0123456789abcdef", subject="Việc khác nữa")
        assert again == (first.reference, first.secret, True)
        assert Petition.objects.count() == 2

    def test_the_same_words_again_tell_the_reference_and_no_secret(self) -> None:
        desk = Desk()
        again = desk.file(subject=f" {FORM['subject'].upper()} ")
        assert again == (desk.reference, "", True)
        desk.clock.instant += DAY + SECOND
        assert not desk.file().repeated

    def test_numbers_follow_without_a_gap_and_begin_anew_each_year(self) -> None:
        desk = Desk("2025-12-31T16:00")
        desk.file(subject="Hai")
        desk.clock.instant += DAY
        desk.file(subject="Ba")
        assert list(Petition.objects.order_by("pk").values_list("year", "book_no")) == [
            (2025, 1), (2025, 2), (2026, 1),
        ]  # fmt: skip

    def test_no_key_no_petition(self) -> None:
        with pytest.raises(DomainError) as refusal:
            Desk(key="short")
        assert refusal.value.id == "no_key"
        assert not Petition.objects.exists()

    def test_events_and_row_name_nobody(self) -> None:
        desk = Desk()
        bodies = " ".join(PetitionEvent.objects.values_list("body", flat=True))
        row = " ".join(str(value) for value in vars(desk.row).values())
        assert not [word for word in PRIVATE if word in bodies + row]
        assert PetitionText.objects.filter(part="body").exists()


class TestFlood:
    def test_twenty_an_hour_from_one_address(self) -> None:
        desk = Desk(address="203.0.113.7")
        for number in range(FOR_ONE_ADDRESS - 1):
            desk.file(address="203.0.113.7", subject=f"Việc {number}")
        with pytest.raises(TooManyFilings) as refusal:
            desk.file(address="203.0.113.7", subject="Một việc nữa")
        assert refusal.value.params["until"] == "10:00"
        desk.file(address="198.51.100.9", subject="Một việc nữa")
        desk.clock.instant += HOUR
        desk.file(address="203.0.113.7", subject="Sau một giờ")
        assert not FilingCount.objects.filter(key__contains=b"203").exists()

    @pytest.mark.parametrize(("after", "trap"), [(1 * SECOND, ""), (60 * SECOND, "x"), (2 * DAY, "")])
    def test_robots_are_refused_in_words(self, after: int, trap: str) -> None:
        now = 1_800_000_000_000_000
        with pytest.raises(LooksLikeARobot):
            check_human(opened_mark(now), trap, now + after)

    def test_people_are_not(self) -> None:
        now = 1_800_000_000_000_000
        check_human(opened_mark(now), "", now + 5 * SECOND)
        with pytest.raises(LooksLikeARobot):
            check_human("forged", "", now)


class TestConcerned:
    def test_everybody_of_that_name_may_be_meant(self) -> None:
        desk = Desk()
        named = {each.code for each in officers_named("anh Sơn ở quầy 2", desk.agency(), desk.day)}
        assert named == {HANDLER_CODE}
        assert CONTROLLER_CODE in {each.code for each in officers_named("bà mai", None, desk.day)}
        assert officers_named("không biết tên", desk.agency(), desk.day) == []

    def test_whoever_worked_on_the_dossier_may_be_meant(self, room: Room) -> None:
        room.receive()
        room.transferred()
        desk = Desk(about="officer", procedure="", officer="người ở quầy", dossier=room.code.lower())
        assert list(PetitionConcern.objects.values_list("officer", flat=True)) == ["CB0013"]
        assert desk.person(RECEPTION).officer_code == "CB0013"
