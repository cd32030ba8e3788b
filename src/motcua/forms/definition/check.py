"""The static check of a form: what could surprise who fills it in, found before it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from motcua.foundation.errors import gettext_noop
from motcua.procedures.content import PROCEDURE_CODE, VersionContent

from .check_conditions import Names, conditions_of
from .components import as_read, handed_in, line_of, only_if
from .evaluate import as_date, as_number
from .findings import Finding, found
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    CitizenNumberField,
    DateField,
    Definition,
    EmailField,
    FileField,
    MoneyField,
    NoteField,
    NumberField,
    Page,
    PhoneField,
    TableField,
    TextField,
)
from .satisfy import Reasoner, bounds

_PERSONAL: Final = (CitizenNumberField, PhoneField, EmailField)
_PREFILLS: Final[dict[str, tuple[type, ...]]] = {
    "account.name": (TextField,),
    "account.identifier": (CitizenNumberField, TextField),
    "account.born_on": (DateField,),
    "account.phone": (PhoneField,),
    "account.email": (EmailField,),
    "account.address": (TextField,),
}


def check(definition: Definition, content: VersionContent | None = None) -> list[Finding]:
    """What is wrong with a form, in the order of its pages; `content` is the version of the procedure whose
    papers it must fit, where there is one."""
    names = Names(definition)
    found_here = [*_whole(definition), *_structure(definition), *conditions_of(definition, names)]
    if not found_here:
        # Only a form whose names and types hold can be reasoned about.
        found_here += _reach(definition)
    if content is not None:
        found_here += _papers(definition, content)
    places = {page.id: place for place, page in enumerate(definition.pages)}
    return sorted(found_here, key=lambda each: (places.get(each.page, -1), names.order.get(each.field, -1)))


def prefills_of(kind: type) -> list[str]:
    """What of an account may fill a kind of field beforehand."""
    return [source for source, kinds in _PREFILLS.items() if kind in kinds]


def is_personal(field: AnyField) -> bool:
    """Whether a field asks for something of a person."""
    columns = field.columns if isinstance(field, TableField) else ()
    return (
        field.personal
        or bool(field.prefill)
        or isinstance(field, _PERSONAL)
        or any(map(is_personal, columns))
    )


def _whole(definition: Definition) -> Iterator[Finding]:
    if not definition.title.strip():
        yield found("no_title", gettext_noop("Biểu mẫu chưa có tên."))
    if not definition.pages:
        yield found("no_pages", gettext_noop("Biểu mẫu chưa có trang nào."))
    if not definition.procedures:
        yield found("no_procedure", gettext_noop("Biểu mẫu chưa gắn với thủ tục nào."))
    for code in definition.procedures:
        if not PROCEDURE_CODE.fullmatch(code):
            yield found("bad_procedure", gettext_noop("“%(code)s” không phải mã thủ tục."), code=code[:40])
    for name, times in Counter(page.id for page in definition.pages).items():
        if times > 1:
            yield found("duplicate_page", gettext_noop("Hai trang cùng tên “%(name)s”."), name=name)
    for name, times in Counter(field.id for _, field in definition.fields()).items():
        if times > 1:
            yield found("duplicate_field", gettext_noop("Hai mục cùng tên “%(name)s”."), name=name)


def _structure(definition: Definition) -> Iterator[Finding]:
    for page in definition.pages:
        if not page.title.strip():
            yield found("no_label", gettext_noop("Trang “%(name)s” chưa có tiêu đề."), page, name=page.id)
        if not any(not isinstance(field, NoteField) for field in page.fields):
            yield found("page_empty", gettext_noop("Trang “%(page)s” không hỏi gì."), page)
        for field in page.fields:
            yield from _field(page, field)
            if isinstance(field, TableField):
                yield from _table(page, field)


def _field(page: Page, field: AnyField) -> Iterator[Finding]:
    if not field.label.strip():
        yield found("no_label", gettext_noop("Mục “%(name)s” chưa có câu hỏi."), page, field, name=field.id)
    if is_personal(field) and (
        field.privacy is None or not field.privacy.why.strip() or not field.privacy.ground.strip()
    ):
        yield found(
            "privacy_missing",
            gettext_noop("“%(field)s” hỏi thông tin cá nhân mà chưa nói vì sao hỏi và căn cứ nào."),
            page,
            field,
        )
    if field.prefill and not isinstance(field, _PREFILLS[field.prefill]):
        yield found(
            "prefill_type",
            gettext_noop("“%(field)s” không điền sẵn được từ tài khoản: khác kiểu."),
            page,
            field,
        )
    for check_ in field.checks:
        if not check_.message.strip():
            yield found(
                "no_message",
                gettext_noop("“%(field)s” có điều kiện kiểm tra mà không có câu báo."),
                page,
                field,
            )
    yield from _own_rules(page, field)


def _own_rules(page: Page, field: AnyField) -> Iterator[Finding]:
    """What belongs to the kind of a field, or of a column."""
    said = field.label
    if isinstance(field, ChoiceField | ChoicesField):
        values = [option.value for option in field.options]
        least = 1 if isinstance(field, ChoicesField) else 2
        if (
            len(values) < least
            or len(set(values)) < len(values)
            or not all(o.label.strip() for o in field.options)
        ):
            yield found(
                "bad_options",
                gettext_noop("“%(what)s” thiếu lựa chọn, có lựa chọn trùng nhau hoặc chưa có tên."),
                page,
                field,
                what=said,
            )
    if isinstance(field, NumberField | MoneyField) and _numbers_wrong(field):
        yield found(
            "bad_bounds", gettext_noop("Giới hạn số của “%(what)s” không đúng."), page, field, what=said
        )
    if isinstance(field, DateField) and _days_wrong(field):
        yield found(
            "bad_bounds", gettext_noop("Giới hạn ngày của “%(what)s” không đúng."), page, field, what=said
        )


def _numbers_wrong(field: NumberField | MoneyField) -> bool:
    if isinstance(field, NumberField):
        texts = (field.minimum, field.maximum)
        if any(text and as_number(text) is None for text in texts) or not 0 <= field.places <= 6:
            return True
    least, most = bounds(field)
    return least is not None and most is not None and least > most


def _days_wrong(field: DateField) -> bool:
    texts = (field.earliest, field.latest)
    if any(text not in ("", "today") and as_date(text) is None for text in texts):
        return True
    first, last = as_date(field.earliest), as_date(field.latest)
    return first is not None and last is not None and first > last


def _table(page: Page, field: TableField) -> Iterator[Finding]:
    if not field.columns:
        yield found("bad_table", gettext_noop("Bảng “%(field)s” chưa có cột."), page, field)
    if len({column.id for column in field.columns}) < len(field.columns):
        yield found("bad_table", gettext_noop("Bảng “%(field)s” có hai cột cùng tên."), page, field)
    if field.required and field.min_rows < 1:
        yield found(
            "bad_table", gettext_noop("Bảng “%(field)s” bắt buộc mà cho phép không có dòng nào."), page, field
        )
    for column in field.columns:
        if not column.label.strip():
            yield found(
                "no_label", gettext_noop("Mục “%(name)s” chưa có câu hỏi."), page, field, name=column.id
            )
        if column.show_if is not None or column.checks or column.prefill:
            yield found(
                "column_condition",
                gettext_noop("Cột “%(column)s” không mang được điều kiện hay điền sẵn; đặt ở bảng."),
                page,
                field,
                column=column.label,
            )
        for each in _own_rules(page, column):
            yield Finding(kind=each.kind, message=each.message, page=page.id, field=field.id)


def _reach(definition: Definition) -> Iterator[Finding]:
    reason = Reasoner(definition)
    for page in definition.pages:
        if reason.never_shown(page):
            yield found(
                "page_never",
                gettext_noop("Trang “%(page)s” không bao giờ hiện: điều kiện của nó không thể đúng."),
                page,
            )
            continue
        shown = 0
        for field in page.fields:
            if field.show_if is not None and reason.never(field.show_if):
                yield found(
                    "condition_never",
                    gettext_noop("Điều kiện của “%(field)s” không bao giờ đúng."),
                    page,
                    field,
                )
            elif reason.never_shown(page, field):
                yield found(
                    "never_shown", gettext_noop("“%(field)s” không bao giờ hiện trên trang này."), page, field
                )
            else:
                shown += not isinstance(field, NoteField)
                yield from _rules(reason, page, field)
                continue
            if field.required and not isinstance(field, NoteField):
                yield found(
                    "required_hidden", gettext_noop("“%(field)s” bắt buộc mà luôn bị ẩn."), page, field
                )
        if not shown and any(not isinstance(field, NoteField) for field in page.fields):
            yield found("page_empty", gettext_noop("Trang “%(page)s” không hỏi gì."), page)


def _rules(reason: Reasoner, page: Page, field: AnyField) -> Iterator[Finding]:
    for check_ in field.checks:
        if reason.never(page.show_if, field.show_if, check_.rule):
            yield found(
                "check_never",
                gettext_noop("Không câu trả lời nào cho “%(field)s” qua được điều kiện kiểm tra."),
                page,
                field,
            )


def _papers(definition: Definition, content: VersionContent) -> Iterator[Finding]:
    """The papers of the version against those that the form takes or stands for."""
    covered = {as_read(name) for name in definition.declares}
    for name in definition.declares:
        if line_of(content, name) is None:
            yield found(
                "component_unknown",
                gettext_noop("Thủ tục không có giấy tờ “%(component)s” mà biểu mẫu nói là thay cho."),
                component=name,
            )
    for page, field in definition.fields():
        if isinstance(field, FileField):
            covered.add(as_read(field.component))
            if line_of(content, field.component) is None:
                yield found(
                    "component_unknown",
                    gettext_noop("“%(field)s” nhận giấy tờ “%(component)s” mà thủ tục không có."),
                    page,
                    field,
                    component=field.component,
                )
    for component in content.components:
        if handed_in(component) and not only_if(component) and as_read(component.name) not in covered:
            yield found(
                "component_without_field",
                gettext_noop("Giấy tờ phải nộp “%(component)s” chưa có chỗ đính kèm trong biểu mẫu."),
                component=component.name,
            )
