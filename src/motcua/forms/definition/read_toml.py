"""A form as people write it in a file: TOML with the shared pages named, conditions as short tables.

`data/README.md` tells the shape. Reading is strict: an unknown key, kind or shared page is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, Final, get_args

import msgspec

from .model import AnyField, Definition, Page
from .owner import declare_page, owner_page, result_page
from .person_fields import person_fields

_OPERATORS: Final = ("eq", "ne", "lt", "le", "gt", "ge")


def read_toml(text: str) -> Definition:
    """The form in a file. Raises: ValueError for what it cannot be."""
    document = tomllib.loads(text)
    grounds = {name: str(ground) for name, ground in document.pop("ground", {}).items()}
    pages = [_page(written, grounds) for written in document.pop("page", [])]
    _known(document, set(Definition.__struct_fields__))
    try:
        return msgspec.convert({**document, "pages": pages}, Definition, strict=True)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _page(written: dict[str, Any], grounds: Mapping[str, str]) -> Any:
    shared = written.get("shared")
    if shared is not None:
        return msgspec.to_builtins(_shared(written))
    page = dict(written)
    if "show_if" in page:
        page["show_if"] = condition(page["show_if"])
    written_fields = [
        each
        for field in page.pop("field", [])
        for each in (person_fields(field) if field.get("kind") == "person" else [field])
    ]
    page["fields"] = [_field(field, grounds) for field in written_fields]
    return _known(page, {"id", "title", "help", "show_if", "fields"})


def _shared(written: Mapping[str, Any]) -> Page:
    """One of the pages that every form has alike, with what may differ."""
    kind = written["shared"]
    if kind == "owner":
        return owner_page(
            bodies=bool(written.get("bodies")),
            born_on=bool(written.get("born_on")),
            title=str(written.get("title", "Người nộp hồ sơ")),
        )
    if kind == "result":
        return result_page()
    if kind == "declare":
        return declare_page(str(written.get("words", "")))
    raise ValueError(f"no shared page {kind}")


def _field(written: dict[str, Any], grounds: Mapping[str, str]) -> dict[str, Any]:
    field = dict(written)
    if "options" in field:
        field["options"] = [_option(option) for option in field["options"]]
    if "column" in field:
        field["columns"] = [_field(column, grounds) for column in field.pop("column")]
    if "why" in field:
        ground = field.pop("ground", "default")
        field["privacy"] = {"why": field.pop("why"), "ground": grounds.get(ground, ground)}
    if "show_if" in field:
        field["show_if"] = condition(field["show_if"])
    if "check" in field:
        field["checks"] = [
            {"rule": condition(check["rule"]), "message": check["message"]} for check in field.pop("check")
        ]
    kinds = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyField)}
    if field.get("kind") not in kinds:
        raise ValueError(f"no kind {field.get('kind')} of {field.get('id')}")
    return _known(field, {"kind", *kinds[field["kind"]].__struct_fields__})


def _option(text: str | dict[str, str]) -> dict[str, str]:
    if isinstance(text, dict):
        return text
    value, _, label = text.partition("|")
    return {"value": value, "label": label}


def condition(written: Mapping[str, Any]) -> dict[str, Any]:
    """`{ eq = ["field", "value"] }`, `{ in = ["field", "a", "b"] }`, `{ filled = "field" }`,
    `{ and = […] }`, `{ or = […] }`, `{ not = {…} }` as the structs of the language have it."""
    ((word, value),) = written.items()
    if word in ("and", "or"):
        return {"is": word, "of": [condition(each) for each in value]}
    if word == "not":
        return {"is": "not", "of": condition(value)}
    if word == "filled":
        return {"is": "filled", "field": value}
    if word == "in":
        return {"is": "in", "field": value[0], "values": list(value[1:])}
    if word in _OPERATORS:
        left, right = value
        return {"is": "compare", "left": _operand(left, first=True), "op": word, "right": _operand(right)}
    raise ValueError(f"no condition {word}")


def _operand(written: Any, *, first: bool = False) -> dict[str, Any]:
    """On the left a name is a field, on the right a value; a table says which operand it is."""
    if isinstance(written, Mapping):
        ((word, value),) = written.items()
        if word == "today":
            return {"is": "today"}
        if word == "sum":
            return {"is": "sum", "field": value[0], "column": value[1]}
        return {"is": word, ("value" if word == "given" else "field"): value}
    if first:
        return {"is": "answer", "field": str(written)}
    return {"is": "given", "value": str(written)}


def _known(written: dict[str, Any], names: set[str]) -> dict[str, Any]:
    unknown = written.keys() - names
    if unknown:
        raise ValueError(f"unknown key {min(unknown)} of {written.get('id')}")
    return written
