"""Petitions of a simulated year: which dossiers people write about, and the rows of what came of it.

All of them are written in one transaction, in the order in which they were sent, so that the numbers of the
book follow as the receiving body would have given them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from motcua.dossiers.secret import ALPHABET
from motcua.dossiers.simulation.parameters import Parameters
from motcua.feedback import concerning, store
from motcua.feedback.models import (
    Petition,
    PetitionConcern,
    PetitionEvent,
    PetitionPerson,
    PetitionText,
    PublishedAnswer,
)
from motcua.feedback.petitions import About
from motcua.feedback.publishing import search_words, slug
from motcua.feedback.simulated.lives import DAY_OF_WORK, House, Life, Matter, Office
from motcua.feedback.simulated.words import words
from motcua.foundation.clock import Instant, day_of
from motcua.law.petitions import petition_rules
from motcua.law.roles import Role
from motcua.organisation.models import Agency, Assignment
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import calendar_for, working_in

KEY: Final = "simulation-"
"""How the keys of their presses begin; no face gives such ones."""
_OF_YEAR: Final = "d.id >= %(first)s AND d.id < %(last)s AND d.received_at IS NOT NULL"
_ROWS: Final = f"""
SELECT d.id, d.code, d.received_at, d.due_at, coalesce(d.due_at < d.ended_at, FALSE), d.section_id,
  d.competent_id, d.procedure_code,
  array(SELECT DISTINCT substr(actor, 9) FROM dossiers_event
    WHERE dossier_id = d.id AND actor LIKE 'officer:%%' ORDER BY 1),
  array(SELECT DISTINCT substr(actor, 9) FROM dossiers_event WHERE dossier_id = d.id AND type = 'received'
    AND actor LIKE 'officer:%%')
