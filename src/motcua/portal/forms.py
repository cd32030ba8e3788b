"""What citizens type."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.foundation.codes import LONGEST_CODE, clean_code, parse_code

SHAPE: Final = _("Mã có dạng H14.7.21-261123-0042 (từ 1/7/2025) hoặc 000.07.21.H14-221107-0012 (trước đó).")


_REFERENCE: Final = re.compile(r"NTT-\d{6}-[2-9A-HJ-NP-Z]{6}")


def read_code(text: str) -> tuple[str, str]:
    """A typed dossier code as (code, ""), or ("", what is wrong with it and which form a code has).

    Only the form is explained: whether a dossier with a similar code exists is nobody's business.
    """
    reference = "".join(text.split()).upper()
    if _REFERENCE.fullmatch(reference):
        # What was filed online and is not received yet has its submission reference alone.
        return reference, ""
    read = parse_code(text)
    if read["kind"] == "dossier" and read["valid"]:
        return clean_code(text), ""
    if read["kind"] == "procedure":
        return "", gettext("Đây là mã thủ tục, không phải mã hồ sơ.") + f" {SHAPE}"
    reason = read["reason"]
    wrong = gettext(reason) if read["kind"] == "dossier" else gettext("Mã hồ sơ chưa đúng dạng.")
    return "", f"{wrong} {SHAPE}"


class LookupForm(forms.Form):
    """Code and secret of the receipt; the secret may be left empty."""

    ma = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=2 * LONGEST_CODE,
        # Hyphens that do not break: the example stays in one line; typed so, they are read as plain ones.
        help_text=_("In trên giấy hẹn, ví dụ H14.7.21‑261123‑0042"),
        error_messages={
            "required": _("Gõ mã hồ sơ in trên giấy hẹn."),
            "max_length": _("Mã dài quá 80 ký tự."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    bi_mat = forms.CharField(
        label=_("Mã tra cứu"),
        required=False,
        max_length=40,
        help_text=_("10 ký tự in cạnh mã hồ sơ. Để trống thì chỉ xem được mức độ hoàn thành."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_ma(self) -> str:
        """The code in its written form."""
        code, wrong = read_code(self.cleaned_data["ma"])
        if wrong:
            raise forms.ValidationError(wrong, code="code_invalid")
        return code
