"""What is different between two revisions of a form, place by place, for who publishes and who reads."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .flat import words
from .model import AnyField, Definition, Page

_NAMES = {
    "title": gettext_noop("tiêu đề"),
    "label": gettext_noop("câu hỏi"),
    "help": gettext_noop("hướng dẫn"),
    "required": gettext_noop("bắt buộc"),
    "show_if": gettext_noop("điều kiện hiện"),
    "checks": gettext_noop("điều kiện kiểm tra"),
    "options": gettext_noop("lựa chọn"),
    "columns": gettext_noop("các cột"),
    "privacy": gettext_noop("lý do hỏi"),
    "prefill": gettext_noop("điền sẵn"),
    "component": gettext_noop("giấy tờ"),
    "procedures": gettext_noop("thủ tục"),
    "case": gettext_noop("trường hợp"),
    "declares": gettext_noop("giấy tờ được thay thế"),
    "source": gettext_noop("nguồn"),
}
_SETTINGS = gettext_noop("giới hạn và thiết đặt")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place: `what` is `new`, `gone`, `changed` or `moved`; `parts` say what of it changed."""

    place: str
    what: str
    parts: tuple[Phrase, ...] = ()
    before: str | Phrase = ""
    after: str | Phrase = ""


def differences(old: Definition, new: Definition) -> list[Difference]:
    """The differences in the order of the new form, what is gone last."""
    found = _whole(old, new)
    pages = {page.id: page for page in old.pages}
    fields = {field.id: (page, field) for page, field in old.fields()}
    for page in new.pages:
        found += _page(pages.get(page.id), page, old, new)
        for field in page.fields:
            found += _field(fields.get(field.id), page, field, old, new)
    found += [Difference(place=page.title, what="gone") for page in old.pages if new.page(page.id) is None]
    found += [
        Difference(place=field.label, what="gone") for _, field in old.fields() if new.field(field.id) is None
    ]
    return found


def _whole(old: Definition, new: Definition) -> list[Difference]:
    parts = _parts(old, new, leave=("pages", "code"))
    return [Difference(place=new.title, what="changed", parts=parts)] if parts else []


def _page(before: Page | None, page: Page, old: Definition, new: Definition) -> list[Difference]:
    if before is None:
        return [Difference(place=page.title, what="new")]
    parts = _parts(before, page, leave=("fields",))
    found = [_changed(page.title, _Side(before, old), _Side(page, new), parts)] if parts else []
    kept = [field.id for field in before.fields if field in page.fields or _has(page, field.id)]
    now = [field.id for field in page.fields if _has(before, field.id)]
    return [*found, Difference(place=page.title, what="moved")] if kept != now else found


def _has(page: Page, name: str) -> bool:
    return any(field.id == name for field in page.fields)


def _field(
    before: tuple[Page, AnyField] | None, page: Page, field: AnyField, old: Definition, new: Definition
) -> list[Difference]:
    if before is None:
        return [Difference(place=field.label, what="new")]
    was_on, was = before
    if type(was) is not type(field):
        return [Difference(place=field.label, what="changed", parts=(Phrase(gettext_noop("kiểu trả lời")),))]
    parts = _parts(was, field)
    found = [_changed(field.label, _Side(was, old), _Side(field, new), parts)] if parts else []
    if was_on.id != page.id:
        found.append(Difference(place=field.label, what="moved", before=was_on.title, after=page.title))
    return found


def _parts(old: Any, new: Any, leave: tuple[str, ...] = ()) -> tuple[Phrase, ...]:
    """What of two values of one type differs, each said once."""
    changed = [
        _NAMES.get(name, _SETTINGS)
        for name in new.__struct_fields__
        if name not in leave and getattr(old, name) != getattr(new, name)
    ]
    return tuple(Phrase(name) for name in dict.fromkeys(changed))


class _Side(NamedTuple):
    """A place as one of the two definitions has it."""

    value: Any
    definition: Definition


def _changed(place: str, before: _Side, after: _Side, parts: tuple[Phrase, ...]) -> Difference:
    """One changed place; where a question or a condition alone changed, both are told."""
    if len(parts) != 1:
        return Difference(place=place, what="changed", parts=parts)
    was = _told(before.value, parts[0], before.definition)
    now = _told(after.value, parts[0], after.definition)
    return Difference(place=place, what="changed", parts=parts, before=was, after=now)


def _told(value: Any, part: Phrase, definition: Definition) -> str | Phrase:
    name = next((name for name, words_ in _NAMES.items() if words_ == part.template), "")
    if name == "show_if":
        return words(value.show_if, definition) if value.show_if is not None else ""
    said = getattr(value, name, "") if name in ("title", "label", "help", "component") else ""
    return said if isinstance(said, str) else ""
