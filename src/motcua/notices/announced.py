"""What other rooms announce becomes messages in their transaction: to the account and the address given, or
to everybody who follows the dossier."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.citizens.queries import by_key
from motcua.dossiers import store
from motcua.dossiers.intake import Party
from motcua.foundation.clock import Clock, SystemClock
from motcua.notices.deriving import tell_of, worded
from motcua.notices.events import BY_NAME, DOSSIER
from motcua.notices.facts import Fact, Moment, Value, money_back, site
from motcua.notices.recipients import ways
from motcua.notices.templates import Templates
from motcua.outbox.announcing import Announcement
from motcua.outbox.citizens import Notice, tell


def tell_announced(announcements: Sequence[Announcement], clock: Clock | None = None) -> int:
    """Put in the messages of these; how many are new. Four statements for one that goes to an account."""
    clock = clock or SystemClock()
    templates = Templates(clock.now())
    notices: list[Notice] = []
    made = 0
    for each in announcements:
        if BY_NAME[each.event].about == DOSSIER:
            made += _of_dossier(each, templates, clock)
            continue
        account = by_key(each.account) if each.account else None
        values: dict[str, Value] = {
            **each.values,
            "code": each.code,
            "site": site(each.site),
            "until": None if each.until is None else Moment(each.until),
        }
        fact = Fact(each.event, values, each.until)
        party = Party(name="", email=each.email, phone=each.phone)
        notices += [
            worded(
                fact,
                way,
                templates,
                subject=each.subject,
                key=each.key,
                path=each.account_path if way.account else each.path,
            )
            for way in ways(party, [account] if account else [], BY_NAME[each.event])
        ]
    return made + tell(notices, clock=clock)


def _of_dossier(each: Announcement, templates: Templates, clock: Clock) -> int:
    locked = store.read(each.code)
    if locked is None:
        return 0
    opened = store.open_private(locked.id)
    facts = money_back(locked, each.event, each.values["receipt"], each.amount or 0, opened)
    return tell_of(locked, facts, each.key, opened, templates=templates, clock=clock)
