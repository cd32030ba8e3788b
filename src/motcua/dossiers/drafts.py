"""The intake in progress, kept on the server while it is typed: nothing is lost by a crash or a sign-out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import orjson
from django.db import connection

from motcua.dossiers.counter_tables import IntakeDraft
from motcua.dossiers.lifecycle.words import moment_text
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.text import storable
from motcua.organisation.rights import Person, require

KEPT_FOR: Final = 7 * DAY
"""As long as the files of an intake that was given up."""
MOST: Final = 100_000
"""Characters of one draft; the longest intake that reception takes is a tenth of it."""
NAMES: Final = 600
KEY: Final = 64
NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken", "step", "choose", "draft_key", "draft_tab", "draft_at"})
"""Fields of the form that nobody fills in."""
_SIGNS_OF_WORK: Final = ("procedure", "owner_", "q", "content", "paper_")


class Draft(msgspec.Struct, frozen=True):
    """An intake in progress; `data` maps the form's fields to what was typed."""

    draft_key: str
    begun_at: Instant
    saved_at: Instant
    data: dict[str, str]


def save_draft(
    person: Person,
    data: Mapping[str, Any],
    *,
    draft_key: str,
    tab: str,
    known: Instant | None = None,
    clock: Clock | None = None,
) -> Instant | None:
    """Keep what stands in the form; when it was kept, none where nothing was typed yet.

    `tab` is the browser tab that saves, `known` the moment of the save that it began from. Another tab that
    saved since is not written over. Raises: `Forbidden`, `Conflict` `draft_elsewhere` or `draft_gone`,
    DomainError `draft_too_long`.
    """
    require(person, "receive")
    typed = _typed(data)
    if not draft_key or not any(name.startswith(_SIGNS_OF_WORK) and value for name, value in typed.items()):
        return None
    body = orjson.dumps(typed).decode()
    if len(body) > MOST or len(typed) > NAMES:
        raise DomainError(
            gettext_noop("Phiếu đang nhập dài quá mức lưu được; lần lưu trước vẫn còn."),
            gettext_noop("Rút ngắn nội dung, hoặc đính kèm thành tệp."),
            id="draft_too_long",
        )
    now = (clock or SystemClock()).now()
    values: dict[str, Any] = {
        "officer": person.officer_code,
        "key": _plain(draft_key),
        "tab": _plain(tab),
        "body": body,
        "now": now,
        "known": known,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAVE if known is None else _SAVE_AGAIN, values)
        written = cursor.fetchone()
    if written is None:
        raise _conflict(person, values["key"])
    return now


_SAVE: Final = """
INSERT INTO dossiers_intakedraft AS d (officer, draft_key, tab, body, begun_at, saved_at)
VALUES (%(officer)s, %(key)s, %(tab)s, %(body)s, %(now)s, %(now)s)
ON CONFLICT (officer, draft_key) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at
WHERE d.tab = excluded.tab RETURNING d.id
"""
# A tab that began from the last save takes the draft over; the one it took it from hears of it.
_SAVE_AGAIN: Final = """
UPDATE dossiers_intakedraft SET body = %(body)s, saved_at = %(now)s, tab = %(tab)s
WHERE officer = %(officer)s AND draft_key = %(key)s AND (tab = %(tab)s OR saved_at = %(known)s) RETURNING id
"""


def _typed(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed in the fields that people fill in."""
    return {
        _plain(name): storable(str(value))
        for name, value in data.items()
        if name not in NOT_TYPED and not name.endswith("_upload")
    }


def _conflict(person: Person, key: str) -> Conflict:
    row = IntakeDraft.objects.filter(officer=person.officer_code, draft_key=key).first()
    if row is None:
        return Conflict(
            gettext_noop("Phiếu này đã được tiếp nhận hoặc bỏ ở thẻ khác; thẻ này không được lưu nữa."),
            gettext_noop("Mở lại màn hình tiếp nhận."),
            id="draft_gone",
        )
    return Conflict(
        gettext_noop("Phiếu này đang được nhập ở thẻ khác, lưu lúc %(at)s; thẻ này không được lưu nữa."),
        gettext_noop("Nhập tiếp ở thẻ kia, hoặc mở lại màn hình tiếp nhận rồi chọn Tiếp tục."),
        id="draft_elsewhere",
        at=moment_text(row.saved_at),
    )


def open_draft(person: Person, draft_key: str) -> Draft:
    """A draft of the person's own. Raises: `NotFound`, the same for what is not there and for another's."""
    row = IntakeDraft.objects.filter(officer=person.officer_code, draft_key=_plain(draft_key)).first()
    if row is None or not person.officer_code:
        raise NotFound(
            gettext_noop("Không có phiếu đang nhập này: đã được tiếp nhận, đã bỏ, hoặc quá 7 ngày."),
            gettext_noop("Tra lại theo họ tên trong Hồ sơ; nếu chưa có, nhập phiếu mới."),
        )
    return _draft(row)


def open_drafts(person: Person) -> tuple[Draft, ...]:
    """The person's own drafts, the last saved first; at most five. One statement."""
    if not person.officer_code:
        return ()
    rows = IntakeDraft.objects.filter(officer=person.officer_code).order_by("-saved_at")[:5]
    return tuple(_draft(row) for row in rows)


def discard_draft(person: Person, draft_key: str) -> bool:
    """Give up a draft of the person's own; whether there was one. Its files go with the purge of uploads."""
    own = IntakeDraft.objects.filter(officer=person.officer_code, draft_key=_plain(draft_key))
    return own.delete()[0] > 0


def remove_old_intakes(*, clock: Clock | None = None) -> int:
    """Take away the intakes not touched for seven days; how many."""
    before = (clock or SystemClock()).now() - KEPT_FOR
    return IntakeDraft.objects.filter(saved_at__lt=before).delete()[0]


def _plain(key: str) -> str:
    return storable(key[:KEY])


def _draft(row: IntakeDraft) -> Draft:
    return Draft(row.draft_key, row.begun_at, row.saved_at, orjson.loads(row.body))
