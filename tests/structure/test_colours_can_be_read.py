"""WCAG 2.2 AA on every pair of ink and ground that the pages use, in the light palette and the dark one."""

from __future__ import annotations

import re

import pytest
from tests.conftest import PROJECT

TOKENS = (PROJECT / "src/motcua/site/static/motcua/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("page", "card", "soft", "sel", "input")
# Ink on ground; small text needs 4.5 to 1.
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "muted", "link") for ground in GROUNDS] + [
    *((f"{tone}-ink", f"{tone}-bg") for tone in ("late", "near", "ok", "pause", "info", "off", "sim")),
    *((f"{tone}-ink", ground) for tone in ("late", "near", "ok", "pause") for ground in ("page", "card")),
    ("on-primary", "primary"),
    ("on-primary", "primary-dark"),
    ("on-primary-soft", "primary"),
    ("link", "info-bg"),
    ("ink", "near-bg"),
    ("ink", "ok-bg"),
    ("ink", "info-bg"),
    ("muted", "info-bg"),
    ("muted", "pause-bg"),
    ("muted", "line-2"),
]
# Edges of fields and marks need 3 to 1.
EDGES = [
    ("field", "card"),
    ("field", "page"),
    ("late", "card"),
    ("near", "card"),
    ("ontime", "card"),
    ("paused", "card"),
]


def palette(dark: bool) -> dict[str, str]:
    light, _, rest = TOKENS.partition("@media screen and (prefers-color-scheme:dark)")
    found = dict(re.findall(r"--mc-([\w-]+):(#[0-9A-Fa-f]{6})", light))
    return found | dict(re.findall(r"--mc-([\w-]+):(#[0-9A-Fa-f]{6})", rest)) if dark else found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"), [*((*p, 4.5) for p in TEXT), *((*p, 3.0) for p in EDGES)]
)
def test_contrast(ink: str, ground: str, least: float, dark: bool) -> None:
    colours = palette(dark)
    assert contrast(colours[ink], colours[ground]) >= least
