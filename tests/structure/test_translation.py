"""Every sentence that a user reads has an English translation."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", PROJECT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sentences_are_found_in_code_and_in_templates(messages: ModuleType) -> None:
    places = {place.rpartition(".")[2] for message in messages.sentences() for place, _ in message.locations}
    assert {"py", "html"} <= places


def test_no_sentence_lacks_its_translation(messages: ModuleType) -> None:
    assert messages.untranslated() == []


def test_translations_keep_the_values_of_their_sentence(messages: ModuleType) -> None:
    for message in messages.known():
        if not message.id:
            continue
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {value for form in forms for value in re.findall(r"%\(\w+\)s|\{\w*\}", form)}
        assert {value for form in told for value in re.findall(r"%\(\w+\)s|\{\w*\}", form)} == wanted, (
            message.id
        )
