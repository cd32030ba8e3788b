"""What was meant by a mistyped word: a known word one slip away, two run together, keys of an input method.

Vietnamese syllables are few (some thousands), so a slip is looked for among the words that there are.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Final

_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
_SHORTEST: Final = 2
"""Letters of the shortest word that is put right; one letter could be anything."""
_SOUNDS: Final = (
    ("i", "y"), ("y", "i"), ("s", "x"), ("x", "s"), ("ch", "tr"), ("tr", "ch"), ("d", "gi"), ("gi", "d"),
    ("r", "d"), ("d", "r"), ("r", "gi"), ("gi", "r"), ("v", "d"), ("l", "n"), ("n", "l"), ("ng", "ngh"),
    ("ngh", "ng"), ("g", "gh"), ("gh", "g"), ("k", "c"), ("c", "k"), ("c", "q"),
)  # fmt: skip
"""Beginnings and vowels that sound alike in some part of the country: dialect is the commonest slip."""
_ENDS: Final = (
    ("n", "ng"),
    ("ng", "n"),
    ("t", "c"),
    ("c", "t"),
    ("i", "y"),
    ("y", "i"),
    ("nh", "n"),
    ("n", "nh"),
)
_TELEX: Final = re.compile(r"(?<=[a-z])[sfrxj]$|w")
_VNI: Final = re.compile(r"(?<=[a-z])[1-9]")
_DOUBLED: Final = re.compile(r"([adeo])\1")


def sound_alikes(word: str) -> set[str]:
    """The word with a beginning or end that sounds like its own."""
    found = {new + word[len(old) :] for old, new in _SOUNDS if word.startswith(old)}
    found |= {word[: -len(old)] + new for old, new in _ENDS if word.endswith(old)}
    return found - {word}


def one_slip(word: str) -> set[str]:
    """Everything one key away: a letter left out, doubled, wrong, or two in the wrong order."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    for letter in _LETTERS:
        found |= {left + letter + right for left, right in cuts}
        found |= {left + letter + right[1:] for left, right in cuts if right}
    return found - {word, ""}


def keys_read(word: str) -> str:
    """The word as an input method (Telex or VNI) would have written it, without marks: "ddaawng", "dang"."""
    return _TELEX.sub("", _DOUBLED.sub(r"\1", _VNI.sub("", word)))


def parted(word: str, known: Container[str]) -> tuple[str, str] | None:
    """Two known words that were typed as one, the longest first."""
    for cut in range(len(word) - 2, 1, -1):
        if word[:cut] in known and word[cut:] in known:
            return word[:cut], word[cut:]
    return None


def guesses(word: str, known: Mapping[str, int], most: int = 4) -> list[str]:
    """Known words (with how often they stand in names) that the word may have meant, likeliest first."""
    if len(word) < _SHORTEST or any(letter.isdigit() for letter in word[:1]):
        return []
    return [each for each, _ in _ranked(word, known)][:most]


def _ranked(word: str, known: Mapping[str, int]) -> list[tuple[str, tuple[int, int]]]:
    best: dict[str, tuple[int, int]] = {}
    for rank, candidates in enumerate(_candidates(word)):
        for each in candidates:
            if each in known and each not in best:
                best[each] = (rank, -known[each])
    return sorted(best.items(), key=lambda item: item[1])


def _candidates(word: str) -> Iterator[set[str]]:
    keyed = keys_read(word)
    yield {keyed} if keyed != word and len(keyed) > 1 else set()
    yield sound_alikes(word)
    yield one_slip(word)
