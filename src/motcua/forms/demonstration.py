"""The forms of the demonstration's procedures out of `data/*.toml`; `data/README.md` tells their sources."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Final

from .definition.model import Definition
from .definition.read_toml import read_toml

NEW_FROM: Final = date(2025, 7, 1)
"""The two-tier local government begins (Law 72/2025/QH15); the forms ask for the papers of these versions."""


def definitions() -> list[Definition]:
    """Every form of the files, by the name of the file. Raises: ValueError for one that cannot be read."""
    folder = files("motcua.forms").joinpath("data")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return [_read(folder.joinpath(name).read_text(encoding="utf-8"), name) for name in names]


def _read(text: str, name: str) -> Definition:
    try:
        return read_toml(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
