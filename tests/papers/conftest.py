"""The press over the installed face, and the reading back of what it printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from tests.papers.reading import words_of

from motcua.dossiers.papers import Paper, Press
from motcua.dossiers.papers.press import press as shared_press


@pytest.fixture(scope="session")
def press() -> Press:
    assert settings.MOTCUA_FONTS.is_dir(), "front-end files are missing: run make setup"
    return shared_press()


@pytest.fixture
def printed(press: Press) -> Callable[[Paper], str]:
    """The words of a paper as one line, pages in order."""
    return lambda paper: words_of(press.print(paper))
