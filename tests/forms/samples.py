"""Small forms, form data as a browser sends it, and contents of procedures for the tests of this room."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from motcua.forms.definition.conditions import Condition, eq
from motcua.forms.definition.model import (
    AnyField,
    ChoiceField,
    DateField,
    Definition,
    FileField,
    MoneyField,
    NumberField,
    Option,
    Page,
    Privacy,
    TableField,
    TextField,
)
from motcua.procedures.content import Component, VersionContent
from motcua.procedures.demonstration import demonstration_periods

TODAY = date(2026, 11, 26)
WHY = Privacy(why="Để thử.", ground="Không có căn cứ thật.")


def text(name: str, **more: Any) -> TextField:
    return TextField(id=name, label=f"Câu {name}", **more)


def choice(name: str = "color", *values: str, **more: Any) -> ChoiceField:
    options = tuple(Option(value=value, label=value.upper()) for value in values or ("red", "green"))
    return ChoiceField(id=name, label=f"Câu {name}", options=options, **more)


def page(*fields: AnyField, name: str = "one", show_if: Condition | None = None) -> Page:
    return Page(id=name, title=f"Trang {name}", fields=fields, show_if=show_if)


def form(*pages: Page, **more: Any) -> Definition:
    return Definition(
        **{"code": "thu.nghiem", "title": "Thử", "procedures": ("1.001193",), "pages": pages, **more}
    )


def family() -> Definition:
    """A form with one of nearly everything."""
    return form(
        page(
            choice("married", "yes", "no"),
            text("spouse", show_if=eq("married", "yes")),
            DateField(id="born", label="Ngày sinh", latest="today", personal=True, privacy=WHY),
        ),
        page(
            NumberField(id="area", label="Diện tích", minimum="0", maximum="1000", places=1, unit="m²"),
            MoneyField(id="price", label="Giá", required=False),
            TableField(
                id="members",
                label="Thành viên",
                columns=(text("name"), MoneyField(id="share", label="Phần góp", required=False)),
                min_rows=1,
                max_rows=3,
                row_name="Thành viên",
            ),
            name="two",
        ),
        page(FileField(id="plan", label="Bản vẽ", component="Bản vẽ"), name="three"),
    )


def post(**data: Any) -> QueryDict:
    """Form data; `__` in a name stands for a dot, a list for several values."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return sent


def content(*papers: str, **more: Any) -> VersionContent:
    components = tuple(Component(name=paper, originals=1) for paper in papers)
    return VersionContent(**{"name": "Thủ tục", "receivable": True, "components": components, **more})


@lru_cache(maxsize=1)
def demonstration() -> dict[str, VersionContent]:
    """The newest version of every procedure of the demonstration."""
    found = {}
    for code, spans in demonstration_periods().items():
        said = spans[-1].attributes
        kept = {
            name: value
            for name in VersionContent.__struct_fields__
            if (value := getattr(said, name, None)) is not None
        }
        found[code] = VersionContent(**{**kept, "receivable": True})
    return found
