"""What the petitioner may see and do: by reference and secret, or signed in with the account that sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import transaction

from motcua.dossiers.fields import Fields
from motcua.dossiers.files import StoredFile
from motcua.dossiers.secret import same_secret
from motcua.feedback import store
from motcua.feedback.concerning import receiving_body
from motcua.feedback.filing import LONGEST_TEXT, keep_files
from motcua.feedback.models import Petition, PetitionText
from motcua.feedback.petitions import PetitionState, Side, allowed, decide
from motcua.feedback.petitions import commands as c
from motcua.feedback.petitions import events as e
from motcua.feedback.petitions.types import ABOUT_NAMES, STATE_NAMES, About
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.worktime import Remaining, remaining
from motcua.law.petitions import CLOCK_NAMES
from motcua.organisation.queries import calendar_for

_BY: Final = c.By(who="petitioner", sides=frozenset({Side.PETITIONER}))
_ANSWERED: Final = frozenset(
    {PetitionState.AWAITING_PUBLICATION, PetitionState.PUBLISHED, PetitionState.ANSWERED}
)


class Step(NamedTuple):
    """One line of the way: when, what (a msgid), and the words that belong to it for the petitioner."""

    at: Instant
    what: str
    words: str = ""


class Followed(NamedTuple):
    """A petition as its sender sees it. `due_at` is the end of what an office owes now."""

    reference: str
    subject: str
    text: str
    about: str
    state: PetitionState
    state_name: str
    with_whom: str
    """The agency that has it; empty for leaders of the province who read it instead of the receiving body."""
    filed_at: Instant
    answer_due: Instant | None
    due_at: Instant | None
    clock_name: str
    left: Remaining | None
    late: bool
    asked: str
    asked_until: Instant | None
    answer: str
    answered_at: Instant | None
    refusal: str
    published: str
    may_supplement: bool
    may_withdraw: bool
    steps: tuple[Step, ...]
    files: tuple[str, ...]


class Sent(NamedTuple):
    """A line of the list of an account."""

    reference: str
    subject: str
    state_name: str
    filed_at: Instant
    due_at: Instant | None
    asked: bool


def followed(
    reference: str, *, secret: str = "", account: str = "", clock: Clock | None = None
) -> Followed | None:
    """The petition, for who has its secret or the account that sent it; none for everybody else."""
    row = _own(reference, secret, account)
    return None if row is None else _shown(store.load(row), (clock or SystemClock()).now())


def sent_by(account: str) -> list[Sent]:
    """What an account has sent, newest first. Two statements."""
    rows = (
        list(Petition.objects.filter(person__account=account).order_by("-filed_at")[:200]) if account else []
    )
    texts = PetitionText.objects.filter(petition__in=rows, seq=1, part="subject")
    subjects = dict(texts.values_list("petition_id", "text"))
    return [
        Sent(
            row.reference,
            subjects.get(row.pk, ""),
            STATE_NAMES[PetitionState(row.state)],
            row.filed_at,
            row.due_at,
            row.state == PetitionState.SUPPLEMENT_ASKED,
        )
        for row in rows
    ]


def supplement(
    reference: str,
    data: Mapping[str, Any],
    *,
    secret: str = "",
    account: str = "",
    attached: Sequence[StoredFile] = (),
    clock: Clock | None = None,
) -> None:
    """Give what was asked. Raises: `NotFound`, `FieldErrors`, `Refused` (nothing was asked)."""
    fields = Fields(data)
    words = fields.text("text", required=not attached, limit=LONGEST_TEXT)
    fields.check()
    _do(
        reference,
        (secret, account),
        c.Supplement(by=_BY),
        {"supplement": words},
        clock,
        attached=attached,
    )


def withdraw(reference: str, *, secret: str = "", account: str = "", clock: Clock | None = None) -> None:
    """Take a petition back before it is answered. Raises: `NotFound`, `Refused`."""
    _do(reference, (secret, account), c.Withdraw(by=_BY), {}, clock)


@transaction.atomic
def _do(
    reference: str,
    holder: tuple[str, str],
    command: c.Command,
    words: Mapping[str, str],
    clock: Clock | None,
    *,
    attached: Sequence[StoredFile] = (),
) -> None:
    row = _own(reference, *holder, lock=True)
    if row is None:
        raise wrong_secret()
    loaded = store.load(row)
    now = (clock or SystemClock()).now()
    events = decide(loaded.state, command, store.rules_for(row), calendar_for(), now)
    store.append(row, loaded.state, events, words)
    keep_files(row, events[0].seq, attached, now)


def wrong_secret() -> NotFound:
    """Says the same for a reference that is not there."""
    return NotFound(
        gettext_noop("Mã phản ánh và mã tra cứu không khớp nhau."),
        gettext_noop("So lại từng ký tự với hai mã đã nhận khi gửi."),
        id="petition_secret",
    )


def _own(reference: str, secret: str, account: str, *, lock: bool = False) -> Petition | None:
    rows = Petition.objects.select_for_update(of=("self",)) if lock else Petition.objects.all()
    row = rows.filter(reference=reference).select_related("holder").first()
    if row is None:
        return None
    if secret and same_secret(secret, row.reference):
        return row
    own = account and getattr(getattr(row, "person", None), "account", "") == account
    return row if own else None


def _shown(loaded: store.Loaded, now: Instant) -> Followed:
    row, state = loaded.row, loaded.state
    texts = {(each.seq, each.part): each.text for each in PetitionText.objects.filter(petition=row)}
    calendar = calendar_for()
    may = allowed(state, _BY)
    published = getattr(row, "published", None)
    answered = state.state in _ANSWERED
    return Followed(
        reference=row.reference,
        subject=texts.get((1, "subject"), ""),
        text=texts.get((1, "body"), ""),
        about=ABOUT_NAMES[About(row.about)],
        state=state.state,
        state_name=STATE_NAMES[state.state],
        with_whom=_with_whom(row, now),
        filed_at=state.filed_at,
        answer_due=state.handle_due if row.due_at and not answered else None,
        due_at=row.due_at,
        clock_name=CLOCK_NAMES.get(row.due_clock, ""),
        left=remaining(now, row.due_at, calendar) if row.due_at else None,
        late=row.due_at is not None and now > row.due_at,
        asked=_last(texts, loaded.events, e.SupplementAsked, "reason")
        if state.state is PetitionState.SUPPLEMENT_ASKED
        else "",
        asked_until=state.asked_until if state.state is PetitionState.SUPPLEMENT_ASKED else None,
        answer=answer_of(loaded.events, texts) if answered else "",
        answered_at=state.answered_at,
        refusal=_last(texts, loaded.events, e.NotAccepted, "reason"),
        published=published.slug if published else "",
        may_supplement="supplement" in may,
        may_withdraw="withdraw" in may,
        steps=tuple(_step(event, texts) for event in loaded.events if type(event.fact) in _TOLD),
        files=tuple(row.files.order_by("seq").values_list("name", flat=True)),
    )


def _with_whom(row: Petition, now: Instant) -> str:
    if row.holder is not None:
        return row.holder.name
    return "" if row.escalated else receiving_body(day_of(now))


def answer_of(events: Sequence[e.Event], texts: Mapping[tuple[int, str], str]) -> str:
    """The words of the last draft, which are the answer once it is approved."""
    return _last(texts, events, e.Drafted, "answer")


def _last(
    texts: Mapping[tuple[int, str], str], events: Sequence[e.Event], kind: type[e.Fact], part: str
) -> str:
    found = [texts.get((event.seq, part), "") for event in events if isinstance(event.fact, kind)]
    return found[-1] if found else ""


_TOLD: Final[dict[type[e.Fact], str]] = {
    e.Filed: gettext_noop("Bạn gửi phản ánh; đã ghi vào sổ."),
    e.Classified: gettext_noop("Đã đọc và phân loại."),
    e.Forwarded: gettext_noop("Chuyển cơ quan có thẩm quyền."),
    e.Taken: gettext_noop("Đang xem xét, trả lời."),
    e.Returned: gettext_noop("Cơ quan được chuyển trả lại; cơ quan tiếp nhận tìm nơi khác."),
    e.SupplementAsked: gettext_noop("Cần bạn bổ sung."),
    e.Supplemented: gettext_noop("Bạn đã bổ sung."),
    e.Approved: gettext_noop("Đã có câu trả lời."),
    e.Published: gettext_noop("Câu trả lời được công khai, không kèm thông tin cá nhân."),
    e.KeptUnpublished: gettext_noop("Câu trả lời gửi riêng cho bạn, không công khai."),
    e.NotAccepted: gettext_noop("Không thụ lý phản ánh này."),
    e.Withdrawn: gettext_noop("Bạn đã rút phản ánh."),
}
"""What a petitioner is told; drafts inside an office are not."""


def _step(event: e.Event, texts: Mapping[tuple[int, str], str]) -> Step:
    words = ""
    if isinstance(event.fact, e.NotAccepted):
        words = texts.get((event.seq, "reason"), "")
    elif isinstance(event.fact, e.SupplementAsked | e.Supplemented):
        words = texts.get((event.seq, "reason"), "") or texts.get((event.seq, "supplement"), "")
    return Step(event.at, _TOLD[type(event.fact)], words)
