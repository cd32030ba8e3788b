"""An answer made public: in words that name nobody. What looks like personal data is found and must be gone
before anything is published; names that no pattern finds are confirmed by the publisher."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from motcua.dossiers.fields import Fields
from motcua.feedback.filing import LONGEST_TEXT
from motcua.feedback.models import Petition, PetitionPerson, PublishedAnswer
from motcua.foundation.clock import Instant
from motcua.foundation.errors import gettext_noop
from motcua.foundation.text import fold
from motcua.organisation.rights import Person

_PATTERNS: Final = (
    ("email", re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")),
    (
        "dossier",
        re.compile(r"\b(?:H\d{2}(?:\.\d+)+|\d{3}(?:\.\d{2}){2}\.H\d{2})-\d{6}-\d{3,6}\b", re.IGNORECASE),
    ),
    ("identifier", re.compile(r"(?<!\d)\d[\d .\-]{7,15}\d(?!\d)")),
)
KIND_NAMES: Final = {
    "identifier": gettext_noop("số điện thoại hoặc số giấy tờ"),
    "email": gettext_noop("địa chỉ thư điện tử"),
    "dossier": gettext_noop("mã số hồ sơ"),
    "name": gettext_noop("tên người phản ánh"),
    "address": gettext_noop("địa chỉ người phản ánh"),
}
_DATE: Final = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{4}-\d{2}-\d{2}")
_FEWEST_DIGITS: Final = 9


class PersonalFind(NamedTuple):
    """Something that looks like personal data: a key of `KIND_NAMES` and what was found."""

    kind: str
    found: str


def personal_in(text: str, person: PetitionPerson | None = None) -> list[PersonalFind]:
    """What in a text looks like personal data: numbers of nine digits and more but dates, e-mail addresses,
    codes of dossiers, and name and address of the petitioner, with marks or without."""
    found = []
    whole = text
    for kind, pattern in _PATTERNS:
        hits = pattern.findall(text)
        text = pattern.sub(" ", text) if kind != "identifier" else text
        for hit in hits:
            digits = sum(sign.isdigit() for sign in hit)
            if kind != "identifier" or (digits >= _FEWEST_DIGITS and not _DATE.fullmatch(hit.strip())):
                found.append(PersonalFind(kind, hit.strip()))
    folded = f" {_words(whole)} "
    if person is not None:
        if person.name and f" {_words(person.name)} " in folded:
            found.append(PersonalFind("name", person.name))
        if person.address and f" {_words(person.address)} " in folded:
            found.append(PersonalFind("address", person.address))
    return list(dict.fromkeys(found))


def search_words(*texts: str) -> str:
    """Texts as the search of answers compares them: folded, words alone."""
    return " ".join(_words(text) for text in texts if text)


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())


def publication(publisher: Person, row: Petition, fields: Fields, now: Instant) -> PublishedAnswer:
    """The public page as it will stand. Raises: `FieldErrors` while anything in it looks personal or the
    publisher has not confirmed that it names nobody."""
    question = fields.text("question", required=True, limit=LONGEST_TEXT)
    answer = fields.text("public_answer", required=True, limit=LONGEST_TEXT)
    person = PetitionPerson.objects.filter(petition=row).first()
    for name, text in (("question", question), ("public_answer", answer)):
        hits = personal_in(text, person)
        if hits:
            fields.fault(
                name,
                gettext_noop(
                    "Còn thông tin cá nhân: %(found)s. Bỏ đi, hoặc viết chung chung, rồi công khai."
                ),
                found=_listed(hits),
            )
    if not fields.flag("confirmed"):
        fields.fault("confirmed", gettext_noop("Đọc lại và xác nhận không còn thông tin về riêng ai."))
    fields.check()
    # Nothing is published that no agency has answered; the core has said so before.
    assert row.holder_id is not None
    return PublishedAnswer(
        petition=row,
        slug=slug(row, now),
        question=question,
        answer=answer,
        agency_id=row.holder_id,
        procedure_code=row.procedure_code,
        published_at=now,
        published_by=publisher.actor,
        folded=search_words(question, answer),
    )


def slug(row: Petition, at: Instant) -> str:
    """The address of its page: as long as it is read, it tells nothing of the petition's reference."""
    return f"{at // 1_000_000:x}"[-8:] + f"{row.pk:x}"


def _listed(hits: Iterable[PersonalFind]) -> str:
    return ", ".join(f"“{hit.found}”" for hit in hits)
