"""Nhập sao kê: a section reads a file of its bank in; what names an order is taken up at once."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from django.conf import settings
from django.db import transaction

from motcua.dossiers.secret import ALPHABET
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import Conflict, DomainError, Forbidden, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.rights import ACTIONS, Person, require
from motcua.payments.arrivals import Told, keep, take_or_leave
from motcua.payments.models import Arrival, PaymentOrder, StatementImport
from motcua.payments.orders import LETTERS, MARK
from motcua.payments.statement_file import Credit, layout_in, read_statement
from motcua.payments.words import MoneySource

_REFERENCE: Final = re.compile(f"{MARK}[{ALPHABET}]{{{LETTERS}}}")
_JOINED: Final = re.compile(r"[^0-9A-Z]+")


def import_statement(
    person: Person, section_id: int, name: str, content: bytes, *, clock: Clock | None = None
) -> StatementImport:
    """Read a statement of a section's account in. Lines that an earlier file had are known and count once.

    The file is kept whole or not at all; its money is taken up line by line after that, so that one dossier
    that cannot be written now holds nobody else up. Raises: `Forbidden`, `BadStatement`, `Conflict`
    `statement_known`.
    """
    require(person, "import_statement")
    if not any(
        post.role in ACTIONS["import_statement"] and section_id in post.received for post in person.held
    ):
        raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))
    now = (clock or SystemClock()).now()
    read = read_statement(content, layout_in(settings.MOTCUA_PAY_STATEMENT))
    digest = hashlib.sha256(content).hexdigest()
    references = _references(read.credits)
    with transaction.atomic():
        before = StatementImport.objects.filter(digest=digest).first()
        if before is not None:
            raise Conflict(
                gettext_noop("Tệp sao kê này đã được nhập; không nhập lần thứ hai."),
                gettext_noop("Xem kết quả ở trang đối soát."),
                id="statement_known",
            )
        numbers = [each.number for each in read.credits]
        known = set(
            Arrival.objects.filter(source=MoneySource.STATEMENT.value, external__in=numbers).values_list(
                "external", flat=True
            )
        )
        done = StatementImport.objects.create(
            section_id=section_id,
            digest=digest,
            name=_file_name(name),
            lines=len(read.credits),
            known=len(known),
            debits=read.debits,
            amount=sum(each.amount for each in read.credits),
            at=now,
            by=person.actor,
        )
        kept = [keep(_told(each, references), now, done) for each in read.credits if each.number not in known]
    for arrival in kept:
        take_or_leave(arrival, now)
    return done


def reference_in(text: str, known: set[str]) -> str:
    """The one order that the words of a transfer name; empty where they name none, or several.

    Banks put words before and after, cut and join: so spaces and signs are left out before looking.
    """
    found = {each for each in candidates(text) if each in known}
    return found.pop() if len(found) == 1 else ""


def candidates(text: str) -> set[str]:
    """Everything in the words of a transfer that has the form of a reference."""
    joined = _JOINED.sub("", text.upper())
    return {
        joined[place : place + len(MARK) + LETTERS]
        for place in range(len(joined))
        if _REFERENCE.match(joined, place)
    }


def _references(lines: tuple[Credit, ...]) -> set[str]:
    """The references of orders that exist among those that the lines may name."""
    asked = set[str]().union(*(candidates(each.text) for each in lines)) if lines else set()
    return set(PaymentOrder.objects.filter(reference__in=asked).values_list("reference", flat=True))


def _told(line: Credit, references: set[str]) -> Told:
    return Told(
        source=MoneySource.STATEMENT,
        external=line.number,
        amount=line.amount,
        at=line.at,
        reference=reference_in(line.text, references),
        text=line.text,
    )


def _file_name(name: str) -> str:
    try:
        return clean_text(name[-120:], 120) or "sao-ke.csv"
    except DomainError:
        return "sao-ke.csv"
