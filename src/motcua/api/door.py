"""Who stands at the door: a bearer of a key, or an officer with a session; and whether they may come in."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NamedTuple, TypeVar, cast

from allauth.core.internal import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja.utils import check_csrf

from motcua.api.problems import Refusal
from motcua.foundation.clock import SystemClock
from motcua.foundation.errors import Forbidden, gettext_noop
from motcua.organisation.queries import person_now
from motcua.organisation.rights import ACTIONS, Person, require
from motcua.organisation.tokens import SCOPES, bearer_of
from motcua.organisation.web import first_step, person_on

SAFE: Final = frozenset({"GET", "HEAD"})
ASK: Final = {"WWW-Authenticate": 'Bearer realm="motcua"'}
LIMIT: Final = "api_token"
"""Name of the rate in `ACCOUNT_RATE_LIMITS`: allauth's limiter is the only one of the house."""

Operation = TypeVar("Operation", bound=Callable[..., HttpResponse])


class Need(NamedTuple):
    """What a call asks for: a scope of the key, and an action of `organisation.rights`."""

    scope: str
    action: str


class Known(NamedTuple):
    """Who asks, and what their key is narrowed to; a session is not narrowed."""

    person: Person
    scopes: frozenset[str] | None


NEEDS: Final[dict[str, Need]] = {}
"""Every operation by its name, with what it asks for; the document and the tests read it."""


def needs(scope: str, action: str) -> Callable[[Operation], Operation]:
    """Let in who may: the right is the person's, as on the pages; a key narrows it to its scopes.

    Raises: `Forbidden`; ValueError for a scope or action that does not exist.
    """
    if scope not in SCOPES or action not in ACTIONS:
        raise ValueError((scope, action))

    def declare(operation: Operation) -> Operation:
        NEEDS[operation.__name__] = Need(scope, action)

        @wraps(operation)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            person, scopes = cast(Known, request.auth)  # type: ignore[attr-defined]
            if scopes is not None and scope not in scopes:
                raise Forbidden(
                    gettext_noop("Khóa truy cập này không có phạm vi %(scope)s."),
                    gettext_noop("Đề nghị quản trị cấp khóa có phạm vi đó."),
                    id="scope",
                    scope=scope,
                )
            require(person, action)
            request.person = person  # type: ignore[attr-defined]
            return operation(request, *args, **values)

        # ninja would look for the names in the annotations here, where they are not.
        checked.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
        return cast(Operation, checked)

    return declare


def who(request: HttpRequest) -> Known:
    """The person, and the scopes of their key, None for a session. Raises: `Refusal` 401, 403, 429."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is not None:
        return _by_key(request, header)
    if not request.user.is_authenticated:
        raise Refusal(
            401,
            gettext_noop("Chưa có khóa truy cập và chưa đăng nhập."),
            gettext_noop("Gửi tiêu đề Authorization: Bearer với khóa do quản trị cấp."),
            id="unauthenticated",
            headers=ASK,
        )
    if first_step(request):
        raise Refusal(
            403,
            gettext_noop("Tài khoản chưa dùng được: phải đổi mật khẩu hoặc bật xác thực hai lớp trước."),
            gettext_noop("Mở trang của cán bộ trên trình duyệt và làm theo hướng dẫn."),
            id="first_step",
        )
    if request.method not in SAFE and check_csrf(request) is not None:
        raise Refusal(
            403,
            gettext_noop("Yêu cầu không mang mã chống giả mạo của phiên đăng nhập."),
            gettext_noop("Gửi mã ở cookie csrftoken trong tiêu đề X-CSRFToken, hoặc dùng khóa truy cập."),
            id="csrf",
        )
    return Known(person_on(request), None)


def _counted(request: HttpRequest) -> bool:
    """Count a wrong key of this address; whether there is room for one more."""
    try:
        return ratelimit.consume(request, app="allauth.account", action=LIMIT, limit_get=True) is not None
    except PermissionDenied:
        # Behind a socket with no trusted proxy nobody tells the address: the key is refused all the same.
        return True


def _by_key(request: HttpRequest, header: str) -> Known:
    kind, _, text = header.partition(" ")
    now = SystemClock().now()
    found = bearer_of(text.strip(), now) if kind.lower() == "bearer" else None
    if found is not None:
        return Known(person_now(found.user_id, found.mark, now), found.scopes)
    # A good key never waits for what others guess from the same address.
    if not _counted(request):
        raise Refusal(
            429,
            gettext_noop("Quá nhiều lần gửi khóa không đúng từ địa chỉ này."),
            gettext_noop("Đợi một phút rồi gửi lại."),
            id="too_many",
            headers={"Retry-After": "60"},
        )
    raise Refusal(
        401,
        gettext_noop("Khóa truy cập không dùng được: sai, hết hiệu lực, bị thu hồi, hoặc tài khoản đã khóa."),
        gettext_noop("Kiểm tra khóa; nếu cần, đề nghị quản trị cấp khóa mới."),
        id="token",
        headers={"WWW-Authenticate": 'Bearer realm="motcua", error="invalid_token"'},
    )
