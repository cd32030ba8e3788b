"""The readings of a question: as typed, put right, and in official words; each with what it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from motcua.procedures.searching.index import Index, Question
from motcua.procedures.searching.spelling import guesses, keys_read, one_slip, parted
from motcua.procedures.searching.words import Match, Typed, everyday, folded_words, matches, typed_words

MOST_WORDS: Final = 20
_MOST_TEXTS: Final = 6
"""Ways to put a question right that are tried."""
_MOST_READINGS: Final = 12
_PUT_RIGHT: Final = 0.94
_OFFICIAL: Final = 0.97
"""What a reading is worth beside the words as typed: what was typed wins a draw."""
_SPOKEN: Final = 0.5
"""What the bare words of an everyday phrase are worth that no name has: "sổ đỏ" is no "số độ"."""
_ABROAD: Final = ("nuoc ngoai", "dai su quan", "lanh su", "viet kieu", "dinh cu")


class Pinned(NamedTuple):
    """Procedures that answer a phrase, and how much of the question the phrase is (0 to 1)."""

    codes: tuple[str, ...]
    share: float
    rest: Question
    """What else was typed."""


class Read(NamedTuple):
    """A question read: its readings, the procedures its phrases name, the level it hints at."""

    questions: tuple[Question, ...]
    pinned: tuple[Pinned, ...]
    level: str
    abroad: bool


def read(text: str, index: Index, *, forgiving: bool = False) -> Read:
    """Read what was typed. `forgiving` also doubts words that exist but stand oddly beside others."""
    words = typed_words(text)[:MOST_WORDS]
    if words[:2] and [word.folded for word in words[:2]] == ["thu", "tuc"] and len(words) > 2:
        words = words[2:]
    questions: dict[Question, None] = {}
    pinned: list[Pinned] = []
    level = ""
    for number, version in enumerate(_put_right(words, index, forgiving)):
        worth = 1.0 if number == 0 else _PUT_RIGHT
        found = matches(version)
        levels = [match for match in found if match.phrase.level]
        level = level or next((match.phrase.level for match in levels), "")
        faint = _faint(version, levels)
        plain = tuple(word.folded for word in version)
        said = [match for match in found if match.phrase.saying is not None]
        spoken = bool(said) and not any(_stands_in_names(plain, match, index) for match in said)
        questions[Question(plain, faint, worth * (_SPOKEN if spoken else 1.0))] = None
        for words_of in _official(version, said):
            questions[Question(words_of, faint, worth * _OFFICIAL)] = None
        said = [match for match in said if _codes(match)]
        pinned += [_pin(version, match, faint, worth, index) for match in said]
    folded = " ".join(word.folded for word in words)
    return Read(
        tuple(questions)[:_MOST_READINGS], tuple(pinned), level, any(each in folded for each in _ABROAD)
    )


def _stands_in_names(words: Sequence[str], match: Match, index: Index) -> bool:
    """Whether some name has two neighbours of the phrase beside each other, or its only word."""
    inside = words[match.start : match.end]
    if len(inside) == 1:
        return inside[0] in index.known
    return any(index.knows_pair(one, two) for one, two in pairwise(inside))


def _faint(words: Sequence[Typed], levels: Sequence[Match]) -> frozenset[str]:
    said = {words[place].folded for match in levels for place in range(match.start, match.end)}
    return everyday().faint | said


def _codes(match: Match) -> tuple[str, ...]:
    return match.phrase.saying.codes if match.phrase.saying else ()


def _pin(words: Sequence[Typed], match: Match, faint: frozenset[str], worth: float, index: Index) -> Pinned:
    rest = tuple(w.folded for n, w in enumerate(words) if not match.start <= n < match.end)
    # A word that no procedure has cannot tell one from another: a place's name, a sigh.
    telling = [word for word in rest if word not in faint and word in index.known and not word.isdigit()]
    length = match.end - match.start
    share = length / (length + len(telling))
    return Pinned(_codes(match), share * worth, Question(rest, faint))


def _official(words: Sequence[Typed], said: Sequence[Match]) -> Iterator[tuple[str, ...]]:
    """The question with its phrases in official words: all of them first, then one at a time."""
    choices = [(match, folded_words(match.phrase.saying.means)) for match in said if match.phrase.saying]
    if len(choices) > 1:
        yield _replaced(words, [(match, means[0]) for match, means in choices])
    for match, means in choices:
        for meaning in means:
            yield _replaced(words, [(match, meaning)])


def _replaced(words: Sequence[Typed], by: Sequence[tuple[Match, tuple[str, ...]]]) -> tuple[str, ...]:
    result: list[str] = []
    at = 0
    for match, meaning in by:
        result += [word.folded for word in words[at : match.start]]
        result += meaning
        at = match.end
    return (*result, *(word.folded for word in words[at:]))


def _put_right(words: Sequence[Typed], index: Index, forgiving: bool) -> list[tuple[Typed, ...]]:
    """The words as typed, then with doubtful ones replaced; the likeliest first."""
    versions: list[tuple[Typed, ...]] = [tuple(words)]
    texts: list[tuple[Typed, ...]] = [tuple(words)]
    for place in range(len(words) - 1, -1, -1):
        others = _meant(words, place, index, forgiving)
        texts = [
            text[:place] + other + text[place + 1 :]
            for text in texts
            for other in (others or [(words[place],)])
        ]
        texts = texts[:_MOST_TEXTS]
    versions += [text for text in texts if text != versions[0]]
    return versions[: _MOST_TEXTS + 1]


def _meant(words: Sequence[Typed], place: int, index: Index, forgiving: bool) -> list[tuple[Typed, ...]]:
    """What the word at a place may have meant; nothing where it is sound."""
    word = words[place].folded
    known = index.known
    if word in known or word in everyday().known:
        return _doubted(words, place, index) if forgiving else []
    found: list[tuple[Typed, ...]] = []
    close = guesses(word, known)
    together = (parted(each, known) for each in (word, *(() if close else sorted(one_slip(word)))))
    if run_together := next((each for each in together if each and index.knows_pair(*each)), None):
        found.append(tuple(Typed(part, part) for part in run_together))
    close.sort(key=lambda each: -_beside(words, place, each, index))
    # A guess that no name has beside any neighbour of the question is chance, not a slip.
    fits = [each for each in close if len(words) == 1 or _beside(words, place, each, index)]
    found += [(Typed(each, each),) for each in fits[:3]]
    if place == len(words) - 1 and len(word) > 1:
        found += [(Typed(each, each),) for each in index.beginning_with(word, 3)]
    return found


def _doubted(words: Sequence[Typed], place: int, index: Index) -> list[tuple[Typed, ...]]:
    """For a word that exists, but that no name has beside these neighbours: words that some name has."""
    word = words[place].folded
    own = Typed(word, words[place].as_typed)
    if len(words) < 2 or _beside(words, place, word, index):
        return []
    likely = [each for each in guesses(word, index.known, 8) if _beside(words, place, each, index) > 1]
    likely.sort(key=lambda each: -_beside(words, place, each, index))
    keyed = keys_read(word)
    if keyed in likely:
        likely.remove(keyed)
        likely.insert(0, keyed)
    found: list[tuple[Typed, ...]] = [(Typed(each, each),) for each in likely[:2]]
    return [*found, (own,)] if found else []


def _beside(words: Sequence[Typed], place: int, word: str, index: Index) -> int:
    """How many names have the word beside one of its neighbours here."""
    before = {words[place - 1].folded, keys_read(words[place - 1].folded)} if place else set()
    after = {words[place + 1].folded, keys_read(words[place + 1].folded)} if place + 1 < len(words) else set()
    return sum(index.knows_pair(each, word) for each in before) + sum(
        index.knows_pair(word, each) for each in after
    )
