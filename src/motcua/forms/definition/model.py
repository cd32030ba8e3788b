"""An electronic form as a value: pages, fields, why each personal thing is asked; frozen, hashed by content.

The electronic declaration stands in for the printed one (Decree 45/2020 art. 8, Decree 61/2018 art. 17): a
form names the papers of the procedure that it replaces (`declares`) and those that its file fields take.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec

from motcua.foundation.canonical import canonical
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.procedures.content import Frozen

from .conditions import DEPTH_LIMIT, Condition, depth

PAGE_LIMIT: Final = 60
FIELD_LIMIT: Final = 300
COLUMN_LIMIT: Final = 12
ROW_LIMIT: Final = 200
OPTION_LIMIT: Final = 100
TEXT_LIMIT: Final = 2_000
"""Characters of one label, help or message: a form past these limits is none that a person fills in."""
SIZE_LIMIT: Final = 600_000
"""Bytes of a definition's canonical text."""

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,59}\Z")]
"""Name of a page, field or column: it becomes part of addresses, form data and answers."""
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")]
Words = Annotated[str, msgspec.Meta(max_length=TEXT_LIMIT)]

AccountSource = Literal[
    "account.name",
    "account.identifier",
    "account.born_on",
    "account.phone",
    "account.email",
    "account.address",
]
"""What of a citizen's account may fill a field beforehand."""
Source = Literal["", AccountSource]


class Privacy(Frozen, frozen=True, kw_only=True):
    """Why something personal is asked, and on what ground (Law 91/2025 on personal data; before it Decree
    13/2023 art. 13): shown beside the question."""

    why: Words
    ground: Words


class Check(Frozen, frozen=True, kw_only=True):
    """A rule that must hold when its field is answered, and the sentence that says so when it does not."""

    rule: Condition
    message: Words


class Option(Frozen, frozen=True, kw_only=True):
    """One choice."""

    value: Id
    label: Words


class Field(Frozen, tag_field="kind", frozen=True, kw_only=True):
    """What all questions share. `label` is the question, `help` how to answer it."""

    id: Id
    label: Words
    help: Words = ""
    required: bool = True
    prefill: Source = ""
    personal: bool = False
    """Says something of a person, though its kind alone does not tell."""
    privacy: Privacy | None = None
    show_if: Condition | None = None
    checks: tuple[Check, ...] = ()


class TextField(Field, tag="text", frozen=True, kw_only=True):
    """One line."""

    limit: int = 200


class LongTextField(Field, tag="long_text", frozen=True, kw_only=True):
    """Several lines."""

    limit: int = 3_000


class NumberField(Field, tag="number", frozen=True, kw_only=True):
    """A number, with a decimal comma as people write it; bounds as decimal text, included."""

    minimum: str = ""
    maximum: str = ""
    places: int = 0
    unit: Words = ""


class MoneyField(Field, tag="money", frozen=True, kw_only=True):
    """Whole đồng."""

    minimum: int = 0
    maximum: int = 10**15


class DateField(Field, tag="date", frozen=True, kw_only=True):
    """A day; bounds as ISO date or "today", included, empty where there is none."""

    earliest: str = ""
    latest: str = ""


class ChoiceField(Field, tag="choice", frozen=True, kw_only=True):
    """One of a few."""

    options: tuple[Option, ...] = ()


class ChoicesField(Field, tag="choices", frozen=True, kw_only=True):
    """Any of a few."""

    options: tuple[Option, ...] = ()


class CitizenNumberField(Field, tag="citizen_number", frozen=True, kw_only=True):
    """Số định danh cá nhân, twelve digits."""


class TaxCodeField(Field, tag="tax_code", frozen=True, kw_only=True):
    """Mã số thuế."""


class PhoneField(Field, tag="phone", frozen=True, kw_only=True):
    """Số điện thoại."""


class EmailField(Field, tag="email", frozen=True, kw_only=True):
    """Thư điện tử."""


class UnitField(Field, tag="unit", frozen=True, kw_only=True):
    """A commune, found by its name in the list before 1/7/2025 or since; `of` says which may be answered."""

    of: Literal["both", "new", "old"] = "both"


class FileField(Field, tag="file", frozen=True, kw_only=True):
    """Files for one paper of the procedure, named as its version names it; `store` is the kind of paper of
    the personal store that may stand in."""

    component: str = ""
    most: int = 10
    store: str = ""


