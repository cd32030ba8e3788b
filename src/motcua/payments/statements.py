"""Nhập sao kê: a section reads a file of its bank in; what names an order is taken up at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction

from motcua.dossiers.secret import ALPHABET
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import Conflict, DomainError, Forbidden, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.rights import ACTIONS, Person, require
from motcua.payments.accounts import accounts_of, key_in, paid_into
from motcua.payments.arrivals import Told, keep, take_or_leave
from motcua.payments.models import Arrival, PaymentOrder, StatementImport
from motcua.payments.orders import LETTERS, MARK
from motcua.payments.statement_file import Credit, layout_in, read_statement
from motcua.payments.words import MoneySource

_REFERENCE: Final = re.compile(f"{MARK}[{ALPHABET}]{{{LETTERS}}}")
_JOINED: Final = re.compile(r"[^0-9A-Z]+")


class _Lines(NamedTuple):
    """What the lines of a statement may name: orders of the account, and orders of other accounts."""

    account: str
    here: set[str]
    elsewhere: set[str]


def import_statement(
    person: Person,
    section_id: int,
    name: str,
    content: bytes,
    *,
    account: str = "",
    clock: Clock | None = None,
) -> StatementImport:
    """Read a statement of one account in: `account` (`BIN:number`), else the section's of today.

    Lines that an earlier file of it had are known and count once; a line that names an order of another
    account is kept for an officer to decide, and counted in `elsewhere`.

    The file is kept whole or not at all; its money is taken up line by line after that, so that one dossier
    that cannot be written now holds nobody else up. Raises: `Forbidden`, `BadStatement`, `Conflict`
    `statement_known`, DomainError `account_unknown`.
    """
    require(person, "import_statement")
    if not any(
        post.role in ACTIONS["import_statement"] and section_id in post.received for post in person.held
    ):
        raise Forbidden(gettext_noop("Bộ phận Một cửa này ngoài phạm vi của bạn."))
    now = (clock or SystemClock()).now()
    read = read_statement(content, layout_in(settings.MOTCUA_PAY_STATEMENT))
    digest = hashlib.sha256(content).hexdigest()
    key = _account(section_id, account, now)
    lines = _named(read.credits, key)
    with transaction.atomic():
        before = StatementImport.objects.filter(digest=digest).first()
        if before is not None:
            raise Conflict(
                gettext_noop("Tệp sao kê này đã được nhập; không nhập lần thứ hai."),
                gettext_noop("Xem kết quả ở trang đối soát."),
                id="statement_known",
            )
        known = _known(key, [each.number for each in read.credits])
        told = [_told(each, lines) for each in read.credits if each.number not in known]
        done = StatementImport.objects.create(
            section_id=section_id,
            account=key,
            elsewhere=sum(bool(each.elsewhere) for each in told),
            digest=digest,
            name=_file_name(name),
            lines=len(read.credits),
            known=len(known),
            debits=read.debits,
            amount=sum(each.amount for each in read.credits),
            at=now,
            by=person.actor,
        )
        kept = [keep(each, now, done) for each in told]
    for arrival in kept:
        take_or_leave(arrival, now)
    return done


def _known(account: str, numbers: Sequence[str]) -> set[str]:
    """The numbers of an account's lines that an earlier file had."""
    # Those of before accounts were told apart count for each.
    there = Arrival.objects.filter(
        source=MoneySource.STATEMENT.value, account__in={account, ""}, external__in=numbers
    )
    return set(there.values_list("external", flat=True))


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


def _account(section_id: int, asked: str, now: Instant) -> str:
    """The key of the account that a statement is of; empty where the house has none."""
    accounts = accounts_of(section_id, day_of(now))
    if not asked:
        return accounts[0].key if accounts else ""
    found = key_in(asked, accounts)
    if not found:
        raise DomainError(
            gettext_noop("Tài khoản đã chọn không phải tài khoản nhận tiền của bộ phận; chưa nhập dòng nào."),
            gettext_noop("Chọn tài khoản của sao kê trong danh sách rồi nhập lại."),
            id="account_unknown",
        )
    return found


def _named(lines: tuple[Credit, ...], account: str) -> _Lines:
    """The references of orders that exist among those that the lines may name."""
    asked = set[str]().union(*(candidates(each.text) for each in lines)) if lines else set()
    found = PaymentOrder.objects.filter(reference__in=asked)
    every = set(found.values_list("reference", flat=True))
    here = set(found.filter(paid_into(account)).values_list("reference", flat=True)) if account else every
    return _Lines(account, here, every - here)


def _told(line: Credit, lines: _Lines) -> Told:
    named = reference_in(line.text, lines.here | lines.elsewhere)
    return Told(
        source=MoneySource.STATEMENT,
        account=lines.account,
        external=line.number,
        amount=line.amount,
        at=line.at,
        reference=named if named in lines.here else "",
        elsewhere=named if named in lines.elsewhere else "",
        text=line.text,
    )


def _file_name(name: str) -> str:
    try:
        return clean_text(name[-120:], 120) or "sao-ke.csv"
    except DomainError:
        return "sao-ke.csv"