FROM dossiers_dossier d WHERE {_OF_YEAR} AND d.id = ANY(%(ids)s) ORDER BY d.id"""  # noqa: S608 - words of this file
_LATE: Final = f"SELECT d.id FROM dossiers_dossier d WHERE {_OF_YEAR} AND d.due_at < d.ended_at ORDER BY 1"  # noqa: S608


class Behind(NamedTuple):
    """The dossier that somebody writes about; officers by code."""

    id: int
    code: str
    received_at: Instant
    due_at: Instant | None
    late: bool
    section: int
    competent: int
    procedure: str
    acted: list[str]
    received: list[str]


class Petitions:
    """Makes the petitions of a year; `day` is that whose officers answer all of them."""

    def __init__(self, of: Parameters, seed: int, present: Instant) -> None:
        self.shares = of.petitions
        self.seed = seed
        self.day = of.days.begins
        self.present = present
        self.calendar = calendar_for()
        self._houses: dict[int, House] = {}

    def load(self, first: int, total: int) -> int:
        """Write those of the dossiers with keys from `first` on, unless they are there; how many.

        None where nobody received petitions on the day."""
        receivers = sorted(concerning.receivers_on(self.day))
        if Petition.objects.filter(key__startswith=KEY).exists() or not receivers:
            return 0
        office = Office(tuple(receivers), self._receiver(), self.calendar, self.shares, self.present)
        lives = sorted(
            self._lives(office, first, total), key=lambda life: (life.matter.at, life.matter.dossier)
        )
        _written(lives, Random(f"{self.seed} petition rows"))  # noqa: S311 - a simulated year, no secret
        return len(lives)

    def _lives(self, office: Office, first: int, total: int) -> Iterator[Life]:
        # Nobody may send one before there are rules for it.
        since = petition_rules()[0].valid_from
        for number, matter in enumerate(self._matters(first, total)):
            chance = Random(f"{self.seed} petition {number}")  # noqa: S311 - as above
            if matter.at >= self.present or day_of(matter.at) < since:
                continue
            life = Life(matter, office, store.rules_on(day_of(matter.at)), chance)
            yield life
            answered = life.view.answered_at
            if matter.dossier and answered is not None and chance.random() < self.shares.again:
                at = self.calendar.add(answered, self._until(chance))
                if at < self.present:
                    again = matter._replace(at=at)
                    yield Life(again, office, store.rules_on(day_of(at)), chance)

    def _until(self, chance: Random) -> int:
        return int(chance.uniform(*self.shares.days_until) * DAY_OF_WORK)

    def _matters(self, first: int, total: int) -> Iterator[Matter]:
        """What people write about: late dossiers, and a few of all others."""
        chance = Random(f"{self.seed} petitions")  # noqa: S311 - as above
        shares = self.shares
        with connection.cursor() as cursor:
            cursor.execute(_LATE, {"first": first, "last": first + total})
            late = [key for (key,) in cursor.fetchall() if chance.random() < shares.late]
        abouts = dict.fromkeys(late, About.DOSSIER)
        for about, share in (
            (About.DOSSIER, shares.dossier),
            (About.OFFICER, shares.officer),
            (About.AGENCY, shares.agency),
            (About.PROCEDURE, shares.procedure),
        ):
            # At least one of each, so that a commune's small year has them too.
            for place in chance.sample(range(total), min(total, max(1, round(total * share)))):
                abouts.setdefault(first + place, about)
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, {"first": first, "last": first + total, "ids": sorted(abouts)})
            rows = [Behind._make(row) for row in cursor.fetchall()]
        for row in rows:
            matter = self._matter(row, abouts[row.id], chance)
            if matter is not None:
                yield matter

    def _matter(self, row: Behind, about: About, chance: Random) -> Matter | None:
        since = row.due_at if row.late and row.due_at is not None else row.received_at
        at = self.calendar.add(since, self._until(chance))
        subjects = words().subjects[about.value]
        subject = subjects[0] if row.late else chance.choice(subjects)
        house = self._house(row.competent)
        named = ""
        if about is About.OFFICER:
            there = self._house(row.section)
            house = there if there.leaders else house
            free = sorted(set(row.received) - set(house.leaders))
            named = chance.choice(free) if free else ""
        if not house.leaders:
            return None
        with_dossier = about in (About.DOSSIER, About.OFFICER)
        return Matter(
            at=at,
            about=about,
            house=house,
            subject=subject,
            concerned=tuple(row.acted) if with_dossier else (),
            named=named,
            dossier=row.code if with_dossier else "",
            procedure=row.procedure if about is not About.AGENCY else "",
        )

    def _house(self, agency: int) -> House:
        if agency not in self._houses:
            code = Agency.objects.values_list("code", flat=True).get(pk=agency)
            leaders = _codes(working_in(agency, self.day, [Role.LEADER]))
            handlers = _codes(working_in(agency, self.day, [Role.HANDLING_OFFICER]))
            self._houses[agency] = House(agency, code, leaders, handlers)
        return self._houses[agency]

    def _receiver(self) -> House:
        held = Assignment.objects.filter(holds(self.day), post__role=Role.CONTROLLER.value).order_by("pk")
        return self._house(held.values_list("post__agency", flat=True)[0])


def _codes(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code, _ in pairs))


@transaction.atomic
def _written(lives: Sequence[Life], chance: Random) -> None:
    """All rows of the petitions, in the order in which they were sent."""
    last: dict[int, int] = {}
    rows = []
    for number, life in enumerate(lives, start=1):
        year = day_of(life.matter.at).year
        last.setdefault(year, _last_in_book(year))
        last[year] += 1
        rows.append(_row(life, number, last[year], chance))
    # The keys come with the rows.
    Petition.objects.bulk_create(rows)
    pairs = list(zip(rows, lives, strict=True))
    PetitionEvent.objects.bulk_create(
        store.event_row(row, event) for row, life in pairs for event in life.events
    )
    PetitionText.objects.bulk_create(
        PetitionText(petition=row, seq=seq, part=part, text=text)
        for row, life in pairs
        for seq, part, text in life.words
    )
    PetitionPerson.objects.bulk_create(
        PetitionPerson(petition=row, name=f"Người phản ánh mô phỏng {number}", address="(mô phỏng)")
        for number, row in enumerate(rows, start=1)
    )
    PetitionConcern.objects.bulk_create(
        PetitionConcern(petition=row, officer=code)
        for row, life in pairs
        for code in sorted(life.view.concerned)
    )
    PublishedAnswer.objects.bulk_create(_answer(row, life) for row, life in pairs if life.published_by)


def _last_in_book(year: int) -> int:
    return Petition.objects.filter(year=year).aggregate(last=Max("book_no"))["last"] or 0


def _row(life: Life, number: int, book_no: int, chance: Random) -> Petition:
    matter = life.matter
    day: date = day_of(matter.at)
    key = f"{KEY}{number:08d}"
    row = Petition(
        reference=f"PA-{day:%y%m%d}-{''.join(chance.choice(ALPHABET) for _ in range(6))}",
        year=day.year,
        book_no=book_no,
        key=key,
        # No words of a person stand behind it, so nobody's second press is told from it.
        digest=hashlib.sha256(key.encode()).digest(),
        about=matter.about.value,
        rules=life.view.rules,
        procedure_code=matter.procedure,
        dossier_code=matter.dossier,
        agency_id=matter.house.key,
        hide_name=chance.random() < life.office.shares.hide_name,
        filed_at=matter.at,
    )
    store.project(row, life.view)
    return row


def _answer(row: Petition, life: Life) -> PublishedAnswer:
    subject, at = life.matter.subject, life.events[-1].at
    assert row.holder_id is not None, "what is published was answered by an agency"
    return PublishedAnswer(
        petition=row,
        slug=slug(row, at),
        question=subject.body,
        answer=subject.answer,
        agency_id=row.holder_id,
        procedure_code=row.procedure_code,
        published_at=at,
        published_by=life.published_by,
        folded=search_words(subject.body, subject.answer),
    )
