"""Sửa biểu mẫu: the forms that write its head, a page, a field; each saves the draft and goes back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from motcua.desk.admin_forms import AREA, Done, Form, Item, answer
from motcua.desk.asked import words_asked
from motcua.desk.form_items import CHECK_ROWS, CONDITION_ROWS, KIND_TYPES, Rows, field_of, items_for
from motcua.desk.form_words import KINDS, kind_of
from motcua.desk.views.forms import Shown
from motcua.forms import services
from motcua.forms.definition import editing
from motcua.forms.definition.default import default_form
from motcua.forms.definition.flat import OPERATORS, Row, flat_of, subjects, words
from motcua.forms.definition.model import AnyField, Definition, Page, ensure_sizes
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.queries import today
from motcua.organisation.rights import Person
from motcua.organisation.web import person_on, right
from motcua.procedures.queries import versions_in_force

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{2,79}")
_TEMPLATE: Final = "desk/forms/edit.html"


@right("administer_forms")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new form, begun from the papers of its procedure."""
    procedure = words_asked(request.GET.get("thu-tuc"), 20)
    items = [
        Item(
            name="procedure",
            label=_("Mã thủ tục"),
            limit=20,
            value=procedure,
            hint=_("Ví dụ: 1.004884. Thêm thủ tục khác sau khi lập."),
        ),
        Item(
            name="case",
            label=_("Mã trường hợp"),
            needed=False,
            limit=40,
            hint=_("Chỉ ghi khi biểu mẫu dành riêng cho một trường hợp."),
        ),
        Item(
            name="title",
            label=_("Tên biểu mẫu"),
            kind=AREA,
            limit=300,
            hint=_("Ví dụ: Tờ khai đăng ký lại khai sinh."),
        ),
        Item(
            name="code",
            label=_("Mã biểu mẫu"),
            limit=80,
            hint=_(
                "Chữ thường không dấu, số, dấu chấm, gạch nối; không đổi về sau. Ví dụ: ho-tich.khai-sinh."
            ),
        ),
    ]
    form = Form(
        title=_("Lập biểu mẫu"),
        button=_("Lập bản nháp"),
        items=items,
        back=reverse("desk:forms"),
        notes=(_("Bản nháp lập từ thành phần hồ sơ: người nộp, tệp giấy tờ, nhận kết quả, cam đoan."),),
    )

    def run(values: dict[str, Any]) -> Done:
        made = _begun(values)
        services.create(person_on(request), made)
        return Done(gettext("Đã lập bản nháp biểu mẫu."), reverse("desk:form", args=[made.code]))

    return answer(request, form, run)


def _begun(values: dict[str, Any]) -> Definition:
    code, procedure = values["code"].lower(), values["procedure"]
    if not _CODE.fullmatch(code):
        raise DomainError(
            gettext_noop("Mã biểu mẫu không đúng dạng."),
            gettext_noop("Ghi chữ thường không dấu, số, dấu chấm, gạch nối; ít nhất 3 ký tự."),
            id="form_code",
            field="code",
        )
    standing = versions_in_force([procedure], today()).get(procedure)
    if standing is None:
        raise DomainError(
            gettext_noop("Không có thủ tục mã %(code)s đang có hiệu lực."),
            gettext_noop("Tìm mã trong danh mục thủ tục."),
            id="procedure_unknown",
            field="procedure",
            code=procedure,
        )
    made = default_form(procedure, values["case"], standing.content)
    return replace(made, code=code, title=values["title"])


@right("administer_forms")
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: HttpRequest, code: str) -> HttpResponse:
    """Title, procedures, case, the papers that the form stands for, the printed form it follows."""
    found = _draft(code)
    definition = found.definition
    items = [
        Item(name="title", label=_("Tên biểu mẫu"), kind=AREA, limit=300, value=definition.title),
        Item(
            name="procedures",
            label=_("Các thủ tục dùng biểu mẫu"),
            kind=AREA,
            limit=400,
            value=" ".join(definition.procedures),
            hint=_("Mã thủ tục, cách nhau bằng dấu cách."),
        ),
        Item(name="case", label=_("Mã trường hợp"), needed=False, limit=40, value=definition.case),
        Item(
            name="declares",
            label=_("Giấy tờ mà biểu mẫu thay cho"),
            kind=AREA,
            needed=False,
            limit=4000,
            value="; ".join(definition.declares),
            hint=_("Tên như trong thành phần hồ sơ, cách nhau bằng dấu chấm phẩy; dân không phải nộp riêng."),
        ),
        Item(
            name="source",
            label=_("Theo mẫu giấy nào"),
            kind=AREA,
            needed=False,
            limit=1000,
            value=definition.source,
        ),
    ]

    def changed(values: dict[str, Any]) -> Definition:
        return replace(
            definition,
            title=values["title"],
            procedures=tuple(dict.fromkeys(re.split(r"[\s,;]+", values["procedures"].strip(" ,;")))),
            case=values["case"],
            declares=tuple(part.strip() for part in values["declares"].split(";") if part.strip()),
            source=values["source"],
        )

    return _edit(request, found, _("Thông tin chung của biểu mẫu"), items, changed)


