"""The parts of pages that are drawn most: rows of lists and the body of a dossier, in Jinja.

Django's templates walk a tree of nodes; Jinja compiles to Python, which draws the same rows several times
faster (docs/speed.md). A page stays a template of Django's and takes such a part in with `{% drawn NAME %}`:
the part knows what the page knows. Parts lie in the folders `jinja2` of the faces. The words (`|icon`,
`when`, `|said`) are those of the house's tags and filters; an unknown name is an error, not nothing.

Each language has its own compiled parts, in which whole sentences and icons stand as letters already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation.trans_real import translation
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension

from motcua.desk.templatetags import desk
from motcua.site.templatetags import motcua

TAGS: Final = {
    "corrected_value": desk.corrected_value,
    "status_badge": motcua.status_badge,
    "time_pill": motcua.time_pill,
    "when": motcua.when,
}
STILL: Final = {"icon": motcua.icon, "key": motcua.key, "keyed": motcua.keyed}
"""Tags whose answer hangs on their words alone: `{{ "eye"|icon }}`."""
_SENTENCE: Final = re.compile(r'_\(("[^"]*")\)')


class WholeSentences(Extension):
    """`_("…")` with nothing to fill in, as a filter of a constant: what Jinja computes when it compiles."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _SENTENCE.sub(r"(\1|sentence)", source)


@cache
def environment(language: str) -> Environment:
    """What draws the parts in `language`."""
    made = Environment(
        loader=PackageLoader("motcua.desk", "jinja2"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", WholeSentences],
    )
    # The language is known here: its catalogue is asked straight, not which one is active for each sentence.
    words = translation(language)
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(desk.register.filters)
    made.filters.update(motcua.register.filters)
    made.filters.update(STILL, linebreaksbr=linebreaksbr, sentence=words.gettext)
    made.filters["said"] = lambda phrase: "" if phrase is None else phrase.said(words.gettext)
    made.filters["translated"] = lambda text: words.gettext(text) if text else ""
    made.globals.update(TAGS, url=_url)
    return made


def drawn(part: str, language: str, knows: Mapping[Any, Any]) -> str:
    """A part in a language. Raises: jinja2.UndefinedError for what the page does not know."""
    return (
        environment(language).get_template(part).render({str(name): value for name, value in knows.items()})
    )


def _url(name: str, *args: object) -> str:
    return reverse(name, args=args)
