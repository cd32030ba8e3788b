"""The words people use: data of our own (`data/search`), read once, and the readings they give a question."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from motcua.foundation.text import fold

DATA: Final = Path(__file__).parent.parent / "data" / "search"
LONGEST: Final = 8
"""Words of the longest phrase."""


class Typed(NamedTuple):
    """One word as it was typed, and folded."""

    folded: str
    as_typed: str


class Saying(msgspec.Struct, frozen=True):
    """An everyday phrase family: what it means officially, and which procedures answer it."""

    typed: tuple[str, ...]
    means: tuple[str, ...]
    why: str
    codes: tuple[str, ...] = ()


class LevelWords(msgspec.Struct, frozen=True):
    """Words that name where one would go."""

    typed: tuple[str, ...]
    level: str


class LifeEvent(msgspec.Struct, frozen=True, rename={"without": "not"}):
    """Sự kiện cuộc đời: how people enter the catalogue who do not know the name of a field."""

    key: str
    name: str
    about: str
    icon: str
    english: str
    about_english: str
    means: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def has(self, code: str, words: Sequence[str]) -> bool:
        """Whether a procedure belongs here, by its code or by the folded words of its name."""
        if code in self.codes:
            return True
        name = f" {' '.join(words)} "
        means, without = _folded(self.means), _folded(self.without)
        return any(each in name for each in means) and not any(each in name for each in without)


@lru_cache(maxsize=256)
def _folded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Phrases as they are looked for among folded words."""
    return tuple(f" {fold(each)} " for each in phrases)


class _Sayings(msgspec.Struct, frozen=True):
    faint: str
    say: tuple[Saying, ...]
    level: tuple[LevelWords, ...]


class Phrase(NamedTuple):
    """One phrase of the data: its words, and the saying or the level it belongs to."""

    words: tuple[Typed, ...]
    saying: Saying | None
    level: str


class Words(NamedTuple):
    """All of it, ready to be matched; phrases by their first folded word, the longest first."""

    faint: frozenset[str]
    phrases: dict[str, tuple[Phrase, ...]]
    known: frozenset[str]


class Match(NamedTuple):
    """A phrase found in a question, at these places."""

    start: int
    end: int
    phrase: Phrase


@lru_cache(maxsize=1)
def everyday() -> Words:
    """The everyday words, read once."""
    data = msgspec.convert(tomllib.loads((DATA / "everyday.toml").read_text("utf-8")), _Sayings)
    phrases: dict[str, list[Phrase]] = {}
    for phrase in _phrases(data):
        phrases.setdefault(phrase.words[0].folded, []).append(phrase)
    known = {word.folded for group in phrases.values() for phrase in group for word in phrase.words}
    return Words(
        frozenset(fold(data.faint).split()),
        {first: tuple(sorted(group, key=lambda p: -len(p.words))) for first, group in phrases.items()},
        frozenset(known),
    )


@lru_cache(maxsize=1)
def life_events() -> tuple[LifeEvent, ...]:
    """The events of a life in the order of the first page."""
    data = tomllib.loads((DATA / "life_events.toml").read_text("utf-8"))
    return tuple(msgspec.convert(data["event"], list[LifeEvent]))


def typed_words(text: str) -> tuple[Typed, ...]:
    """The words of a question, folded and as they were typed; marks and punctuation part them."""
    lower = unicodedata.normalize("NFC", text).lower()
    apart = "".join(letter if letter.isalnum() else " " for letter in lower)
    return tuple(Typed(fold(word), word) for word in apart.split())


def matches(words: Sequence[Typed]) -> list[Match]:
    """Phrases in a question, from left to right, the longest at each place."""
    found, at = [], 0
    table = everyday().phrases
    while at < len(words):
        phrase = next(
            (each for each in table.get(words[at].folded, ()) if _fits(each.words, words[at:])), None
        )
        if phrase is None:
            at += 1
        else:
            found.append(Match(at, at + len(phrase.words), phrase))
            at += len(phrase.words)
    return found


def _phrases(data: _Sayings) -> Iterator[Phrase]:
    for saying in data.say:
        for typed in saying.typed:
            yield Phrase(typed_words(typed), saying, "")
    for each in data.level:
        for typed in each.typed:
            yield Phrase(typed_words(typed), None, each.level)


def _fits(phrase: Sequence[Typed], words: Sequence[Typed]) -> bool:
    """The same folded words; where marks were typed, not all of them other ones ("sơ đồ" is no "sổ đỏ")."""
    if len(words) < len(phrase):
        return False
    marked = agreed = 0
    for ours, theirs in zip(phrase, words, strict=False):
        if ours.folded != theirs.folded:
            return False
        if theirs.as_typed != theirs.folded:
            marked += 1
            agreed += _marks(ours.as_typed) == _marks(theirs.as_typed)
    return not marked or agreed > 0


def _marks(word: str) -> list[str]:
    """Letters and marks without their order: "hoà" and "hòa" are one word."""
    return sorted(unicodedata.normalize("NFD", word))


def folded_words(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Official words as questions have them."""
    return [tuple(word.folded for word in typed_words(text)) for text in texts]
