"""The forms that change an electronic form: the questions about a kind of field, and the field they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

import msgspec
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.desk.admin_forms import AREA, LINE, SELECT, TICK, Item
from motcua.desk.form_words import SOURCES, kind_of
from motcua.dossiers.fields import FieldErrors
from motcua.forms.definition.check import prefills_of
from motcua.forms.definition.flat import OPERATORS, Flat, Row, condition_of
from motcua.forms.definition.model import TEXT_LIMIT, AnyField, Check, Column, Option, Privacy
from motcua.foundation.errors import DomainError, gettext_noop

KIND_TYPES: Final[dict[str, type]] = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyField)}
COLUMN_KINDS: Final = tuple(str(kind.__struct_config__.tag) for kind in get_args(Column))
CONDITION_ROWS: Final = 4
CHECK_ROWS: Final = 2
_LINES: Final = 12_000
"""Characters of a field with a line for each choice or column."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_BAD_NAME: Final = gettext_noop("Tên chỉ gồm chữ thường không dấu, chữ số, gạch dưới, bắt đầu bằng chữ.")
_BAD_NUMBER: Final = gettext_noop("Chỉ nhập số nguyên trong khoảng %(least)d đến %(most)d.")
_BAD_LINE: Final = gettext_noop("Dòng “%(line)s” không đúng dạng. Xem ví dụ ở trên ô.")

Settings = Mapping[str, Any]


def _line(name: str, label: Any, value: object, hint: Any = "") -> Item:
    return Item(name=name, label=label, value=value, hint=hint, needed=False, limit=TEXT_LIMIT)


_NO_LIMIT: Final = _("Bỏ trống nếu không giới hạn.")
_SIMPLE: Final[dict[str, list[tuple[str, Any, Any]]]] = {
    "text": [("limit", _("Nhiều nhất mấy ký tự"), "")],
    "long_text": [("limit", _("Nhiều nhất mấy ký tự"), "")],
    "number": [
        ("minimum", _("Nhỏ nhất"), _NO_LIMIT),
        ("maximum", _("Lớn nhất"), _NO_LIMIT),
        ("places", _("Số chữ số sau dấu phẩy"), ""),
        ("unit", _("Đơn vị"), _("Ví dụ: m², bản, người.")),
    ],
    "money": [("minimum", _("Nhỏ nhất (đồng)"), ""), ("maximum", _("Lớn nhất (đồng)"), "")],
    "date": [
        (
            "earliest",
            _("Không trước ngày"),
            _("Dạng 2000-01-31, hoặc today là ngày nộp. Bỏ trống nếu không giới hạn."),
        ),
        ("latest", _("Không sau ngày"), ""),
    ],
}
"""Settings of the simpler kinds: name, label, hint."""


def own_items(kind: str, field: AnyField | None, papers: Sequence[str]) -> list[Item]:
    """The questions that belong to a kind of field; `papers` are those of the procedure."""
    value = _values_of(kind, field)
    if kind in ("choice", "choices"):
        return [_choices_item(field)]
    if kind == "table":
        return _table_items(field, value)
    if kind == "file":
        return _file_items(papers, value)
    if kind == "unit":
        options = [("both", _("cả hai danh mục")), ("new", _("từ 1/7/2025")), ("old", _("trước 1/7/2025"))]
        label = _("Danh mục xã, phường")
        return [Item(name="of", label=label, kind=SELECT, options=options, value=value("of"))]
    return [_line(name, label, value(name), hint) for name, label, hint in _SIMPLE.get(kind, ())]


def _choices_item(field: AnyField | None) -> Item:
    return Item(
        name="options",
        label=_("Các lựa chọn"),
        kind=AREA,
        limit=_LINES,
        hint=_("Mỗi dòng một lựa chọn: tên | nhãn. Ví dụ: bank | Chuyển khoản."),
        value=_options_text(field),
    )


def _table_items(field: AnyField | None, value: Callable[[str], Any]) -> list[Item]:
    kinds = {"kinds": ", ".join(COLUMN_KINDS)}
    columns = Item(
        name="columns",
        label=_("Các cột"),
        kind=AREA,
        limit=_LINES,
        hint=gettext("Mỗi dòng một cột: tên | kiểu | câu hỏi | bắt buộc (1 hoặc 0). Kiểu: %(kinds)s.")
        % kinds,
        value=_columns_text(field),
    )
    return [
        columns,
        _line("min_rows", _("Ít nhất mấy dòng"), value("min_rows")),
        _line("max_rows", _("Nhiều nhất mấy dòng"), value("max_rows")),
        _line("row_name", _("Một dòng gọi là gì"), value("row_name")),
    ]


