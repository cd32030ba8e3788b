"""Electronic forms in words: kinds of answers, sources, states; a form as the tables of the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.forms.definition.check import is_personal
from motcua.forms.definition.findings import Finding
from motcua.forms.definition.flat import words
from motcua.forms.definition.model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    Definition,
    FileField,
    TableField,
)
from motcua.foundation.phrase import Phrase

Word = str | Lazy
KINDS: Final[dict[str, Word]] = {
    "text": _("một dòng chữ"),
    "long_text": _("đoạn văn"),
    "number": _("số"),
    "money": _("số tiền"),
    "date": _("ngày"),
    "choice": _("chọn một"),
    "choices": _("chọn nhiều"),
    "citizen_number": _("số định danh cá nhân"),
    "tax_code": _("mã số thuế"),
    "phone": _("số điện thoại"),
    "email": _("thư điện tử"),
    "unit": _("xã, phường (danh mục cũ và mới)"),
    "table": _("bảng nhiều dòng"),
    "file": _("tệp giấy tờ"),
    "declaration": _("ô cam đoan"),
    "note": _("lời nhắc, không hỏi"),
}
SOURCES: Final[dict[str, Word]] = {
    "account.name": _("họ tên trong tài khoản"),
    "account.identifier": _("số định danh trong tài khoản"),
    "account.born_on": _("ngày sinh trong tài khoản"),
    "account.phone": _("điện thoại trong tài khoản"),
    "account.email": _("thư điện tử trong tài khoản"),
    "account.address": _("địa chỉ trong tài khoản"),
}
STATES: Final[dict[str, Word]] = {
    "in_force": _("Đang áp dụng"),
    "waiting": _("Chờ ngày áp dụng"),
    "draft": _("Bản nháp"),
    "ended": _("Đã ngừng"),
}


def kind_of(field: AnyField) -> str:
    """The tag of a kind of field."""
    return str(type(field).__struct_config__.tag)


class FieldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One field as a row of its page's table."""

    id: str
    label: str
    help: str
    kind: Word
    note: str
    required: bool
    shown_if: str
    rules: tuple[str, ...]
    personal: bool
    why: str
    prefill: Word
    findings: tuple[Finding, ...]


class PageLines(msgspec.Struct, frozen=True, kw_only=True):
    """One page as a table; `findings` are those of the page itself."""

    id: str
    title: str
    help: str
    number: int
    shown_if: str
    fields: tuple[FieldLine, ...]
    findings: tuple[Finding, ...]


def page_lines(definition: Definition, findings: Sequence[Finding]) -> list[PageLines]:
    """The pages of a form as the editor shows them, with what was found beside each place."""
    return [
        PageLines(
            id=page.id,
            title=page.title,
            help=page.help,
            number=number,
            shown_if=_condition(page.show_if, definition),
            fields=tuple(
                _line(field, definition, [each for each in findings if each.field == field.id])
                for field in page.fields
            ),
            findings=tuple(each for each in findings if each.page == page.id and not each.field),
        )
        for number, page in enumerate(definition.pages, start=1)
    ]


def _line(field: AnyField, definition: Definition, findings: list[Finding]) -> FieldLine:
    return FieldLine(
        id=field.id,
        label=field.label,
        help=field.help,
        kind=KINDS[kind_of(field)],
        note=_note(field),
        required=field.required,
        shown_if=_condition(field.show_if, definition),
        rules=tuple(_condition(check.rule, definition) for check in field.checks),
        personal=is_personal(field),
        why=field.privacy.why if field.privacy else "",
        prefill=SOURCES.get(field.prefill, ""),
        findings=tuple(findings),
    )


def _note(field: AnyField) -> str:
    """What of the settings of a field a reader wants to see in the table."""
    if isinstance(field, ChoiceField | ChoicesField):
        return "; ".join(option.label for option in field.options)
    if isinstance(field, FileField):
        return field.component
    if isinstance(field, TableField):
        return "; ".join(column.label for column in field.columns)
    return ""


def _condition(condition: Any, definition: Definition) -> str:
    return words(condition, definition).said(gettext) if condition is not None else ""


def state_of(periods: Sequence[Any], day: date) -> tuple[str, Any]:
    """The state of a form on a day and the period it comes from; `draft` where it never was in force."""
    standing = [
        each for each in periods if each.valid_from <= day and (each.valid_to is None or each.valid_to >= day)
    ]
    if standing:
        return "in_force", standing[0]
    waiting = sorted((each for each in periods if each.valid_from > day), key=lambda each: each.valid_from)
    if waiting:
        return "waiting", waiting[0]
    return ("ended", max(periods, key=lambda each: each.valid_from)) if periods else ("draft", None)


def by_severity(findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """Errors and warnings apart."""
    return {
        "errors": [each for each in findings if each.severity == "error"],
        "warnings": [each for each in findings if each.severity != "error"],
    }


def said(value: Phrase | str) -> str:
    """A sentence in the reader's language."""
    return value.said(gettext) if isinstance(value, Phrase) else value
