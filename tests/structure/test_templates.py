"""What holds for every template: icons that exist, no inline script or style, keys that are shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import PROJECT

from motcua.procedures.content import CHANNELS, LEVELS, UNITS
from motcua.site import catalogue_words as words
from motcua.site.icons import FOLDER
from motcua.site.states import STATUS, TIME

TEMPLATES = sorted(
    [*(PROJECT / "src").rglob("templates/**/*.html"), *(PROJECT / "src").rglob("jinja2/**/*.html")]
)
FOLDER_OF_FIELDS = PROJECT / "src/motcua/portal/field_icons.py"


def known() -> set[str]:
    return {path.stem for path in FOLDER.glob("*.svg")}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT / "src")))
def test_template(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r'{% icon "([^"]+)"|"([^"]+)"\|icon\b', text)) <= {
        pair for name in known() for pair in ((name, ""), ("", name))
    }
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", text), (
        "inline script or style"
    )
    assert "|safe" not in text
    assert "autoescape off" not in text
    assert not re.search(r"\b(?:https?:)?//(?!www\.w3\.org)[\w-]+\.", text), "nothing comes from elsewhere"


def test_a_bar_of_its_own_says_that_data_are_simulated() -> None:
    """The frame says it beside the heading; a page that replaces the bar says it itself."""
    bars = {
        path: found[1]
        for path in TEMPLATES
        if (found := re.search(r"{% block bar %}(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    }
    assert len(bars) > 4
    assert [path for path, bar in bars.items() if '{% include "motcua/simulated.html" %}' not in bar] == []


def test_icons_named_in_code_exist() -> None:
    named = {look.icon for look in TIME.values()} | {drawing for drawing, _ in STATUS.values()}
    named |= set(re.findall(r'\), "([a-z0-9-]+)"\)', FOLDER_OF_FIELDS.read_text(encoding="utf-8")))
    assert named <= known()


def test_words_for_every_channel_level_and_unit() -> None:
    assert set(words._CHANNELS) == set(CHANNELS)
    assert set(words._LEVELS) == set(LEVELS)
    assert set(words._UNITS) | {"other"} == set(UNITS)