def _file_items(papers: Sequence[str], value: Callable[[str], Any]) -> list[Item]:
    names = dict.fromkeys([*papers, *filter(None, [value("component")])])
    paper = Item(
        name="component",
        label=_("Giấy tờ trong thành phần hồ sơ"),
        kind=SELECT,
        options=[(name, name[:200]) for name in names],
        blank=_("Chọn giấy tờ"),
        value=value("component"),
    )
    return [
        paper,
        _line("most", _("Nhiều nhất mấy tệp"), value("most")),
        _line("store", _("Loại giấy trong kho dữ liệu dùng lại được"), value("store")),
    ]


def _values_of(kind: str, field: AnyField | None) -> Callable[[str], Any]:
    """What a setting of the field is, or what it is in a new one of the kind."""
    stand_in = field if field is not None else KIND_TYPES[kind](id="x", label="")

    def value(name: str) -> Any:
        return getattr(stand_in, name)

    return value


def items_for(kind: str, field: AnyField | None, papers: Sequence[str]) -> list[Item]:
    """Every question about a field of that kind, as it stands."""
    items = [
        Item(
            name="label", label=_("Câu hỏi"), kind=AREA, limit=TEXT_LIMIT, value=field.label if field else ""
        ),
        Item(
            name="help",
            label=_("Hướng dẫn trả lời"),
            kind=AREA,
            needed=False,
            limit=TEXT_LIMIT,
            value=field.help if field else "",
        ),
    ]
    if kind == "note":
        return [*items, _id_item(field)]
    items.append(
        Item(name="required", label=_("Bắt buộc trả lời"), kind=TICK, value=field.required if field else True)
    )
    items += own_items(kind, field, papers)
    sources = [(source, SOURCES[source]) for source in prefills_of(KIND_TYPES[kind])]
    if sources:
        items.append(
            Item(
                name="prefill",
                label=_("Điền sẵn từ"),
                kind=SELECT,
                needed=False,
                options=sources,
                blank=_("Không điền sẵn"),
                value=field.prefill if field else "",
            )
        )
    if kind not in ("file", "declaration"):
        items += _privacy_items(field)
    return [*items, _id_item(field)]


def _privacy_items(field: AnyField | None) -> list[Item]:
    """What is said of a question that asks for something personal."""
    privacy = field.privacy if field else None
    return [
        Item(
            name="personal",
            label=_("Là thông tin cá nhân"),
            kind=TICK,
            value=field.personal if field else False,
        ),
        Item(
            name="why",
            label=_("Vì sao hỏi"),
            kind=AREA,
            needed=False,
            limit=TEXT_LIMIT,
            value=privacy.why if privacy else "",
            hint=_("Người dân đọc câu này ngay dưới trang. Bắt buộc với thông tin cá nhân."),
        ),
        Item(
            name="ground",
            label=_("Căn cứ pháp luật"),
            needed=False,
            limit=TEXT_LIMIT,
            value=privacy.ground if privacy else "",
        ),
    ]


def _id_item(field: AnyField | None) -> Item:
    hint = _("Tên trong dữ liệu, không hiện cho người dân. Bỏ trống thì lấy từ câu hỏi.")
    return Item(
        name="id",
        label=_("Tên mục"),
        needed=False,
        limit=60,
        value=field.id if field else "",
        hint=hint,
        kind=LINE,
    )


def _options_text(field: AnyField | None) -> str:
    return "\n".join(f"{option.value} | {option.label}" for option in getattr(field, "options", ()))


def _columns_text(field: AnyField | None) -> str:
    return "\n".join(
        f"{column.id} | {kind_of(column)} | {column.label} | {int(column.required)}"
        for column in getattr(field, "columns", ())
    )


def field_of(kind: str, values: Settings, old: AnyField | None, name: str, rows: Rows) -> AnyField:
    """The field that the answers describe. Raises: FieldErrors."""
    faults: dict[str, DomainError] = {}
    if not _NAME.fullmatch(name):
        faults["id"] = DomainError(_BAD_NAME, id="field")
    parts: dict[str, Any] = {"id": name, "label": values["label"], "help": values["help"]}
    if kind != "note":
        parts |= {
            "required": values["required"],
            "prefill": values.get("prefill") or "",
            "personal": bool(values.get("personal")),
            "privacy": _privacy(values),
            "checks": rows.checks(old),
        }
        parts |= _own(kind, values, old, faults)
    parts["show_if"] = rows.shown_if(old)
    if faults:
        raise FieldErrors(faults)
    made: AnyField = KIND_TYPES[kind](**parts)
    return made


