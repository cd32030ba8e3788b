"""Every event has its words for every channel in both languages, and they fit."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.feedback.telling import _TOLD as ANNOUNCED
from motcua.filing.ending import ANNOUNCED as ENDS
from motcua.foundation.errors import DomainError
from motcua.notices import shipped as module
from motcua.notices.events import (
    CHANNELS,
    DOSSIER,
    DRAFT,
    EVENTS,
    FREE_WORDS,
    LANGUAGES,
    PETITION,
    PLACEHOLDERS,
    SHORT,
    NoticeEvent,
)
from motcua.notices.facts import _TOLD
from motcua.notices.samples import sample
from motcua.notices.shipped import shipped
from motcua.notices.wording import Words, check, fill, placeholders, places, plain, segments
from motcua.payments.telling import ANNOUNCED as GONE_BACK

TABLE = list(itertools.product(EVENTS, CHANNELS, LANGUAGES))


@pytest.mark.parametrize(
    ("event", "channel", "language"), TABLE, ids=[f"{e.name}-{c}-{lang}" for e, c, lang in TABLE]
)
def test_every_event_channel_and_language(event: NoticeEvent, channel: str, language: str) -> None:
    words = shipped(event.name, channel, language)
    check(words, event.allowed_by(channel), () if channel in SHORT else event.needs)
    assert bool(words.title) is (channel not in SHORT)
    filled = fill(words.body, sample(event, language, short=channel in SHORT))
    assert len(filled) > 20
    assert "{" not in filled
    if channel == "sms":
        assert plain(words.body) == " ".join(words.body.split()), "written without marks"
        assert segments(plain(filled)) == 1, f"{places(plain(filled))} places: {plain(filled)}"
    if channel == "zalo":
        assert len(filled) <= 400


def test_the_files_hold_nothing_else() -> None:
    for language in LANGUAGES:
        file = Path(module.__file__).parent / "data" / f"{language}.toml"
        assert list(tomllib.loads(file.read_text(encoding="utf-8"))) == [event.name for event in EVENTS]


def test_every_placeholder_is_explained_and_used() -> None:
    used = {name for event in EVENTS for name in event.allowed}
    assert used == set(PLACEHOLDERS)
    assert set(PLACEHOLDERS) >= FREE_WORDS


def test_every_event_is_derived_from_the_log() -> None:
    source = Path(module.__file__).parent / "facts.py"
    text = source.read_text(encoding="utf-8")
    assert [
        event.name
        for event in EVENTS
        if event.about == DOSSIER and f'Fact("{event.name}"' not in text.replace("\n        ", "")
    ] == []
    assert len(_TOLD) >= 20


def test_what_is_announced_of_dossiers_is_in_the_table() -> None:
    """Money that went back: a name there is text (decision 0075)."""
    assert {event.name for event in EVENTS if event.about == DOSSIER} >= set(GONE_BACK)


def test_every_event_of_petitions_is_announced() -> None:
    assert [event.name for event in EVENTS if event.about == PETITION] == list(ANNOUNCED.values())


def test_every_event_of_drafts_is_announced() -> None:
    assert [event.name for event in EVENTS if event.about == DRAFT] == list(ENDS)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("Hồ sơ {code} {name}", "placeholder_unknown"),
        ("Hồ sơ {code} {", "placeholder_unclosed"),
        ("Hồ sơ {code.__class__}", "placeholder_unclosed"),
        ("Hồ sơ {0}", "placeholder_unclosed"),
        ("Hồ sơ {{code}}", "placeholder_unclosed"),
        ("Hồ sơ", "placeholder_missing"),
    ],
)
def test_placeholders_are_named_and_checked(body: str, refused: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check(Words("", body), ("code", "due"), ("code",))
    assert refusal.value.id == refused


def test_a_line_without_its_value_is_left_out() -> None:
    assert fill("Hồ sơ {code}.\nHẹn {due}.\nHết.", {"code": "A", "due": ""}) == "Hồ sơ A.\nHết."


@given(st.text(max_size=40))
def test_a_value_is_never_read_again(value: str) -> None:
    assert fill("{code}", {"code": f"{{due}}{value}", "due": "SECRET"}) == f"{{due}}{value}".strip()


@given(st.text(max_size=300))
def test_a_short_message_has_only_signs_of_the_gsm_alphabet(text: str) -> None:
    made = plain(text)
    assert all(" " <= sign <= "~" and sign != "`" for sign in made)
    assert plain(made) == made


@pytest.mark.parametrize(
    ("text", "many"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("{" * 80, 1), ("{" * 81, 2)],
)
def test_segments_are_counted(text: str, many: int) -> None:
    assert segments(text) == many


def test_vietnamese_without_marks() -> None:
    assert plain("Hồ sơ “Đăng ký” – đã\n trả 26.000 đ") == 'Ho so "Dang ky" - da tra 26.000 d'
    assert placeholders("{a} {b_c} {a}") == {"a", "b_c"}
