"""Tabler's icons as inline drawings, read once from `node_modules`."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.utils.safestring import SafeString, mark_safe

from motcua.site.finders import NODE_MODULES

FOLDER: Final = NODE_MODULES / "@tabler/icons/icons/outline"
_NAME: Final = re.compile(r"[a-z0-9-]+")
_INSIDE: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
# The invisible square that every Tabler icon draws first.
_FRAME: Final = re.compile(r'<path stroke="none" d="M0 0h24v24H0z"[^>]*/>')


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """The drawing named `name` in the text colour, hidden from screen readers: words stand beside it.

    `extra` are CSS classes besides `ic`. Raises ImproperlyConfigured for a name that Tabler has not, or where
    the front-end files are not installed.
    """
    source = FOLDER / f"{name}.svg"
    if not _NAME.fullmatch(name) or not source.is_file():
        raise ImproperlyConfigured(f"no icon {name!r} in {FOLDER}: check the name, or run `make setup`")
    found = _INSIDE.search(source.read_text(encoding="utf-8"))
    if found is None:
        raise ImproperlyConfigured(f"{source} holds no drawing")
    drawing = " ".join(_FRAME.sub("", found[1]).split()).replace("> <", "><")
    classes = f"ic {extra}".strip()
    return mark_safe(  # noqa: S308 - a file of a pinned package and a checked name
        f'<svg class="{classes}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"'
        f' stroke-linejoin="round" aria-hidden="true" focusable="false">{drawing}</svg>'
    )
