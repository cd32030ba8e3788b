"""What differs from allauth's defaults: accounts are made by the administrator, nobody signs up."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.organisation.audit import origin_of
from motcua.organisation.factor_cipher import decrypt, encrypt
from motcua.organisation.models import User
from motcua.organisation.sessions import digest_of
from motcua.organisation.signed_in import choose_password, may_work


class OfficeFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor in the words of the house."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã không đúng, đã dùng hoặc đã hết giờ. Đợi mã tiếp theo rồi gõ lại."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as the table keeps it."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises: DomainError `second_factor_key`."""
        return decrypt(encrypted_text)


class OfficeAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of officers."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản đang khóa. Báo quản trị hệ thống của đơn vị."),
        "username_password_mismatch": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Tên đăng nhập bạn gõ vẫn được giữ."
        ),
        "email_password_mismatch": _("Thư điện tử hoặc mật khẩu không đúng. Địa chỉ bạn gõ vẫn được giữ."),
        "too_many_login_attempts": _("Sai quá nhiều lần. Đợi 5 phút rồi thử lại."),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a post (Decree 61 art. 11)."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Refuse who has left, as allauth itself refuses who is locked."""
        if not may_work(user):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **more)  # type: ignore[no-any-return]

    def set_password(self, user: User, password: str) -> None:
        """The password that its owner chose; a one-time password has done its work."""
        key = self.request.session.session_key
        choose_password(user, password, keep=digest_of(key) if key else "", origin=origin_of(self.request))
