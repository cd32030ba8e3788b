"""Changes of a form that is being written: each gives a new definition and leaves the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.foundation.text import fold

from .model import AnyField, Definition, Page

Item = TypeVar("Item", Page, AnyField)


def page_named(definition: Definition, name: str) -> Page:
    """The page of that name. Raises: NotFound."""
    page = definition.page(name)
    if page is None:
        raise NotFound(
            gettext_noop("Biểu mẫu không có trang “%(name)s”."),
            gettext_noop("Tải lại trang để xem các trang đang có."),
            id="form_page_unknown",
            name=name[:60],
        )
    return page


def field_named(page: Page, name: str) -> AnyField:
    """The field of that name on a page. Raises: NotFound."""
    field = next((field for field in page.fields if field.id == name), None)
    if field is None:
        raise NotFound(
            gettext_noop("Trang không có mục “%(name)s”."),
            gettext_noop("Tải lại trang để xem các mục đang có."),
            id="form_field_unknown",
            name=name[:60],
        )
    return field


def put_page(definition: Definition, page: Page, instead_of: str = "") -> Definition:
    """The form with a page in the place of another, or at its end.

    Raises: DomainError `form_name_taken`; NotFound.
    """
    if page.id != instead_of and definition.page(page.id) is not None:
        raise _taken(page.id)
    return replace(definition, pages=_put(definition.pages, page, instead_of))


def put_field(definition: Definition, page_name: str, field: AnyField, instead_of: str = "") -> Definition:
    """The form with a field in the place of another on a page, or at the end of the page.

    Raises: DomainError `form_name_taken`; NotFound.
    """
    page = page_named(definition, page_name)
    if instead_of:
        field_named(page, instead_of)
    if field.id != instead_of and definition.field(field.id) is not None:
        raise _taken(field.id)
    changed = replace(page, fields=_put(page.fields, field, instead_of))
    return replace(definition, pages=_put(definition.pages, changed, page.id))


def move_page(definition: Definition, name: str, by: int) -> Definition:
    """The form with a page one or more places up (negative) or down."""
    page_named(definition, name)
    return replace(definition, pages=_moved(definition.pages, name, by))


def move_field(definition: Definition, page_name: str, name: str, by: int) -> Definition:
    """The form with a field moved on its page."""
    page = page_named(definition, page_name)
    field_named(page, name)
    changed = replace(page, fields=_moved(page.fields, name, by))
    return replace(definition, pages=_put(definition.pages, changed, page.id))


def move_to_page(definition: Definition, page_name: str, name: str, to: str) -> Definition:
    """The form with a field taken from one page to the end of another."""
    field = field_named(page_named(definition, page_name), name)
    page_named(definition, to)
    return put_field(remove_field(definition, page_name, name), to, field)


def remove_page(definition: Definition, name: str) -> Definition:
    """The form without a page and all that stands on it."""
    page_named(definition, name)
    return replace(definition, pages=tuple(page for page in definition.pages if page.id != name))


def remove_field(definition: Definition, page_name: str, name: str) -> Definition:
    """The form without a field; conditions that name it are found by the check."""
    page = page_named(definition, page_name)
    field_named(page, name)
    changed = replace(page, fields=tuple(field for field in page.fields if field.id != name))
    return replace(definition, pages=_put(definition.pages, changed, page.id))


def name_for(label: str, taken: Sequence[str]) -> str:
    """A free name made from the words of a label: `ngay_cap`, `ngay_cap_2`."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:40]
    base = words if words[:1].isalpha() else f"muc_{words}".strip("_")
    number = 1
    name = base
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def names(definition: Definition) -> list[str]:
    """The names of all fields and pages."""
    return [page.id for page in definition.pages] + [field.id for _, field in definition.fields()]


def _put(items: tuple[Any, ...], item: Any, instead_of: str) -> tuple[Any, ...]:
    if not instead_of:
        return (*items, item)
    return tuple(item if each.id == instead_of else each for each in items)


def _moved(items: tuple[Any, ...], name: str, by: int) -> tuple[Any, ...]:
    rest = [each for each in items if each.id != name]
    place = next(number for number, each in enumerate(items) if each.id == name)
    moved = next(each for each in items if each.id == name)
    rest.insert(max(0, min(place + by, len(rest))), moved)
    return tuple(rest)


def _taken(name: str) -> DomainError:
    return DomainError(
        gettext_noop("Biểu mẫu đã có chỗ tên “%(name)s”."),
        gettext_noop("Chọn tên khác: chữ thường không dấu, số, gạch dưới."),
        id="form_name_taken",
        field="id",
        name=name[:60],
    )
