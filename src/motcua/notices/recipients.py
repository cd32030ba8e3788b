"""Who is told, and by which ways: accounts that hold the dossier, and the address given with it.

A name stands in no message. An address that belongs to one of the accounts is the account's to switch off;
only one that no account has is written to for the dossier itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from motcua.citizens.models import Citizen
from motcua.citizens.queries import Applicant, by_identifier, by_key
from motcua.dossiers.holders import accounts_of, held_by
from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.told import Opened, party_of
from motcua.foundation.clock import Instant
from motcua.notices.events import Channel, NoticeEvent
from motcua.notices.models import NoticePreference
from motcua.outbox.channels import is_on
from motcua.outbox.gateway import international

Wish = NoticePreference.Wish


class Way(NamedTuple):
    """One message to one recipient: the account (empty for an address alone), channel, address, language."""

    account: str
    channel: str
    address: str
    language: str


def ways(party: Party, accounts: Iterable[Applicant], event: NoticeEvent) -> list[Way]:
    """Every way by which an event is told: to the accounts, and to the party who left an address. One
    statement for the wishes of the accounts."""
    accounts = list(accounts)
    keys = [each.key for each in accounts]
    wishes = (
        {each.account: each for each in NoticePreference.objects.filter(account__in=keys)} if keys else {}
    )
    found: list[Way] = []
    for account in accounts:
        found += _of_account(account, wishes.get(account.key, NoticePreference(account=account.key)), event)
    taken = {way.address for way in found} | {_mail(each.email) for each in accounts}
    taken |= {_number(each.phone) for each in accounts}
    found += [way for way in _of_address(party, event) if way.address not in taken]
    return [way for way in found if is_on(way.channel)]


def holders(dossier_id: int, state: State, opened: Opened, now: Instant) -> list[Applicant]:
    """The open accounts that may follow the dossier now, each once: who filed it, for whom, and whose owner
    is proven to be its owner. Two statements for each that filed."""
    found: dict[str, Applicant] = {}
    for key in dict.fromkeys(key for key, _ in accounts_of(dossier_id)):
        account = by_key(key)
        # A mandate that ended tells no more.
        if account and Dossier.objects.filter(pk=dossier_id).filter(held_by(account, now)).exists():
            found[account.key] = account
    owner = opened.get(state.intake.owner)
    proven = by_identifier(party_of(owner).identifier) if owner else None
    if proven:
        found.setdefault(proven.key, proven)
    return list(found.values())


def contact(state: State, opened: Opened) -> Party:
    """Whom the counter would call: the owner, or who came for the owner where that one left no address."""
    intake = state.intake
    owner = party_of(opened.get(intake.owner)) if opened.get(intake.owner) else Party(name="")
    if intake.representative and (data := opened.get(intake.representative)):
        other = party_of(data)
        if not owner.email and not owner.phone:
            return other
    return owner


def _of_account(account: Applicant, wish: NoticePreference, event: NoticeEvent) -> Iterator[Way]:
    yield Way(account.key, Channel.PORTAL, "", wish.language)
    # Nobody has shown yet that an unconfirmed address is theirs.
    if account.email and account.assurance >= Citizen.Assurance.EMAIL and _wanted(wish.email, event):
        yield Way(account.key, Channel.EMAIL, _mail(account.email), wish.language)
    if account.phone and account.assurance >= Citizen.Assurance.EMAIL:
        if _wanted(wish.sms, event):
            yield Way(account.key, Channel.SMS, _number(account.phone), wish.language)
        if _wanted(wish.zalo, event):
            yield Way(account.key, Channel.ZALO, _number(account.phone), wish.language)


def _of_address(party: Party, event: NoticeEvent) -> Iterator[Way]:
    if party.email:
        yield Way("", Channel.EMAIL, _mail(party.email), "vi")
    if party.phone and event.urgent:
        yield Way("", Channel.SMS, _number(party.phone), "vi")


def _wanted(wish: str, event: NoticeEvent) -> bool:
    return wish == Wish.ALL or (wish == Wish.URGENT and event.urgent)


def _mail(address: str) -> str:
    return address.strip()


def _number(phone: str) -> str:
    return international(phone, "0") if phone else ""
