"""What is read of the outbox: an officer's notices, and the operator's view of what was sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet

from motcua.foundation.clock import Clock, Instant, SystemClock, local_of
from motcua.foundation.phrase import Phrase
from motcua.organisation.models import Officer
from motcua.organisation.rights import Person, require
from motcua.outbox import kinds, made
from motcua.outbox.channels import OUTSIDE
from motcua.outbox.kinds import Kind, Occasion
from motcua.outbox.models import Message

PAGE: Final = 50
SHOWN: Final = 300
"""Notices of one officer; who has more finds the rest on the lists."""
MOST_COUNTED: Final = 100  # as the statement says
UNREAD: Final = (
    "(SELECT count(*) FROM (SELECT FROM outbox_message m WHERE m.officer_id = o.id AND m.channel = 'desk'"
    " AND m.state = 'sent' AND m.read_at IS NULL LIMIT 100) unread)"
)
"""Asked with each session (`sessions.bring_along`): the number at the bell costs no statement of its own, and
whoever has very many is not counted to the end."""
Channel, State = Message.Channel, Message.State
PROBLEMS: Final = (State.FAILED, State.DOUBTFUL)
OPEN: Final = (State.WAITING, State.SENDING, State.HANDED)


class Told(NamedTuple):
    """A message in words, kept apart from its values so that a face can translate it."""

    row: Message
    kind: Kind
    what: Phrase
    todo: Phrase

    @property
    def path(self) -> str:
        """The page where the work is done, from the root of the site; empty where there is none."""
        return self.kind.path % self.row.params if self.kind.path else ""


class Outbox(NamedTuple):
    """One page of the letters, and how many there are in each state."""

    total: int
    rows: list[Told]
    counts: dict[str, int]
    without_address: int
    """Officers in office who have no e-mail address: they are told on the desk alone."""


def told(row: Message) -> Told:
    """A message with its sentences; what a citizen was told stands as it was said. Of letters whose words are
    made at sending only the purpose is known."""
    if row.officer_id is None:
        if letter := made.made_of(row.kind):
            return Told(row, letter.kind, Phrase(letter.title), Phrase(""))
        return Told(row, kinds.TO_CITIZEN, Phrase("%(said)s", {"said": words_said(row)}), Phrase(""))
    kind = kinds.kind_of(row.kind)
    params = {**row.params, "due": "" if row.due_at is None else moment_words(row.due_at)}
    return Told(row, kind, Phrase(kind.what, params), Phrase(kind.todo, params))


def recipient_kind(row: Message) -> str:
    """`officer`, `citizen` for an account, `address` for one given with the subject."""
    if row.officer_id is not None:
        return "officer"
    return "citizen" if row.account else "address"


def words_said(row: Message) -> str:
    """The heading of what a citizen was told; empty after an erasure. Wants `wording` selected."""
    wording = getattr(row, "wording", None)
    return wording.title if wording else ""


def moment_words(instant: Instant) -> str:
    """`16:30 6/3/2026`, the same in both languages."""
    moment = local_of(instant)
    return f"{moment:%H:%M} {moment.day}/{moment.month}/{moment.year}"


def occasion_of(row: Message) -> Occasion:
    """What the message to an officer is about, as its kind knows it."""
    assert row.officer_id is not None
    return Occasion(row.subject, row.key, row.officer_id)


def still_standing(rows: Iterable[Message], now: Instant) -> list[Message]:
    """Those whose reason still is, in the same order."""
    rows = list(rows)
    asked: defaultdict[str, list[Occasion]] = defaultdict(list)
    for row in rows:
        if row.officer_id is not None:
            asked[row.kind].append(occasion_of(row))
    stand = kinds.standing(asked, now) if asked else set()
    # A citizen is told what happened, and that stays true.
    return [row for row in rows if row.officer_id is None or (row.kind, occasion_of(row)) in stand]


def notices(person: Person, *, clock: Clock | None = None) -> list[Told]:
    """What the desk tells this officer now, the earliest due first. What no longer is does not show, though
    the job has not taken it away yet."""
    if person.officer_id is None:
        return []
    now = (clock or SystemClock()).now()
    rows = Message.objects.filter(officer=person.officer_id, channel=Channel.DESK, state=State.SENT)
    return [told(row) for row in still_standing(rows.order_by("due_at", "pk")[:SHOWN], now)]


def letters(person: Person, *, state: str = "", channel: str = "", words: str = "", page: int = 1) -> Outbox:
    """What was told to whomever, the newest first; without a channel all but the desk's notices. Four
    statements. Raises: `Forbidden`."""
    require(person, "see_operations")
    found = Message.objects.exclude(channel=Channel.DESK)
    if channel:
        found = Message.objects.filter(channel=channel)
    if words:
        found = found.filter(
            Q(officer__full_name__icontains=words)
            | Q(address__icontains=words)
            | Q(params__code__icontains=words)
        )
    counts = dict(found.order_by().values_list("state").annotate(many=Count("pk")))
    if state:
        found = found.filter(state=state)
    total = counts.get(state, 0) if state else sum(counts.values())
    rows = found.select_related("officer", "wording").order_by("-made_at", "-pk")[
        (page - 1) * PAGE : page * PAGE
    ]
    return Outbox(total, [told(row) for row in rows], counts, without_address())


def without_address() -> int:
    """Officers with an open account and no e-mail address. One statement."""
    return Officer.objects.filter(email="", left_on=None, user__is_active=True).count()


def pending(limit: int | None = None) -> list[Message]:
    """Letters that have not left, or of which nobody knows, the oldest first."""
    rows = (
        Message.objects.filter(channel__in=OUTSIDE, state__in=[*OPEN, *PROBLEMS])
        .select_related("officer", "wording")
        .order_by("made_at", "pk")
    )
    return list(rows if limit is None else rows[:limit])


class Health(NamedTuple):
    """How the letters stand; `held_up` are those waiting after a try that did not succeed."""

    waiting: int
    held_up: int
    failed: int
    doubtful: int
    problem: str
    """What the mail server or gateway said last to a message that waits."""


def health() -> Health:
    """Two statements at most."""
    leaving = Message.objects.filter(channel__in=OUTSIDE)
    found: dict[str, Any] = leaving.filter(state__in=[*OPEN, *PROBLEMS]).aggregate(
        waiting=Count("pk", filter=Q(state__in=OPEN)),
        held_up=Count("pk", filter=Q(state=State.WAITING) & ~Q(problem="")),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        doubtful=Count("pk", filter=Q(state=State.DOUBTFUL)),
    )
    problem = ""
    if found["held_up"]:
        held = leaving.filter(state=State.WAITING).exclude(problem="").order_by("-next_try_at")
        problem = held.values_list("problem", flat=True)[0]
    return Health(**found, problem=problem)


def by_kind(found: Sequence[Told]) -> list[tuple[Kind, list[Told]]]:
    """Notices under the heading of their kind, in the order of the kinds."""
    groups: dict[str, list[Told]] = {}
    for each in found:
        groups.setdefault(each.kind.name, []).append(each)
    order = {name: place for place, name in enumerate(kinds.names())}
    return [
        (groups[name][0].kind, groups[name])
        for name in sorted(groups, key=lambda name: order.get(name, len(order)))
    ]


def unread(found: Iterable[Told]) -> int:
    """How many of them were not marked as read."""
    return Counter(each.row.read_at is None for each in found)[True]


def messages_to_send(now: Instant, channel: str = Channel.EMAIL) -> QuerySet[Message]:
    """Messages of a channel whose time has come, the earliest first."""
    return Message.objects.filter(channel=channel, state=State.WAITING, next_try_at__lte=now).order_by(
        "next_try_at", "pk"
    )


class Inbox(NamedTuple):
    """One page of what an account was told in the portal, the newest first."""

    total: int
    unread: int
    rows: list[Message]


def inbox(account: str, *, page: int = 1) -> Inbox:
    """The portal's messages of one account, with their words. Two statements."""
    found = (
        Message.objects.filter(account=account, channel=Channel.PORTAL) if account else Message.objects.none()
    )
    counts = found.aggregate(total=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    rows = found.select_related("wording").order_by("-made_at", "-pk")[(page - 1) * PAGE : page * PAGE]
    return Inbox(counts["total"], counts["unread"], list(rows))


def inbox_message(account: str, key: int) -> Message | None:
    """One message of the account's own; none where it is another's. One statement."""
    found = Message.objects.filter(account=account, channel=Channel.PORTAL, pk=key) if account else None
    return found.select_related("wording").first() if found is not None else None


def unread_of_account(account: str) -> int:
    """How many the account has not read, at most `MOST_COUNTED`. One statement."""
    if not account:
        return 0
    rows = Message.objects.filter(account=account, channel=Channel.PORTAL, read_at=None)
    return rows[:MOST_COUNTED].count()


def told_about(subject: str) -> list[Message]:
    """What citizens were told about a subject, the newest first, with their words. One statement."""
    found = Message.objects.filter(officer=None, subject=subject).select_related("wording")
    return list(found.order_by("-made_at", "-pk")[:SHOWN])


def occasions_told(kinds_asked: Collection[str], subjects: Collection[str]) -> set[tuple[str, str]]:
    """Of these subjects, what citizens were told by these kinds: subject and key. One statement."""
    if not subjects:
        return set()
    rows = Message.objects.filter(officer=None, kind__in=kinds_asked, subject__in=subjects)
    return set(rows.values_list("subject", "key"))
