"""Tabler's sheet without the rules that no page of ours can meet: 80 kB instead of 635.

A browser reads every rule on every page, and asks each again whenever a page changes; without the rest an
officer's page is drawn in two thirds of the time. What is kept is kept word for word and in order, so pages
look as they did: only a selector that needs a class named nowhere in our templates, scripts and views goes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import motcua

_PACKAGE: Final = Path(motcua.__file__).parent
_NAMING: Final = (("**/*.html",), ("**/*.js",), ("desk/**/*.py", "forms/**/*.py", "site/**/*.py"))
"""Where classes are named: templates, scripts, views and what they call. A word of any of them counts."""
_WORD: Final = re.compile(r"[A-Za-z][\w-]*")
_CLASS: Final = re.compile(r"\.((?:[\w-]|\\.)+)")
_FUNCTION: Final = re.compile(r":[\w-]+\([^()]*\)")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_END: Final = re.compile(r"[{};]")
_BRACE: Final = re.compile(r"[{}]")
_GROUPS: Final = ("@media", "@supports", "@layer", "@container")


@cache
def used(source: Path) -> Path:
    """The file with the rules of `source` that pages may use, made beside it once for each set of words.

    Where nothing may be written there: `source` itself, which looks the same.
    """
    words = named_words()
    digest = hashlib.sha256(f"{source.stat().st_size} {source.stat().st_mtime_ns} ".encode())
    digest.update(" ".join(sorted(words)).encode())
    made = source.parent / f"used-{digest.hexdigest()[:12]}" / source.name
    if made.is_file():
        return made
    draft = made.with_suffix(f".{os.getpid()}")
    try:
        made.parent.mkdir(exist_ok=True)
        draft.write_text(trimmed(source.read_text(encoding="utf-8"), words), encoding="utf-8")
        draft.replace(made)
    except OSError:
        return source
    return made


def named_words() -> set[str]:
    """Every word that could be the name of a class."""
    paths = (path for group in _NAMING for pattern in group for path in _PACKAGE.glob(pattern))
    return {word for path in paths for word in _WORD.findall(path.read_text(encoding="utf-8"))}


def trimmed(css: str, words: set[str]) -> str:
    """A sheet with the rules whose selectors need no class but `words`; the licence at its head stays."""
    first = _COMMENT.search(css)
    return (first[0] if first else "") + _trimmed(_COMMENT.sub("", css), words)


def _trimmed(css: str, words: set[str]) -> str:
    kept: list[str] = []
    for head, body in _blocks(css):
        if body is None:
            kept.append(head)
        elif head.lstrip().startswith(_GROUPS):
            if inner := _trimmed(body, words):
                kept.append(f"{head}{{{inner}}}")
        elif head.lstrip().startswith("@"):
            kept.append(f"{head}{{{body}}}")
        elif selectors := [each for each in _selectors(head) if _may_match(each, words)]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """(head, body) of every rule at this depth; a statement such as `@import …;` has no body."""
    at = 0
    while found := _END.search(css, at):
        if found[0] != "{":
            yield css[at : found.end()], None
            at = found.end()
            continue
        depth, end = 1, found.end()
        while depth:
            brace = _BRACE.search(css, end)
            if brace is None:
                return
            depth += 1 if brace[0] == "{" else -1
            end = brace.end()
        yield css[at : found.start()], css[found.end() : end - 1]
        at = end


def _selectors(head: str) -> list[str]:
    """A list of selectors, split at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in head:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _may_match(selector: str, words: set[str]) -> bool:
    """Whether it needs only classes among `words`. What stands in `:not(…)`, `:is(…)` asks for nothing."""
    bare, before = _FUNCTION.sub("", selector), selector
    while bare != before:
        bare, before = _FUNCTION.sub("", bare), bare
    return all(name in words or _built(name, words) for name in _CLASS.findall(bare))


def _built(name: str, words: set[str]) -> bool:
    """Whether code puts the class together from a word that ends in a hyphen and something else."""
    stops = [place for place, sign in enumerate(name, 1) if sign == "-" and place > 2]
    return any(name[:place] in words for place in stops)
