"""File names that came from outside, made safe to show, to store and to download under."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NAME_BYTES: Final = 255
_FALLBACK: Final = "tep"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def clean_name(name: str) -> str:
    """The last part of the path in NFC: no control or invisible characters, no characters that a file system
    forbids, no reserved device name, 255 bytes of UTF-8 at most with the extension kept."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    tidy = _FORBIDDEN.sub("_", re.sub(r"\s+", " ", visible)).strip(" .")
    if _DEVICES.fullmatch(tidy):
        tidy = f"_{tidy}"
    return _shorten(tidy or _FALLBACK)


def extension(name: str) -> str:
    """The extension in small letters without its dot, or nothing."""
    found = _EXTENSION.search(name)
    return found[0][1:].lower() if found else ""


def with_extension(name: str, right: str) -> str:
    """The name with its extension replaced by the right one."""
    return _shorten(_EXTENSION.sub("", name) + "." + right)


def _shorten(name: str) -> str:
    if len(name.encode()) <= NAME_BYTES:
        return name
    found = _EXTENSION.search(name)
    end = found[0] if found else ""
    room = NAME_BYTES - len(end.encode())
    stem = name[: len(name) - len(end)].encode()[:room].decode(errors="ignore")
    return stem.rstrip(" .") + end