@right("administer_forms")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, name: str = "") -> HttpResponse:
    """A page: title, help, when it is shown. Without a name a new one at the end."""
    found = _draft(code)
    old = editing.page_named(found.definition, name) if name else None
    items = [
        Item(
            name="title",
            label=_("Tiêu đề trang"),
            limit=300,
            value=old.title if old else "",
            hint=_("Một câu hỏi, hoặc một nhóm nhỏ đi cùng nhau."),
        ),
        Item(
            name="help",
            label=_("Hướng dẫn đầu trang"),
            kind=AREA,
            needed=False,
            limit=2000,
            value=old.help if old else "",
        ),
    ]

    def changed(values: dict[str, Any]) -> Definition:
        shown_if = Rows(request.POST).shown_if(old)
        if old is not None:
            new = replace(old, title=values["title"], help=values["help"], show_if=shown_if)
        else:
            free = editing.name_for(values["title"], editing.names(found.definition))
            new = Page(id=free, title=values["title"], help=values["help"], show_if=shown_if)
        return editing.put_page(found.definition, new, name)

    title = _("Sửa trang") if old else _("Thêm trang")
    more = _conditions(request, found.definition, old.show_if if old else None)
    return _edit(request, found, title, items, changed, more=more, anchor=f"p-{name}")


@right("administer_forms")
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, code: str, page_name: str, name: str = "") -> HttpResponse:
    """A field of a page; without a name a new one of the kind in `?kieu=`."""
    found = _draft(code)
    on = editing.page_named(found.definition, page_name)
    old = editing.field_named(on, name) if name else None
    kind = kind_of(old) if old is not None else str(request.GET.get("kieu", ""))
    if kind not in KIND_TYPES:
        raise NotFound(
            gettext_noop("Không có kiểu trả lời này."),
            gettext_noop("Chọn kiểu trong danh sách ở trang của biểu mẫu."),
            id="form_kind_unknown",
        )
    items = items_for(kind, old, _papers(found.definition))

    def changed(values: dict[str, Any]) -> Definition:
        free = values.get("id") or editing.name_for(values["label"], editing.names(found.definition))
        made = field_of(kind, values, old, free, Rows(request.POST))
        return editing.put_field(found.definition, page_name, made, name)

    title = _("Sửa mục") if old else _("Thêm mục")
    more = _conditions(request, found.definition, old.show_if if old else None)
    if kind != "note":
        more["checks"] = _checks(request, found.definition, old)
    subject = f"{on.title}: {KINDS[kind]}"
    return _edit(request, found, title, items, changed, subject=subject, more=more, anchor=f"p-{page_name}")


def _draft(code: str) -> Shown:
    """The draft of a form. Raises: NotFound; DomainError where none is being written."""
    found = Shown(code)
    if not found.is_draft:
        raise DomainError(
            gettext_noop("Biểu mẫu chưa có bản nháp để sửa."),
            gettext_noop("Bấm “Sửa biểu mẫu” để lập bản nháp từ phiên bản mới nhất."),
            id="form_no_draft",
        )
    return found


def _papers(definition: Definition) -> list[str]:
    standing = versions_in_force(definition.procedures, today())
    return [paper.name for each in standing.values() for paper in each.content.components]


def _edit(
    request: HttpRequest,
    found: Shown,
    title: Any,
    items: Sequence[Item],
    changed: Callable[[dict[str, Any]], Definition],
    *,
    subject: str = "",
    more: dict[str, Any] | None = None,
    anchor: str = "",
) -> HttpResponse:
    """Show the form or save what it makes into the draft that it was filled from."""
    code = found.row.code
    back = reverse("desk:form", args=[code]) + (f"#{anchor}" if anchor and anchor != "p-" else "")
    form = Form(title=title, button=_("Ghi vào bản nháp"), items=items, back=back, subject=subject)
    expected = request.POST.get("expected", "") if request.method == "POST" else found.expected

    def run(values: dict[str, Any]) -> Done:
        _save(person_on(request), changed(values), expected)
        return Done(gettext("Đã ghi vào bản nháp."), back)

    context = {"expected": expected, "operators": OPERATORS.items(), **(more or {})}
    return answer(request, form, run, template=_TEMPLATE, more=context)


def _save(person: Person, definition: Definition, expected: str) -> None:
    ensure_sizes(definition)
    services.save_draft(person, definition, expected=expected)


def _conditions(request: HttpRequest, definition: Definition, condition: Any) -> dict[str, Any]:
    """The rows of a condition for the selects: as typed after a refusal, else as they stand."""
    return {
        "subjects": list(subjects(definition)),
        "shown_if": _rows(request, "if", condition, definition, CONDITION_ROWS),
    }


def _checks(request: HttpRequest, definition: Definition, old: AnyField | None) -> list[dict[str, Any]]:
    checks = list(old.checks) if old is not None else []
    shown = []
    for number in range(1, max(CHECK_ROWS, len(checks)) + 1):
        check = checks[number - 1] if number <= len(checks) else None
        prefix = f"check{number}"
        rows = _rows(request, prefix, check.rule if check else None, definition, CHECK_ROWS)
        typed = request.POST.get(f"{prefix}_message") if request.method == "POST" else None
        rows["message"] = str(typed)[:2000] if typed is not None else check.message if check else ""
        shown.append(rows)
    return shown


def _rows(
    request: HttpRequest, prefix: str, condition: Any, definition: Definition, least: int
) -> dict[str, Any]:
    flat = flat_of(condition)
    shown: dict[str, Any] = {"prefix": prefix, "keeps": flat is None, "joiner": "and"}
    if condition is not None:
        shown["words"] = words(condition, definition)
    if request.method == "POST":
        flat = Rows(request.POST).flat(prefix, least)
    rows = list(flat.rows) if flat is not None else []
    shown["joiner"] = flat.joiner if flat is not None else "and"
    shown["rows"] = [*rows, *[Row() for _ in range(least - len(rows))]]
    return shown