class DeclarationField(Field, tag="declaration", frozen=True, kw_only=True):
    """A sentence that the person ticks ("Tôi cam đoan …"); `label` is the sentence."""


class NoteField(Field, tag="note", frozen=True, kw_only=True):
    """Words for the reader; nothing is answered."""

    required: bool = False


Column = (
    TextField
    | NumberField
    | MoneyField
    | DateField
    | ChoiceField
    | CitizenNumberField
    | TaxCodeField
    | PhoneField
    | EmailField
)


class TableField(Field, tag="table", frozen=True, kw_only=True):
    """Rows of the same columns: members, parcels, documents."""

    columns: tuple[Column, ...] = ()
    min_rows: int = 1
    max_rows: int = 20
    row_name: Words = ""
    """What one row is ("Thành viên"), for its heading."""


AnyField = (
    TextField
    | LongTextField
    | NumberField
    | MoneyField
    | DateField
    | ChoiceField
    | ChoicesField
    | CitizenNumberField
    | TaxCodeField
    | PhoneField
    | EmailField
    | UnitField
    | TableField
    | FileField
    | DeclarationField
    | NoteField
)


class Page(Frozen, frozen=True, kw_only=True):
    """One question, or one small group that belongs together."""

    id: Id
    title: Words
    help: Words = ""
    show_if: Condition | None = None
    fields: tuple[AnyField, ...] = ()


class Definition(Frozen, frozen=True, kw_only=True):
    """A form: for which procedures (and which case, empty for all), and its pages in order."""

    code: Code
    title: Words
    procedures: tuple[str, ...] = ()
    case: str = ""
    declares: tuple[Words, ...] = ()
    """Papers of the procedure that the form itself stands for: its printed declaration."""
    source: Words = ""
    """The printed form whose questions these are, with the paper that issues it."""
    pages: tuple[Page, ...] = ()

    def fields(self) -> Iterator[tuple[Page, AnyField]]:
        """Every field with its page, in order."""
        for page in self.pages:
            for field in page.fields:
                yield page, field

    def field(self, name: str) -> AnyField | None:
        """The field of that name."""
        return next((field for _, field in self.fields() if field.id == name), None)

    def page(self, name: str) -> Page | None:
        """The page of that name."""
        return next((page for page in self.pages if page.id == name), None)

    def conditions(self) -> Iterator[Condition]:
        """Every condition in the form."""
        for page in self.pages:
            if page.show_if is not None:
                yield page.show_if
            for field in page.fields:
                if field.show_if is not None:
                    yield field.show_if
                for check in field.checks:
                    yield check.rule


def to_text(definition: Definition) -> str:
    """The canonical JSON of a form, by which it is kept and hashed."""
    return canonical(definition)


def revision_of(text: str) -> str:
    """The revision: SHA-256 of the canonical text, lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_text(text: str | bytes) -> Definition:
    """The form back from its JSON.

    Raises: DomainError `form_unreadable` for what is no form, or one beyond the limits.
    """
    if len(text) > SIZE_LIMIT:
        raise _unreadable("too long")
    try:
        found = msgspec.json.decode(text, type=Definition, strict=True)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(str(error)) from error
    ensure_sizes(found)
    return found


def ensure_sizes(definition: Definition) -> None:
    """Raise DomainError `form_unreadable` for a form beyond the limits."""
    fields = [field for _, field in definition.fields()]
    if len(definition.pages) > PAGE_LIMIT or len(fields) > FIELD_LIMIT:
        raise _unreadable("too many pages or fields")
    for field in fields:
        if isinstance(field, TableField):
            if len(field.columns) > COLUMN_LIMIT or not 0 <= field.min_rows <= field.max_rows <= ROW_LIMIT:
                raise _unreadable(f"table {field.id}")
        elif isinstance(field, ChoiceField | ChoicesField) and len(field.options) > OPTION_LIMIT:
            raise _unreadable(f"options of {field.id}")
    if any(depth(condition) > DEPTH_LIMIT for condition in definition.conditions()):
        raise _unreadable("condition too deep")


def _unreadable(why: str) -> DomainError:
    return DomainError(
        gettext_noop("Không đọc được biểu mẫu: %(why)s"),
        gettext_noop("Kiểm tra tệp, hoặc nhập lại từ bản đang công bố."),
        id="form_unreadable",
        why=why[:200],
    )
