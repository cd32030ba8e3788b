"""The forms of feedback. What is right and wrong is the room's to say; here are names, labels and widgets."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.fields import FieldErrors
from motcua.feedback.petitions.types import About
from motcua.organisation.queries import agencies_on, today

_LINE: Final = {"autocomplete": "off"}


class PlainForm(forms.Form):
    """A form without checks of its own, whose faults come from a service."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = gettext("Chưa nhập mục này.")

    def blame(self, errors: FieldErrors) -> None:
        """Put the faults of a service at their fields."""
        needed = {name for name, field in self.fields.items() if field.required}
        for name in needed:
            self.fields[name].required = False
        self.full_clean()
        for name, fault in errors.faults.items():
            self.add_error(name if name in self.fields else None, fault.said(gettext))
        for name in needed:
            self.fields[name].required = True


def _line(label: Any, hint: Any = "", *, required: bool = True, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={**_LINE, **attrs})
    return forms.CharField(label=label, help_text=hint, required=required, strip=False, widget=widget)


class PetitionForm(PlainForm):
    """What somebody sends about one kind of subject; only its own fields are there."""

    about = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    procedure = _line(_("Mã thủ tục"), _("Có trên trang của thủ tục, ví dụ 1.004884. Tìm ở mục Thủ tục."))
    dossier = _line(_("Mã hồ sơ"), _("In trên giấy hẹn, ví dụ H14.7.21‑261123‑0042"))
    agency = forms.CharField(label=_("Cơ quan"), widget=forms.Select)
    officer = _line(
        _("Cán bộ nào"),
        _("Tên, số quầy, hoặc mô tả. Người này không đọc được phản ánh của bạn trước khi được phân loại."),
    )
    subject = _line(_("Tóm tắt trong một câu"))
    text = forms.CharField(
        label=_("Chuyện gì đã xảy ra, bạn đề nghị thế nào"),
        help_text=_("Viết bằng tiếng Việt, có dấu hay không dấu; nhiều nhất 10.000 ký tự."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    name = _line(_("Họ và tên"), autocomplete="name")
    address = _line(_("Địa chỉ"), autocomplete="street-address")
    phone = _line(
        _("Số điện thoại"), _("Ghi ít nhất một trong hai: điện thoại, thư điện tử."),
        inputmode="tel", autocomplete="tel", required=False,
    )  # fmt: skip
    email = _line(
        _("Thư điện tử"), inputmode="email", autocomplete="email", spellcheck="false", required=False
    )
    hide_name = forms.BooleanField(
        label=_("Giữ kín tên và cách liên hệ của tôi với cơ quan xử lý"),
        help_text=_("Chỉ cơ quan tiếp nhận phản ánh của tỉnh biết bạn là ai."),
        required=False,
    )

    def __init__(self, about: About, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {
            About.PROCEDURE: {"procedure"},
            About.DOSSIER: {"dossier"},
            About.AGENCY: {"agency"},
            About.OFFICER: {"agency", "officer", "dossier"},
        }[about]
        for each in {"procedure", "dossier", "agency", "officer"} - wanted:
            del self.fields[each]
        if "agency" in self.fields:
            rows = [each for each in agencies_on(today()) if each.kind != "division"]
            blank = _("Chưa rõ") if about is About.OFFICER else _("Chọn cơ quan")
            offered = [("", blank), *((str(each.pk), each.name) for each in rows)]
            self.fields["agency"].widget = forms.Select(choices=offered)
        if about is About.OFFICER:
            self.fields["agency"].required = self.fields["dossier"].required = False


class FollowForm(PlainForm):
    """Reference and secret of a petition."""

    ma = _line(
        _("Mã phản ánh"), _("Nhận được khi gửi, ví dụ PA‑261126‑7K2QXM"),
        autocapitalize="characters", spellcheck="false",
    )  # fmt: skip
    bi_mat = _line(
        _("Mã tra cứu"), _("10 ký tự đi cùng mã phản ánh."), autocapitalize="characters", spellcheck="false"
    )


class SupplementForm(PlainForm):
    """What was asked for."""

    text = forms.CharField(label=_("Nội dung bổ sung"), strip=False, widget=forms.Textarea(attrs={"rows": 6}))


class RatingProofForm(PlainForm):
    """Code and secret of a receipt, to rate its dossier."""

    ma = _line(
        _("Mã hồ sơ"),
        _("In trên giấy hẹn, ví dụ H14.7.21‑261123‑0042"),
        autocapitalize="characters",
        spellcheck="false",
    )
    bi_mat = _line(
        _("Mã tra cứu"), _("10 ký tự in cạnh mã hồ sơ."), autocapitalize="characters", spellcheck="false"
    )
