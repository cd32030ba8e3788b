"""The forms of the entrance, in the words of the house and without words inside the fields."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.organisation.second_factor import use_once

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


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code from the phone, or a recovery code; one that was used is refused as long as its time runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["code"].label = _("Mã xác thực")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": "20"}
        _plain(self)

    def clean_code(self) -> str:
        """Raises: ValidationError for a wrong or used code, or after too many wrong ones."""
        code: str = super().clean_code()
        if not use_once(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _plain(form: Any) -> None:
    """A label says what a field is; a placeholder would vanish with the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
