"""Reception as the counter does it: warned of the same filing again, and the draft put away afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from motcua.dossiers.drafts import discard_draft
from motcua.dossiers.fields import FieldErrors
from motcua.dossiers.intake import IntakeRequest, read_intake
from motcua.dossiers.queries.again import same_again
from motcua.dossiers.reception import Reception, own_key, receive
from motcua.dossiers.slips import Slip, counter_slip
from motcua.foundation.clock import Clock, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.rights import Held, Person

SYSTEM_CLOCK: Final = SystemClock()


def receive_at_counter(
    person: Person,
    data: Mapping[str, Any],
    *,
    idempotency_key: str,
    clock: Clock = SYSTEM_CLOCK,
) -> Reception:
    """Receive what the counter filled in. Where the same person has an open dossier of the same procedure,
    `again` must be ticked: nothing is received twice by oversight, and nothing that is meant is blocked.

    The draft goes after the commit. A crash in between leaves it; sent again it gives the same dossier.
    Raises: as `reception.receive`; `FieldErrors` with `again`.
    """
    request = read_intake(data)
    if not data.get("again"):
        _warned(person, request, idempotency_key, clock)
    done = receive(person, request, idempotency_key=idempotency_key, clock=clock)
    discard_draft(person, request.draft_key)
    return done


def slip_at_counter(
    person: Person,
    post: Held,
    kind: str,
    data: Mapping[str, Any],
    *,
    idempotency_key: str,
    clock: Clock | None = None,
) -> Slip:
    """Hand out form 02 or 03 and put the draft away. Raises: as `slips.counter_slip`."""
    slip = counter_slip(person, post, kind, data, idempotency_key=idempotency_key, clock=clock)
    discard_draft(person, str(data.get("draft_key") or ""))
    return slip


def _warned(person: Person, request: IntakeRequest, key: str, clock: Clock) -> None:
    """Raise where somebody would file again; the dossier that this very press made is none of those."""
    found = same_again(
        person,
        request.owner.identifier,
        request.procedure,
        but=own_key(person.actor, key) or "",
        clock=clock,
    )
    if found:
        fault = DomainError(
            gettext_noop("Người này đang có hồ sơ cùng thủ tục chưa xong: %(codes)s."),
            gettext_noop("Xem lại hồ sơ đó; nếu đây là hồ sơ khác, đánh dấu “Vẫn tiếp nhận”."),
            id="same_again",
            codes=", ".join(each.code for each in found),
        )
        raise FieldErrors({"again": fault})
