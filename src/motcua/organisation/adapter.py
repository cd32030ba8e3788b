"""What differs from allauth's defaults: accounts are made by the administrator, nobody signs up."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from motcua.organisation.models import User


class OfficeAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of officers."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản đang khóa. Báo quản trị hệ thống của đơn vị."),
        "username_password_mismatch": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Tên đăng nhập bạn gõ vẫn được giữ."
        ),
        "too_many_login_attempts": _("Sai quá nhiều lần. Đợi 5 phút rồi thử lại."),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a post (Decree 61 art. 11)."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """The password that its owner chose; a one-time password has done its work."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
