"""Keys of the machine's door: issued and revoked by the administrator, shown once, read at each request."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F

from motcua.foundation.clock import DAY, MINUTE, Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.models import ApiToken, Officer
from motcua.organisation.rights import Person, require
from motcua.organisation.sessions import ask

MARK: Final = "mc_"
SHOWN: Final = len(MARK) + 6
LONGEST_DAYS: Final = 366
LONGEST_NAME: Final = 120
_BYTES: Final = 32
_NOTED_EVERY: Final = MINUTE
SCOPES: Final = frozenset(ApiToken.Scope.values)


class Issued(NamedTuple):
    """A new key: its row, and the text that is shown this once."""

    token: ApiToken
    text: str


class Bearer(NamedTuple):
    """Whose key it is, and for what; `mark` is that of the rights (`queries.person_now`)."""

    token_id: int
    user_id: int
    scopes: frozenset[str]
    mark: UUID


def issue(
    actor: Person,
    *,
    officer_code: str,
    name: str,
    scopes: Iterable[str],
    days: int,
    reason: str,
    clock: Clock | None = None,
) -> Issued:
    """Give an officer with an account a key for `days` days.

    Raises: `Forbidden`, `NotFound`; DomainError `token_name`, `token_scopes`, `token_days`, `token_owner`,
    `reason_needed`.
    """
    require(actor, "administer_tokens")
    now = (clock or SystemClock()).now()
    name = _name(name)
    asked = sorted(set(scopes))
    _check(asked, days)
    officer = _owner(officer_code.strip().upper(), day_of(now))
    text = MARK + secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        token = ApiToken.objects.create(
            officer=officer,
            name=name,
            prefix=text[:SHOWN],
            digest=_digest(text),
            scopes=asked,
            issued_at=now,
            issued_by_id=actor.officer_id,
            expires_at=now + days * DAY,
        )
        record_change(
            actor,
            kind="api_token",
            subject=token.prefix,
            named=name,
            before=None,
            after=_told(token, officer),
            reason=reason,
            clock=clock,
        )
    return Issued(token, text)


def revoke(actor: Person, token_id: int, *, reason: str, clock: Clock | None = None) -> ApiToken:
    """End a key at once. Raises: `Forbidden`, `NotFound`; DomainError `token_revoked`, `reason_needed`."""
    require(actor, "administer_tokens")
    reason_of(reason)
    with transaction.atomic():
        # `of`: the officer's row is only read beside it.
        rows = ApiToken.objects.select_for_update(of=("self",)).select_related("officer")
        token = rows.filter(pk=token_id).first()
        if token is None:
            raise NotFound(gettext_noop("Không có khóa truy cập này."), gettext_noop("Tải lại danh sách."))
        if token.revoked_at is not None:
            raise DomainError(
                gettext_noop("Khóa %(prefix)s… đã được thu hồi trước đó."),
                gettext_noop("Không cần làm gì thêm."),
                id="token_revoked",
                prefix=token.prefix,
            )
        before = _told(token, token.officer)
        token.revoked_at = (clock or SystemClock()).now()
        token.save(update_fields=["revoked_at"])
        record_change(
            actor,
            kind="api_token",
            subject=token.prefix,
            named=token.name,
            before=before,
            after=None,
            reason=reason,
            clock=clock,
        )
    return token


def tokens(actor: Person, *, officer: str = "", most: int = 200) -> list[ApiToken]:
    """The keys, those in force first, newest first; of one officer code where given. Raises: `Forbidden`."""
    require(actor, "administer_tokens")
    found = ApiToken.objects.select_related("officer", "issued_by")
    if officer:
        found = found.filter(officer__code__iexact=officer)
    return list(found.order_by(F("revoked_at").desc(nulls_first=True), "-issued_at", "-pk")[:most])


_BEARER: Final = """
SELECT t.id, u.id, t.scopes, t.last_used_at, v.mark
FROM organisation_apitoken t
CROSS JOIN organisation_rightsversion v
JOIN organisation_officer o ON o.id = t.officer_id
JOIN organisation_user u ON u.id = o.user_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND t.expires_at > %s
  AND u.is_active AND (o.left_on IS NULL OR o.left_on >= %s)
"""


def bearer_of(text: str, at: Instant) -> Bearer | None:
    """Whose key a text is; None for one that is unknown, revoked, expired, or of an account that is locked or
    whose officer has left. One statement, and once a minute another that notes the use."""
    if not text.startswith(MARK) or len(text) > 100:
        return None
    values = (_digest(text), at, day_of(at))
    found = ask(lambda cursor: cursor.execute(_BEARER, values, prepare=True).fetchone())
    if found is None:
        return None
    token_id, user_id, scopes, used, mark = found
    if used is None or at - used >= _NOTED_EVERY:
        ApiToken.objects.filter(pk=token_id, last_used_at=used).update(last_used_at=at)
    return Bearer(token_id, user_id, frozenset(scopes), mark)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()


def _name(text: str) -> str:
    name = clean_text(text, LONGEST_NAME)
    if not name:
        raise DomainError(
            gettext_noop("Khóa truy cập phải có tên."),
            gettext_noop("Ghi tên hệ thống sẽ dùng khóa này."),
            id="token_name",
            field="name",
        )
    return name


def _check(scopes: list[str], days: int) -> None:
    if not scopes or not SCOPES.issuperset(scopes):
        raise DomainError(
            gettext_noop("Chưa chọn phạm vi của khóa, hoặc phạm vi không có trong danh sách."),
            gettext_noop("Chọn ít nhất một việc mà hệ thống kia cần làm."),
            id="token_scopes",
            field="scopes",
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError(
            gettext_noop("Khóa có hiệu lực từ 1 đến %(most)s ngày."),
            gettext_noop("Khi khóa hết hiệu lực thì cấp khóa mới."),
            id="token_days",
            field="days",
            most=LONGEST_DAYS,
        )


def _owner(code: str, day: date) -> Officer:
    officer = Officer.objects.select_related("user").filter(code=code).first()
    if officer is None:
        raise NotFound(
            gettext_noop("Không có cán bộ mang mã %(code)s."),
            gettext_noop("Kiểm tra lại mã cán bộ."),
            code=code[:20],
            field="officer",
        )
    left = officer.left_on is not None and officer.left_on < day
    if officer.user is None or not officer.user.is_active or left:
        raise DomainError(
            gettext_noop("%(name)s không có tài khoản đang dùng."),
            gettext_noop("Khóa chỉ cấp cho cán bộ đang làm việc, có tài khoản không bị khóa."),
            id="token_owner",
            name=officer.full_name,
            field="officer",
        )
    return officer


def _told(token: ApiToken, officer: Officer) -> dict[str, object]:
    return {
        "officer": officer.code,
        "name": token.name,
        "scopes": token.scopes,
        "valid_to": day_of(token.expires_at),
    }
