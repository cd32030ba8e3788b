"""A search over the whole catalogue: questions as people type them, half of them with a slip."""

from __future__ import annotations

import random
import time
from typing import Final

from motcua.organisation.queries import today
from motcua.procedures.queries import browse, find
from motcua.procedures.searching.words import everyday
from motcua.site.bench_documents import counted

_SLIPS: Final = 2
"""One question in so many is mistyped."""


def built() -> tuple[float, int]:
    """Seconds of the first search, which builds the index, and how many procedures are in force."""
    began = time.perf_counter()
    find("khai sinh")
    return time.perf_counter() - began, len(browse(on=today()))


def questions(count: int, seed: int) -> list[str]:
    """Everyday phrases and names of the catalogue, without accents, some with one letter lost."""
    chance = random.Random(seed)  # noqa: S311 - questions, not secrets
    phrases = [
        " ".join(word.folded for word in phrase.words)
        for group in everyday().phrases.values()
        for phrase in group
    ]
    names = [each.name for each in browse(on=today())]
    made = []
    for number in range(count):
        text = chance.choice(phrases if number % 3 else names)
        if number % _SLIPS and len(text) > 4:
            lost = chance.randrange(len(text))
            text = text[:lost] + text[lost + 1 :]
        made.append(text)
    return made


def searches(runs: int, seed: int) -> tuple[list[float], float]:
    """Seconds of each search and the statements of one."""
    asked = questions(runs, seed)
    seconds = []
    for text in asked:
        began = time.perf_counter()
        find(text)
        seconds.append(time.perf_counter() - began)
    with counted() as sent:
        find(asked[0])
    return seconds, sent[0]
