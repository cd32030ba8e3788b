"""The forms of the entrance, in the words of the house and without words inside the fields."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST_PASSWORD: Final = 128


class SignInForm(LoginForm):  # type: ignore[misc]
    """Login name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        _plain(self)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["oldpassword"].label = _("Mật khẩu đang dùng")
        self.fields["password1"].label = _("Mật khẩu mới")
        self.fields["password1"].help_text = _("Ít nhất 10 ký tự; một câu dễ nhớ tốt hơn một từ khó đoán.")
        self.fields["password2"].label = _("Gõ lại mật khẩu mới")
        _plain(self)

    def clean_password1(self) -> str:
        """A new password is new, and no book. Raises: ValidationError."""
        password: str = self.cleaned_data["password1"]
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(
                gettext("Mật khẩu dài %(length)d ký tự, nhiều nhất là %(limit)d.")
                % {"length": len(password), "limit": LONGEST_PASSWORD}
            )
        if password == self.cleaned_data.get("oldpassword"):
            raise ValidationError(gettext("Mật khẩu mới phải khác mật khẩu đang dùng."))
        return password


def _plain(form: Any) -> None:
    """A label says what a field is; a placeholder would vanish with the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