def _privacy(values: Settings) -> Privacy | None:
    why, ground = values.get("why") or "", values.get("ground") or ""
    return Privacy(why=why, ground=ground) if why or ground else None


_INTEGERS: Final = {
    "limit": (1, 20_000),
    "places": (0, 6),
    "min_rows": (0, 200),
    "max_rows": (1, 200),
    "most": (1, 100),
}


def _own(kind: str, values: Settings, old: AnyField | None, faults: dict[str, DomainError]) -> dict[str, Any]:
    own: dict[str, Any] = {}
    for item in own_items(kind, old, ()):
        text = str(values.get(item.name) or "").strip()
        bounds = _INTEGERS.get(item.name)
        if kind == "money":
            bounds = (0, 10**15)
        if item.name == "options":
            own["options"] = _options(text, faults)
        elif item.name == "columns":
            own["columns"] = _columns(text, old, faults)
        elif bounds is not None:
            own[item.name] = _integer(item.name, text, bounds, faults)
        else:
            own[item.name] = text
    return own


def _integer(name: str, text: str, bounds: tuple[int, int], faults: dict[str, DomainError]) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,16}", text) else -1
    if not bounds[0] <= number <= bounds[1]:
        faults[name] = DomainError(_BAD_NUMBER, id="field", least=bounds[0], most=bounds[1])
    return number


def _options(text: str, faults: dict[str, DomainError]) -> tuple[Option, ...]:
    options = []
    for line in filter(str.strip, text.splitlines()):
        value, bar, label = (part.strip() for part in line.partition("|"))
        if not bar or not _NAME.fullmatch(value):
            faults.setdefault("options", DomainError(_BAD_LINE, id="field", line=line[:60]))
            continue
        options.append(Option(value=value, label=label))
    return tuple(options)


def _columns(text: str, old: AnyField | None, faults: dict[str, DomainError]) -> tuple[Any, ...]:
    """The columns by their lines; what a line does not say (limits, choices) stays as it was."""
    before = {(column.id, kind_of(column)): column for column in getattr(old, "columns", ())}
    columns = []
    for line in filter(str.strip, text.splitlines()):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) not in (3, 4) or parts[1] not in COLUMN_KINDS or not _NAME.fullmatch(parts[0]):
            faults.setdefault("columns", DomainError(_BAD_LINE, id="field", line=line[:60]))
            continue
        name, kind, label = parts[:3]
        required = parts[3:] != ["0"]
        was = before.get((name, kind)) or KIND_TYPES[kind](id=name, label=label)
        columns.append(msgspec.structs.replace(was, label=label, required=required))
    return tuple(columns)


class Rows:
    """The rows of conditions in form data: `if` for when a thing is shown, `check1`, `check2` for rules."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def shown_if(self, old: Any) -> Any:
        """The condition, or the old one where it has no rows and was left alone."""
        if self._text("if_keep"):
            return old.show_if if old is not None else None
        return condition_of(self.flat("if", CONDITION_ROWS))

    def checks(self, old: AnyField | None) -> tuple[Check, ...]:
        """The rules: those of the rows, and old ones that rows cannot say."""
        kept = list(old.checks) if old is not None else []
        made = []
        for number in range(1, max(CHECK_ROWS, len(kept)) + 1):
            prefix = f"check{number}"
            if self._text(f"{prefix}_keep") and number <= len(kept):
                made.append(kept[number - 1])
                continue
            rule = condition_of(self.flat(prefix, CHECK_ROWS))
            if rule is not None:
                made.append(Check(rule=rule, message=self._text(f"{prefix}_message")))
        return tuple(made)

    def flat(self, prefix: str, rows: int) -> Flat:
        """The rows as they were sent. Raises: DomainError for an operator that there is not."""
        joiner = "or" if self._text(f"{prefix}_joiner") == "or" else "and"
        return Flat(joiner=joiner, rows=tuple(self._row(f"{prefix}_{row}") for row in range(rows)))

    def _row(self, prefix: str) -> Row:
        op = self._text(f"{prefix}_op") or "eq"
        return Row(
            subject=self._text(f"{prefix}_subject"),
            op=op if op in OPERATORS else "eq",
            value=self._text(f"{prefix}_value"),
        )

    def _text(self, name: str) -> str:
        return str(self.data.get(name) or "").strip()[:TEXT_LIMIT]
