"""What a citizen types of a paper of the own store."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from motcua.dossiers.fields import FieldErrors
from motcua.foundation.errors import DomainError
from motcua.vault.kinds import OTHER, Kind
from motcua.vault.models import Paper

DAY: Final = gettext_lazy("Ngày, tháng, năm, ví dụ 28/4/2022")
_ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.tif,.tiff"


class PaperForm(forms.Form):
    """The fields of one kind of paper; with `file` the file itself too. Everything typed may be left empty
    but the name of a paper that is of no kind."""

    def __init__(self, kind: Kind, *args: Any, with_file: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.code == OTHER:
            self.fields["title"] = _text(gettext("Tên giấy tờ"), 300, required=True)
            self.fields["title"].error_messages["required"] = gettext("Gõ tên in trên giấy tờ.")
        for name, label, length in (
            ("number", gettext("Số giấy tờ"), 100),
            ("issued_by", gettext("Nơi cấp"), 300),
        ):
            self.fields[name] = _text(label, length)
        self.fields["issued_on"] = _text(gettext("Ngày cấp"), 10, hint=DAY)
        self.fields["valid_until"] = _text(gettext("Có giá trị đến hết ngày"), 10, hint=_until(kind))
        for field in kind.fields:
            hint = DAY if field.type == "day" else ""
            self.fields[field.key] = _text(gettext(field.name), 300, hint=hint)
        if with_file:
            self.fields["file"] = forms.FileField(
                label=gettext("Tệp hoặc ảnh chụp"),
                help_text=gettext(
                    "PDF hoặc ảnh rõ bốn góc, đọc được mọi chữ. Trên điện thoại, bấm để chụp ngay."
                ),
                error_messages={
                    "required": gettext("Chọn tệp hoặc chụp ảnh giấy tờ."),
                    "empty": gettext("Tệp trống. Chọn lại tệp có nội dung."),
                },
                widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
            )

    def refuse(self, error: DomainError) -> None:
        """Show what the store refused, at its field where it names one."""
        if isinstance(error, FieldErrors):
            for name, fault in error.faults.items():
                self.add_error(name if name in self.fields else None, fault.said(gettext))
        else:
            self.add_error("file" if "file" in self.fields else None, error.said(gettext))


def _text(label: str, length: int, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=length,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": gettext("Dài quá %(limit_value)d ký tự.")},
    )


def _until(kind: Kind) -> str:
    if not kind.months:
        return gettext("Để trống nếu giấy tờ không ghi ngày hết hạn.")
    return gettext("Để trống thì tính %(months)d tháng từ ngày cấp (%(source)s).") % {
        "months": kind.months,
        "source": kind.months_source,
    }


def typed_of(paper: Paper) -> dict[str, str]:
    """What stands of a paper, as the form has it."""
    days = {
        name: f"{value:%d/%m/%Y}" if value else ""
        for name, value in (("issued_on", paper.issued_on), ("valid_until", paper.valid_until))
    }
    plain = {"title": paper.title, "number": paper.number, "issued_by": paper.issued_by}
    return {**plain, **days, **{key: str(value) for key, value in paper.fields.items()}}


class WishForm(forms.Form):
    """What is wrong with a paper that an office put into the store."""

    words = forms.CharField(
        label=gettext_lazy("Thông tin nào sai, đúng phải là gì?"),
        max_length=2000,
        error_messages={
            "required": gettext_lazy("Gõ điều cần sửa."),
            "max_length": gettext_lazy("Dài quá 2.000 ký tự."),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
