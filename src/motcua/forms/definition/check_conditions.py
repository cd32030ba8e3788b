"""What is wrong with the conditions of a form: unknown names, types that do not compare, circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from motcua.foundation.errors import gettext_noop

from .conditions import (
    Age,
    Answer,
    Compare,
    Condition,
    Count,
    Given,
    In,
    Operand,
    Operator,
    Sum,
    ValueType,
    operands,
    parts,
    referred,
)
from .evaluate import counted, type_of, type_of_field, typed
from .findings import Finding, found
from .model import (
    AnyField,
    ChoiceField,
    ChoicesField,
    DateField,
    Definition,
    MoneyField,
    NoteField,
    NumberField,
    Page,
    TableField,
)

_ORDERED = (ValueType.NUMBER, ValueType.DATE)


class Names:
    """The fields of a form by name, and where they stand."""

    def __init__(self, definition: Definition) -> None:
        self.fields: dict[str, AnyField] = {}
        self.order: dict[str, int] = {}
        self.page_start: dict[str, int] = {}
        self.page_end: dict[str, int] = {}
        self.needs: dict[str, set[str]] = {}
        for page in definition.pages:
            self.page_start[page.id] = len(self.order)
            for field in page.fields:
                self.fields[field.id] = field
                self.order[field.id] = len(self.order)
                shown = [each for each in (page.show_if, field.show_if) if each is not None]
                self.needs[field.id] = set().union(*map(referred, shown))
            self.page_end[page.id] = len(self.order)

    def in_circle(self, name: str) -> bool:
        """Whether what a field is shown for depends on the field itself."""
        seen: set[str] = set()
        waiting = list(self.needs.get(name, ()))
        while waiting:
            each = waiting.pop()
            if each == name:
                return True
            if each not in seen:
                seen.add(each)
                waiting.extend(self.needs.get(each, ()))
        return False


def conditions_of(definition: Definition, names: Names) -> Iterator[Finding]:
    """Everything found in the conditions of a form."""
    for page in definition.pages:
        if page.show_if is not None:
            yield from _condition(page.show_if, names, page, None, names.page_start[page.id])
        for field in page.fields:
            if field.show_if is not None:
                yield from _condition(field.show_if, names, page, field, names.order[field.id])
            for check in field.checks:
                yield from _condition(check.rule, names, page, field, names.page_end[page.id])
            if names.in_circle(field.id):
                yield found(
                    "cycle",
                    gettext_noop("“%(field)s” chỉ hiện khi chính nó đã được trả lời (vòng tròn điều kiện)."),
                    page,
                    field,
                )


def _condition(
    condition: Condition, names: Names, page: Page, field: AnyField | None, before: int
) -> Iterator[Finding]:
    unknown = sorted(referred(condition) - names.fields.keys())
    for name in unknown:
        yield found(
            "unknown_field",
            gettext_noop("Điều kiện nhắc tới mục “%(name)s” không có trong biểu mẫu."),
            page,
            field,
            name=name,
        )
    if unknown:
        return
    own = field.id if field else ""
    for name in sorted(referred(condition)):
        if names.order[name] >= before and name != own and not names.in_circle(own):
            yield found(
                "refers_ahead",
                gettext_noop("Điều kiện nhắc tới “%(name)s”, đứng sau chỗ dùng điều kiện."),
                page,
                field,
                name=names.fields[name].label,
            )
    for part in parts(condition):
        if isinstance(part, Compare):
            yield from _compare(part, names.fields, page, field)
        elif isinstance(part, In):
            yield from _in(part, names.fields[part.field], page, field)
        for name in referred(part):
            if isinstance(names.fields[name], NoteField):
                yield _wrong_type(page, field, names.fields[name])
    for operand in operands(condition):
        yield from _operand(operand, names.fields, page, field)


def _compare(
    condition: Compare, fields: Mapping[str, AnyField], page: Page, field: AnyField | None
) -> Iterator[Finding]:
    left, right = type_of(condition.left, fields), type_of(condition.right, fields)
    kind = left or right
    if kind is None or (left and right and left is not right):
        yield _mismatch(page, field)
        return
    if condition.op not in (Operator.EQ, Operator.NE) and kind not in _ORDERED:
        yield found(
            "type_error",
            gettext_noop("Chữ và lựa chọn chỉ so bằng hoặc khác, không so lớn bé."),
            page,
            field,
        )
    for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(one, Given):
            if typed(one.value, kind) is None or (
                kind is ValueType.TRUTH and one.value not in ("true", "false")
            ):
                yield found(
                    "type_error",
                    gettext_noop("Giá trị “%(value)s” không đúng kiểu để so sánh."),
                    page,
                    field,
                    value=one.value[:60],
                )
            elif isinstance(other, Answer):
                yield from _option(fields[other.field], (one.value,), page, field)


def _in(condition: In, asked: AnyField, page: Page, field: AnyField | None) -> Iterator[Finding]:
    if not isinstance(asked, ChoiceField | ChoicesField):
        yield _wrong_type(page, field, asked)
        return
    if not condition.values:
        yield found("type_error", gettext_noop("Điều kiện “là một trong” chưa có giá trị."), page, field)
    yield from _option(asked, condition.values, page, field)


def _option(
    asked: AnyField, values: tuple[str, ...], page: Page, field: AnyField | None
) -> Iterator[Finding]:
    if not isinstance(asked, ChoiceField | ChoicesField):
        return
    known = {option.value for option in asked.options}
    for value in values:
        if value not in known:
            yield found(
                "unknown_option",
                gettext_noop("“%(asked)s” không có lựa chọn “%(value)s” mà điều kiện nhắc tới."),
                page,
                field,
                asked=asked.label,
                value=value[:60],
            )


def _operand(
    operand: Operand, fields: Mapping[str, AnyField], page: Page, field: AnyField | None
) -> Iterator[Finding]:
    if (
        (isinstance(operand, Answer) and type_of_field(fields[operand.field]) is None)
        or (isinstance(operand, Age) and not isinstance(fields[operand.field], DateField))
        or (isinstance(operand, Count) and not counted(fields[operand.field]))
    ):
        yield _wrong_type(page, field, fields[operand.field])
    elif isinstance(operand, Sum):
        table = fields[operand.field]
        columns = table.columns if isinstance(table, TableField) else ()
        summed = next((column for column in columns if column.id == operand.column), None)
        if not isinstance(summed, NumberField | MoneyField):
            yield found(
                "unknown_column",
                gettext_noop("“%(asked)s” không có cột số “%(column)s” để cộng."),
                page,
                field,
                asked=table.label,
                column=operand.column,
            )


def _mismatch(page: Page, field: AnyField | None) -> Finding:
    return found("type_error", gettext_noop("Điều kiện so sánh hai thứ khác kiểu."), page, field)


def _wrong_type(page: Page, field: AnyField | None, asked: AnyField) -> Finding:
    return found(
        "type_error",
        gettext_noop("“%(asked)s” không dùng được như vậy trong điều kiện."),
        page,
        field,
        asked=asked.label or asked.id,
    )
