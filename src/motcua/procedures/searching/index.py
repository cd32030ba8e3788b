"""An index of names in memory: which procedure a question means, best first.

A question is a list of folded words. What counts is how much of the question a procedure covers (rare words
and pairs of neighbours count most: a word is often two syllables) and how little else its name says.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec

IN_NAME: Final = 1.0
IN_FIELD: Final = 0.72
IN_CONTENT: Final = 0.55
"""A word of the name tells more than one of the field, and that more than one of the results."""
_SINGLE: Final = 0.4
"""What a syllable weighs beside a pair of them."""
_FAINT: Final = 0.08
"""What a word weighs that says nothing by itself ("xin", "làm", "ở đâu")."""
_UNKNOWN: Final = 0.6
"""Of its weight: a word that no procedure has is the name of a place, or a slip."""
ENOUGH: Final = 0.34
"""The share of a question that must be covered: below it the likeness is chance."""
_COMMON: Final = 0.12
"""A word in more than this share of the names finds nothing by itself while a rarer one is asked for."""


class Entry(msgspec.Struct, frozen=True):
    """One version of a procedure as search knows it. Words are folded."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    receivable: bool
    online: bool
    elsewhere: bool
    """Only for another province, or at a mission abroad."""
    valid_from: date
    valid_to: date | None
    words: tuple[str, ...]
    field_words: tuple[str, ...] = ()
    content_words: tuple[str, ...] = ()
    agency: str = ""
    """Who resolves it, as published: the first of several."""

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Question(msgspec.Struct, frozen=True):
    """One reading of what was typed: its words, those that say little, and what the reading is worth."""

    words: tuple[str, ...]
    faint: frozenset[str] = frozenset()
    worth: float = 1.0


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbours, as one term each."""
    return [f"{one} {two}" for one, two in pairwise(words)]


class _At:
    """Where a term stands: places of entries, by name, field and content. Four bytes a place."""

    __slots__ = ("content", "field", "name")

    def __init__(self) -> None:
        self.name, self.field, self.content = array("I"), array("I"), array("I")

    def __len__(self) -> int:
        return len(self.name) + len(self.field) + len(self.content)

    def weighed(self) -> tuple[tuple[array[int], float], ...]:
        return (self.name, IN_NAME), (self.field, IN_FIELD), (self.content, IN_CONTENT)


class Index:
    """Entries and their terms. Built once for a state of the catalogue; reading it changes nothing."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._found: dict[str, _At] = defaultdict(_At)
        named: Counter[str] = Counter()
        for place, entry in enumerate(self.entries):
            seen = {*entry.words, *pairs(entry.words)}
            named.update(term for term in seen if " " in term)
            self._note(place, seen, "name")
            of_field = {*entry.field_words, *pairs(entry.field_words)} - seen
            self._note(place, of_field, "field")
            self._note(
                place, {*entry.content_words, *pairs(entry.content_words)} - seen - of_field, "content"
            )
        self._found.default_factory = None
        self._named = dict(named)
        self.known: Mapping[str, int] = {t: len(at) for t, at in self._found.items() if " " not in t}
        self._rare = {term: math.log(1 + len(self.entries) / len(at)) for term, at in self._found.items()}
        self._rarest = math.log(1 + len(self.entries))
        self._whole = [self._weigh(entry.words, frozenset(entry.words)) for entry in self.entries]

    def _note(self, place: int, terms: set[str], where: str) -> None:
        for term in terms:
            getattr(self._found[term], where).append(place)

    def knows_pair(self, one: str, two: str) -> int:
        """How many names have these two words beside each other."""
        return self._named.get(f"{one} {two}", 0)

    def beginning_with(self, start: str, most: int = 4) -> list[str]:
        """The commonest words that begin so: the last word of who is still typing."""
        found = [word for word in self.known if word.startswith(start) and word != start]
        return sorted(found, key=lambda word: -self.known[word])[:most]

    def _rarity(self, term: str) -> float:
        return self._rare.get(term, self._rarest)

    def _terms(self, question: Question) -> dict[str, float]:
        """Each term of the question with its weight; pairs that no procedure has are left out."""
        single = {
            word: self._rarity(word)
            * (_FAINT if word in question.faint or word.isdigit() else _SINGLE)
            * (1.0 if word in self._found else _UNKNOWN)
            for word in question.words
        }
        double = {pair: self._rarity(pair) for pair in pairs(question.words) if pair in self._found}
        return single | double

    def _weigh(self, words: Sequence[str], of: frozenset[str]) -> float:
        single = sum(_SINGLE * self._rarity(word) for word in set(words) if word in of)
        double = sum(
            self._rarity(f"{one} {two}") for one, two in set(pairwise(words)) if one in of and two in of
        )
        return single + double

    def covered(self, question: Question) -> dict[int, tuple[float, float]]:
        """Place of an entry to (share of the question covered, share of the name that was asked for)."""
        terms = self._terms(question)
        total = sum(terms.values())
        known = {term: weight for term, weight in terms.items() if term in self._found}
        if not total or not known:
            return {}
        limit = max(_COMMON * len(self.entries), 60)
        rare = [term for term in known if len(self._found[term]) <= limit]
        reached: dict[int, float] = {}
        # Rare words find; common ones only add to what was found, unless there is nothing else.
        for term in sorted(known, key=lambda each: len(self._found[each])):
            finds = not rare or term in rare
            for places, share in self._found[term].weighed():
                weight = known[term] * share
                for place in places:
                    if place in reached:
                        reached[place] += weight
                    elif finds:
                        reached[place] = weight
        asked = frozenset(question.words)
        return {
            place: (got / total, self._weigh(self.entries[place].words, asked) / (self._whole[place] or 1.0))
            for place, got in reached.items()
            if got / total >= ENOUGH
        }
