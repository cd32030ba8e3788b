"""The applicant's part of the counter: the identifier or the card first, then what earlier dossiers know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext

from motcua.desk.asked import CUT, Typed
from motcua.desk.refusals import sentence
from motcua.dossiers.queries import KnownApplicant, OpenSame, earlier_dossiers, known_applicant, same_again
from motcua.dossiers.queries.views import WorkRow
from motcua.foundation.citizen_card import CitizenCard, read_card
from motcua.foundation.errors import DomainError
from motcua.foundation.identifiers import check_citizen_number
from motcua.organisation.rights import Person

TOLD: Final = ("owner_name", "owner_phone", "owner_address")
"""What an earlier dossier or a card fills in."""


class Applicant:
    """One rendering of the applicant. What was typed wins; what is empty is filled from the card, then from
    the newest dossier in sight. What was filled for another number goes with that number."""

    def __init__(self, person: Person, data: Mapping[str, Any], faults: Mapping[str, str]) -> None:
        self.values = Typed(data)
        self.faults = dict(faults)
        self.earlier: tuple[WorkRow, ...] = ()
        self.known: KnownApplicant | None = None
        self.open_same: tuple[OpenSame, ...] = ()
        self.facts = ""
        self.card = self._read_card()
        self.identifier = self.values["owner_identifier"].strip()
        number = "".join(self.identifier.split())
        if self.identifier and self.values["owner_type"] in ("", "citizen"):
            self._check(number)
        self._forget_another(number)
        if number and "owner_identifier" not in self.faults:
            self.earlier = tuple(earlier_dossiers(person, number))
            self.open_same = same_again(person, number, self.values["procedure"])
            self._fill(number)

    def _read_card(self) -> CitizenCard | None:
        """The card scanned into the field of the number."""
        card = read_card(self.values["owner_identifier"])
        if card is not None:
            self.values |= {
                "owner_identifier": card.number,
                "owner_name": card.name[:CUT],
                "owner_address": card.address[:CUT],
                "filled_for": "",
            }
        return card

    def _check(self, text: str) -> None:
        try:
            number = check_citizen_number(text)
        except DomainError as error:
            self.faults["owner_identifier"] = sentence(error)
            return
        sex = gettext("Nam") if number.sex == "male" else gettext("Nữ")
        self.facts = gettext("%(sex)s, sinh %(year)d") % {"sex": sex, "year": number.year}
        if number.province:
            self.facts += f", {number.province}"

    def _forget_another(self, number: str) -> None:
        if self.values["filled_for"] and self.values["filled_for"] != number:
            self.values |= dict.fromkeys((*TOLD, "filled_for"), "")

    def _fill(self, number: str) -> None:
        if not self.earlier or (self.values["owner_name"] and not self._fits(number)):
            return
        self.known = known_applicant(self.earlier[0])
        if self.known is None or self.values["filled_for"] == number:
            return
        told = (self.known.name, self.known.phone, self.known.address)
        for name, value in zip(TOLD, told, strict=True):
            self.values[name] = self.values[name] or value
        self.values["filled_for"] = number

    def _fits(self, number: str) -> bool:
        """Whether what stands there came from an earlier dossier of this number, or from the card."""
        return self.values["filled_for"] == number or self.card is not None

    @property
    def told(self) -> bool:
        """Whether name and residence are shown as text: known from an earlier dossier and without fault."""
        named = self.known is not None and self.values["owner_name"] == self.known.name
        return named and not any(name in self.faults for name in ("owner_name", "owner_address"))

    @property
    def complete(self) -> bool:
        """Whether everything that reception needs of the applicant is there and well formed."""
        owner = {name for name in self.faults if name.startswith(("owner_", "representative_"))}
        return bool(self.identifier and self.values["owner_name"]) and not owner
