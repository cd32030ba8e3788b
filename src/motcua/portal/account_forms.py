"""What citizens type about their accounts."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.models import Login
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.citizens.models import Citizen
from motcua.foundation.errors import DomainError

DAYS: Final = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
PASSWORD_RULE: Final = _("Ít nhất 10 ký tự; một câu dễ nhớ tốt hơn một từ khó đoán.")
_ATTRS: Final = {"autocapitalize": "none", "spellcheck": "false"}


class Plain(forms.Form):
    """Labels without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of the house at its field, or above the form."""
        field = str(error.params.get("field", ""))
        self.add_error(field if field in self.fields else None, error.said(gettext))


def email_field(label: Any, hint: Any = "") -> forms.CharField:
    """An address; whether it is one is for the service to say."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=254,
        error_messages={"required": _("Gõ địa chỉ thư điện tử.")},
        widget=forms.EmailInput(attrs={**_ATTRS, "autocomplete": "email"}),
    )


def password_field(label: Any, *, new: bool = False, hint: Any = "") -> forms.CharField:
    """A password as it was typed, spaces and all."""
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=1024,
        error_messages={"required": _("Gõ mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
    )


class CitizenSignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password; allauth counts the tries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"] = email_field(_("Thư điện tử"))
        self.fields["password"] = password_field(_("Mật khẩu"))

    def user_credentials(self) -> dict[str, str]:
        """What `CitizenBackend` looks for."""
        return {"email": self.cleaned_data["login"].lower(), "password": self.cleaned_data["password"]}

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        adapter = get_adapter(self.request)
        self.user = adapter.authenticate(self.request, **credentials)
        if self.user is None:
            raise adapter.validation_error("email_password_mismatch")
        self._login = Login(user=self.user, email=credentials["email"])
        return dict(self.cleaned_data)


class EmailForm(Plain):
    """An address that a link is sent to."""

    email = email_field(_("Thư điện tử"))


class NewEmailForm(EmailForm):
    """A new address, with the password that shows who asks."""

    password = password_field(_("Mật khẩu đang dùng"))


class OpenForm(Plain):
    """Who the account is for, and its password."""

    kind = forms.ChoiceField(
        label=_("Tài khoản của"),
        choices=Citizen.Kind.choices,
        initial=Citizen.Kind.PERSON,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Họ và tên, hoặc tên tổ chức"),
        max_length=400,
        help_text=_("Viết như trên giấy tờ."),
        error_messages={"required": _("Gõ họ và tên, hoặc tên tổ chức.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    tax_code = forms.CharField(
        label=_("Mã số thuế"),
        required=False,
        max_length=20,
        help_text=_("Chỉ điền khi mở cho tổ chức, doanh nghiệp."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    password = password_field(_("Mật khẩu"), new=True, hint=PASSWORD_RULE)


class PasswordForm(Plain):
    """A new password."""

    password = password_field(_("Mật khẩu mới"), new=True, hint=PASSWORD_RULE)


class ChangePasswordForm(PasswordForm):
    """A new password by who knows the old one."""

    old = password_field(_("Mật khẩu đang dùng"))
    field_order = ("old", "password")


class ParticularsForm(Plain):
    """What the owner says of themselves."""

    name = forms.CharField(label=_("Họ và tên, hoặc tên tổ chức"), max_length=400, required=False)
    identifier = forms.CharField(
        label=_("Số định danh, hoặc mã số thuế"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    phone = forms.CharField(
        label=_("Điện thoại"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Địa chỉ"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, proven: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proven:
            del self.fields["name"], self.fields["identifier"]


class MandateForm(Plain):
    """Whom to let act, in what, from when until when."""

    number = forms.CharField(
        label=_("Số định danh, hoặc mã số thuế của bên nhận"),
        max_length=20,
        help_text=_("Người nhận cần có tài khoản đã xác thực danh tính."),
        error_messages={"required": _("Gõ số định danh hoặc mã số thuế.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=_("Họ và tên, hoặc tên tổ chức của bên nhận"),
        max_length=400,
        error_messages={"required": _("Gõ họ và tên, hoặc tên tổ chức.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(label=_("Được làm thay việc gì"), required=False)
    valid_from = forms.DateField(
        label=_("Từ ngày"),
        input_formats=DAYS,
        help_text=_("Ví dụ: 01/12/2026"),
        error_messages={
            "required": _("Gõ ngày bắt đầu."),
            "invalid": _("Ngày viết theo mẫu ngày/tháng/năm, ví dụ 01/12/2026."),
        },
    )
    valid_until = forms.DateField(
        label=_("Đến hết ngày"),
        required=False,
        input_formats=DAYS,
        help_text=_("Để trống thì có hiệu lực một năm (Bộ luật Dân sự, Điều 563)."),
        error_messages={"invalid": _("Ngày viết theo mẫu ngày/tháng/năm, ví dụ 01/12/2026.")},
    )
    paper = forms.CharField(
        label=_("Văn bản ủy quyền"),
        required=False,
        max_length=400,
        help_text=_("Số, ngày, nơi công chứng nếu có."),
    )

    def __init__(self, *args: Any, fields_of_procedures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [("", _("Mọi thủ tục")), *fields_of_procedures]  # type: ignore[attr-defined]


class CodeForm(Plain):
    """The code that a phone shows, or a recovery code."""

    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        error_messages={"required": _("Gõ mã đang hiện trên điện thoại.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
