"""What forms ask of a person who is named in them, alike in every file: name, birth, number, residence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Asked = dict[str, Any]


def _text(label: str, limit: int = 120, help_: str = "") -> Callable[[str], Asked]:
    return lambda of: {"kind": "text", "label": f"{label} {of}", "limit": limit, "help": help_}


_PARTS: Final[Mapping[str, Callable[[str], Asked]]] = {
    "name": _text("Họ, chữ đệm, tên", help_="Viết có dấu, đúng như trên giấy tờ."),
    "born_on": lambda of: {
        "kind": "date",
        "label": f"Ngày sinh {of}",
        "help": "Ví dụ: 12/08/1990",
        "earliest": "1880-01-01",
        "latest": "today",
    },
    "born_year": lambda of: {
        "kind": "number",
        "label": f"Năm sinh {of}",
        "minimum": "1880",
        "maximum": "2100",
    },
    "sex": lambda of: {
        "kind": "choice",
        "label": f"Giới tính {of}",
        "options": [{"value": "male", "label": "Nam"}, {"value": "female", "label": "Nữ"}],
    },
    "ethnicity": _text("Dân tộc", 40, "Ví dụ: Tày, Nùng, Kinh."),
    "nationality": _text("Quốc tịch", 60, "Ví dụ: Việt Nam."),
    "identifier": lambda of: {
        "kind": "citizen_number",
        "label": f"Số định danh cá nhân {of}",
        "help": "12 chữ số, in trên thẻ căn cước.",
    },
    "paper": _text("Giấy tờ tùy thân", 200, "Loại giấy, số, cơ quan cấp, ngày cấp."),
    "phone": lambda of: {"kind": "phone", "label": f"Số điện thoại {of}"},
    "address": _text("Nơi cư trú", 300, "Số nhà, đường hoặc xóm; xã, phường; tỉnh."),
}
PARTS: Final = tuple(_PARTS)


def person_fields(written: Mapping[str, Any]) -> list[Asked]:
    """The fields of one person out of `{ kind = "person", id, of, ask, optional, why, ground, show_if }`.

    Raises: ValueError for a part that there is not.
    """
    optional = set(written.get("optional", ()))
    unknown = {*written["ask"], *optional} - _PARTS.keys()
    if unknown:
        raise ValueError(f"no part {min(unknown)} of a person")
    shared = {key: written[key] for key in ("why", "ground", "show_if") if key in written}
    return [
        {
            **_PARTS[part](written.get("of", "")),
            **shared,
            "id": f"{written['id']}_{part}",
            "personal": True,
            "required": part not in optional,
        }
        for part in written["ask"]
    ]
