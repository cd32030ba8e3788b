"""A sentence kept apart from its values, so that a face can translate it before filling it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

Translate = Callable[[str], str]
"""From a msgid to the reader's language, as Django's `gettext`."""


class Phrase(NamedTuple):
    """Faces ask for `said`; `str()` gives the Vietnamese sentence.

    A value may be a `Phrase` itself: a word of the house (a status, a role), translated like the sentence
    around it. Names and numbers are plain values.
    """

    template: str
    params: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return filled(self.template, self.params)

    def said(self, translate: Translate) -> str:
        """The sentence in the language of `translate`."""
        return filled(self.template, self.params, translate)


def filled(template: str, params: Mapping[str, Any], translate: Translate = str) -> str:
    """`template` in the `%(name)s` form, translated and then filled; without `translate` in Vietnamese."""
    template = translate(template)
    if not params:
        return template
    return template % {
        name: value.said(translate) if isinstance(value, Phrase) else value for name, value in params.items()
    }


def listed(words: Iterable[str | Phrase], between: str = ", ") -> Phrase:
    """Words of the house, each a msgid or a phrase, as one value: `cán bộ tiếp nhận, lãnh đạo phê duyệt`."""
    named = {
        f"word_{number}": word if isinstance(word, Phrase) else Phrase(word)
        for number, word in enumerate(words)
    }
    return Phrase(between.join(f"%({name})s" for name in named), named)
