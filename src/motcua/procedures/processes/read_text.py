"""Decisions as text: a cell a line, cells parted by lines of `|`; tables of one row a line are read too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .rows import Cell, Event, Line, Row, columns_of, opens_columns

_MARKS: Final = re.compile(r"\*{2,}|(?<!\()\*(?!\))|__+|^#{1,6}\s+", re.MULTILINE)
_RULE: Final = re.compile(r"[\s|:\-]+")


class _Token(NamedTuple):
    """Words between two bars, line ends kept; empty between the end of a row and the next, or in a cell."""

    text: str


def events_of_text(text: str) -> Iterator[Event]:
    """The lines and rows of a text in order.

    Bars part cells and rows alike, so a row ends where an empty cell stands, and the words between two tables
    look like one cell more: they are known by the headings of a step table that follow them.
    """
    tokens = _tokens(text)
    row: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if isinstance(token, Row | Line):
            yield from _flush(row)
            yield token
        elif not token.text:
            yield from _flush(row)
        elif opens_columns(token.text) and (width := _headings_at(tokens, place)):
            above = row.pop() if row else ""
            yield from _flush(row)
            if above:
                yield Line(above)
            yield _ragged([_one_line(t.text) for t in tokens[place : place + width] if isinstance(t, _Token)])
            place += width
            continue
        else:
            row.append(token.text)
        place += 1
    yield from _flush(row)


def _headings_at(tokens: Sequence[_Token | Event], place: int) -> int:
    """How many tokens from here are the headings of a step table; 0 where they are none."""
    width = 0
    for token in tokens[place : place + 14]:
        if isinstance(token, Row | Line) or not token.text:
            break
        width += 1
    headings = [_one_line(token.text) for token in tokens[place : place + width] if isinstance(token, _Token)]
    return width if columns_of(headings) else 0


def _flush(row: list[str]) -> Iterator[Event]:
    if row:
        yield _ragged([_one_line(text) for text in row])
        row.clear()


def _ragged(texts: Sequence[str]) -> Row:
    return Row(tuple(Cell(text) for text in texts), exact=False)


def _tokens(text: str) -> list[_Token | Event]:
    tokens: list[_Token | Event] = []
    words: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if bare == "|":
            tokens.append(_token(words))
        elif len(bare) > 2 and bare.startswith("|") and bare.endswith("|"):
            if any(word.strip() for word in words):
                tokens.append(Line(_token(words).text))
            words.clear()
            if not _RULE.fullmatch(bare):
                tokens.append(Row(tuple(Cell(_clean(cell)) for cell in bare[1:-1].split("|")), exact=True))
        else:
            words.append(line)
    if any(word.strip() for word in words):
        # Words after the last bar are in no cell: a token of their own row.
        tokens += [_Token(""), _token(words)]
    return tokens


def _token(words: list[str]) -> _Token:
    text = _MARKS.sub("", "\n".join(words))
    words.clear()
    return _Token("\n".join(line.strip() for line in text.splitlines() if line.strip()))


def _clean(text: str) -> str:
    return _one_line(_MARKS.sub("", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
