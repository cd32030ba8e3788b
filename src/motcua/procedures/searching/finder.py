"""Which procedures a question means, best first: readings of the question against the index, then the order.

A name counts before everyday words, those before the field, the field before the content; among equals what
can be received here, filed online and is asked for most comes first. Nothing here refuses: hints only move.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from motcua.procedures.searching.index import Entry, Index, Question
from motcua.procedures.searching.readings import Pinned, Read, read

_WELL: Final = 0.8
"""A question covered so far was typed right; below it words are doubted."""
_NAME_SHARE: Final = 0.24
"""Of the score: how much of the name was asked for; the plain procedure stands before its variants."""
_ANSWER: Final = 0.96
"""The score of a procedure that answers an everyday phrase, before what else was typed is looked at."""
_RANK: Final = 0.02
_WHOLE_FIELD: Final = 0.72
_TAIL: Final = 0.5
"""What has less than this share of the best score is left out."""
_RECEIVABLE: Final = 0.035
_ONLINE: Final = 0.01
_ASKED_FOR: Final = 0.05
_ELSEWHERE: Final = -0.12
_RIGHT_LEVEL: Final = 0.06
_LEVELS: Final = {"commune": 0.02, "province": 0.012}
"""Where citizens of a province go, before what ministries decide."""


class Found(NamedTuple):
    """An entry and its score, 0 to 1."""

    entry: Entry
    score: float


class Finder:
    """Search over one state of the catalogue. `asked_for`: how many dossiers each procedure had."""

    def __init__(self, index: Index, asked_for: Mapping[str, int]) -> None:
        self._index = index
        most = math.log1p(max(asked_for.values(), default=0)) or 1.0
        self._asked_for = {code: math.log1p(count) / most for code, count in asked_for.items()}
        self._fields: dict[tuple[str, ...], list[int]] = {}
        self._places: dict[str, list[int]] = {}
        for place, entry in enumerate(index.entries):
            self._fields.setdefault(entry.field_words, []).append(place)
            self._places.setdefault(entry.code, []).append(place)

    def find(self, text: str, on: date, *, limit: int, level: str | None = None) -> list[Found]:
        """Procedures in force on a day, best first; `level` leaves out all others."""
        asked = read(text, self._index)
        scores = self._scores(asked, on)
        if max(scores.values(), default=0.0) < _WELL:
            doubted = read(text, self._index, forgiving=True)
            if doubted.questions != asked.questions:
                for place, score in self._scores(doubted, on).items():
                    scores[place] = max(score, scores.get(place, 0.0))
                asked = doubted
        entries = self._index.entries
        floor = _TAIL * max(scores.values(), default=0.0)
        found = [
            Found(entries[place], round(score + self._nudge(entries[place], asked), 4))
            for place, score in scores.items()
            if score >= floor and (level is None or level in entries[place].levels)
        ]
        found.sort(key=lambda each: (-each.score, len(each.entry.name), each.entry.code))
        # Ordered as they are, told as a share of one.
        return [Found(entry, min(score, 1.0)) for entry, score in found[:limit]]

    def beginning_with(self, code: str, on: date, *, limit: int, level: str | None = None) -> list[Found]:
        """Procedures whose code begins so, in order of the code."""
        found = [
            Found(entry, 1.0 if entry.code == code else 0.9)
            for entry in self._index.entries
            if entry.code.startswith(code) and entry.holds(on) and (level is None or level in entry.levels)
        ]
        return sorted(found, key=lambda each: (-each.score, each.entry.code))[:limit]

    def _scores(self, asked: Read, on: date) -> dict[int, float]:
        """Place to the best score of all readings; what is not in force is left out."""
        scores: dict[int, float] = {}
        for question in asked.questions:
            for place, score in self._of_question(question).items():
                if score > scores.get(place, 0.0):
                    scores[place] = score
        for pinned in asked.pinned:
            self._answer(pinned, scores)
        return {place: score for place, score in scores.items() if self._index.entries[place].holds(on)}

    def _of_question(self, question: Question) -> dict[int, float]:
        scores = {
            place: question.worth * covered * (1 - _NAME_SHARE + _NAME_SHARE * math.sqrt(of_name))
            for place, (covered, of_name) in self._index.covered(question).items()
        }
        for place in self._fields.get(question.words, ()):
            scores[place] = max(scores.get(place, 0.0), _WHOLE_FIELD * question.worth)
        return scores

    def _answer(self, pinned: Pinned, scores: dict[int, float]) -> None:
        """What answers a phrase; the rest of the question moves it up and down."""
        rest = self._index.covered(pinned.rest) if pinned.share < 1 else {}
        for rank, code in enumerate(pinned.codes):
            for place in self._places.get(code, ()):
                covered = rest.get(place, (0.0, 0.0))[0]
                score = (_ANSWER - _RANK * rank) * (pinned.share + (1 - pinned.share) * covered)
                scores[place] = max(scores.get(place, 0.0), score)

    def _nudge(self, entry: Entry, asked: Read) -> float:
        nudge = _RECEIVABLE * entry.receivable + _ONLINE * entry.online
        nudge += _ASKED_FOR * self._asked_for.get(entry.code, 0.0)
        nudge += max((_LEVELS.get(level, 0.0) for level in entry.levels), default=0.0)
        if entry.elsewhere and not asked.abroad:
            nudge += _ELSEWHERE
        if asked.level:
            nudge += _RIGHT_LEVEL if asked.level in entry.levels else -_RIGHT_LEVEL / 2
        return nudge
