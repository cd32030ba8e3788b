"""What a petitioner is told when an office has done something: by e-mail where there is an address and mail
is on, and in the portal of the account. Nothing of what they wrote stands in it, and no secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from motcua.feedback.models import Petition, PetitionPerson
from motcua.feedback.petitions import events as e
from motcua.foundation.clock import Clock, Instant, local_of
from motcua.outbox.channels import is_on
from motcua.outbox.citizens import Notice, tell
from motcua.outbox.models import Message

_VERSION: Final = 1


class _Words(NamedTuple):
    title: str
    text: str


# Vietnamese alone: a petition is written in it (Decree 20/2008), and who sent it reads it.
_TOLD: Final[dict[type[e.Fact], _Words]] = {
    e.SupplementAsked: _Words(
        "Phản ánh {reference}: cần bạn bổ sung",
        "Chúng tôi cần biết thêm để trả lời phản ánh {reference} của bạn. Mở trang theo dõi, đọc điều cần bổ "
        "sung và gửi trước {until}. Thời hạn của cơ quan dừng trong lúc chờ bạn.",
    ),
    e.Forwarded: _Words(
        "Phản ánh {reference}: đã chuyển cơ quan có thẩm quyền",
        "Phản ánh {reference} của bạn đã được chuyển cơ quan có thẩm quyền, trả lời trước {until}. Bạn chưa "
        "phải làm gì.",
    ),
    e.Approved: _Words(
        "Phản ánh {reference}: đã có câu trả lời",
        "Phản ánh {reference} của bạn đã có câu trả lời. Mở trang theo dõi để đọc.",
    ),
    e.NotAccepted: _Words(
        "Phản ánh {reference}: không thụ lý",
        "Chúng tôi không thụ lý phản ánh {reference}. Mở trang theo dõi để đọc lý do và nơi có thể gửi.",
    ),
}


def tell_petitioner(row: Petition, events: Sequence[e.Event], *, clock: Clock | None = None) -> int:
    """Put the messages of these events into the outbox, in the caller's transaction; how many are new."""
    told = [event for event in events if type(event.fact) in _TOLD]
    person = PetitionPerson.objects.filter(petition=row).first() if told else None
    if person is None:
        return 0
    wanted = []
    for event in told:
        until = _until(event.fact)
        values = {
            "reference": row.reference,
            "until": f"{local_of(until):%H:%M %d/%m/%Y}" if until else "",
        }
        words = _TOLD[type(event.fact)]
        for channel, account, address in _ways(person):
            wanted.append(
                Notice(
                    kind="petition",
                    subject=row.reference,
                    key=str(event.seq),
                    account=account,
                    channel=channel,
                    address=address,
                    language="vi",
                    title=words.title.format(**values),
                    text=words.text.format(**values),
                    path=f"/cua-toi/phan-anh/{row.reference}/"
                    if account
                    else f"/phan-anh/tra-cuu/{row.reference}/",
                    version=_VERSION,
                    code=row.reference,
                    due_at=until,
                )
            )
    return tell(wanted, clock=clock)


def _ways(person: PetitionPerson) -> list[tuple[str, str, str]]:
    """Channel, account and address of each way to reach the petitioner."""
    found = []
    if person.account:
        found.append((Message.Channel.PORTAL.value, person.account, ""))
    if person.email and is_on(Message.Channel.EMAIL):
        found.append((Message.Channel.EMAIL.value, person.account, person.email))
    return found


def _until(fact: e.AnyFact) -> Instant | None:
    if isinstance(fact, e.SupplementAsked):
        return fact.until
    return fact.handle_due if isinstance(fact, e.Forwarded) else None
