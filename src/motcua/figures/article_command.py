"""`motcua report article`."""

from __future__ import annotations

import argparse
from typing import Final

from motcua.figures.files_asked import add_files, written_out
from motcua.foundation.command_line import Command, emit


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", default="", metavar="MOMENT", help="what was known then; now if not given")
    add_files(parser)


def _run(arguments: argparse.Namespace) -> int:
    from motcua.figures.article import RULES, article, scope_of
    from motcua.figures.article_sentences import sentences, written
    from motcua.figures.article_table import table
    from motcua.figures.periods import moment_asked
    from motcua.foundation.clock import SystemClock

    found = article(scope_of(moment_asked(arguments.as_of, SystemClock().now())))
    told = {"vi": sentences(found, "vi"), "en": sentences(found, "en")}
    text = [
        f"{each.id:22} {written(each, 'vi'):>12} {each.evidence_rows or 0:>9} {each.status:9}"
        f"{each.reason or ''}"
        for each in found.figures
    ]
    scope = found.scope
    if written_out(arguments, lambda: table(scope, RULES, "figure")) and not arguments.json:
        return 0
    emit(
        {**found.document(), "sentences": told},
        as_json=arguments.json,
        text="\n".join([*text, "", *told["vi"]]),
    )
    return 0


ARTICLE: Final = Command(
    "the figures and sentences of the province's article, live", _arguments, _run, needs_database=True
)
