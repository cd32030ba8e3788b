"""Every sentence that a user reads has an English translation."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from tests.conftest import PROJECT

VALUE = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|<[^>]+>|`[^`]+`")
"""A value to fill in, a tag, a command: what stands in every language as it is."""
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
QUOTED = re.compile("“[^”]*”")


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
    for message in _translated(messages):
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {value for form in forms for value in VALUE.findall(form)}
        for form in told:
            assert set(VALUE.findall(form)) == wanted, message.id


def test_no_translation_is_a_guess(messages: ModuleType) -> None:
    assert [message.id for message in _translated(messages) if message.fuzzy] == []


def test_translations_are_english(messages: ModuleType) -> None:
    """Only names and words to type as they are stay Vietnamese: in quotes, or a sign."""
    left = []
    for message in _translated(messages):
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        left += [form for form in told if VIETNAMESE.search(QUOTED.sub("", form))]
    assert left == []


def test_words_of_the_law_are_those_of_its_regimes(messages: ModuleType) -> None:
    known = messages.known()
    for name, english, place in messages.law_words():
        assert known[name].string == english, (name, place)


def _translated(messages: ModuleType) -> Iterator[Message]:
    return (message for message in messages.known() if message.id)
