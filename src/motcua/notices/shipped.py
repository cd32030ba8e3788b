"""The words that ship, read once from the data files; a test holds every event, channel and language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from motcua.notices.events import SHORT, Channel
from motcua.notices.wording import Words

_DATA: Final = Path(__file__).parent / "data"


@cache
def _file(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_DATA / f"{language}.toml").read_text(encoding="utf-8"))


def shipped(event: str, channel: str, language: str) -> Words:
    """The words that ship. What is said in the portal is said by e-mail too, unless the file has `email`.

    Raises: KeyError where the files have none, which is an error of the release.
    """
    entry = _file(language)[event]
    if channel in SHORT:
        return Words("", entry[str(channel)].strip())
    text = entry.get("email", entry["text"]) if channel == Channel.EMAIL else entry["text"]
    return Words(entry["title"].strip(), text.strip())
