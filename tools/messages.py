"""Collect the sentences to translate: msgids are the Vietnamese sentences themselves.

`make messages` writes them into src/motcua/locale/en/LC_MESSAGES/django.po and keeps every translation that
still fits; `--check` changes nothing and exits with 1 where a sentence has no translation. The words of
the law (regimes, statuses, forms; kinds of papers) bring their English names with them in law/data/regimes
and vault/data.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "motcua"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
EVENTS = PACKAGE / "procedures" / "data" / "search" / "life_events.toml"
REGIMES = PACKAGE / "law" / "data" / "regimes"
KINDS = PACKAGE / "vault" / "data" / "kinds.toml"
INDICES = [PACKAGE / "figures" / "data" / name for name in ("index766.toml", "nine_indices.toml")]
TOLD_OF_INDICES = frozenset(
    {
        "name",
        "law",
        "source",
        "note",
        "labels_source",
        "numerator",
        "denominator",
        "two",
        "one",
        "none",
        "counted",
    }
)
HEADER = """\
# English words for the Vietnamese sentences of Một Cửa; docs/glossary.md has the terms.
# Collected by `make messages`; a translation that no longer fits its sentence is dropped, never guessed."""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

JINJA = {"newstyle_gettext": "true", "encoding": "utf-8", "silent": "false"}


def sentences() -> Catalog:
    """A catalogue of every marked sentence with the files it stands in."""
    catalogue = Catalog(project="motcua", charset="utf-8")
    for path, text in sorted(_sources()):
        place = path.relative_to(PACKAGE).as_posix()
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            # Files without lines: a moved line is no change to a translation.
            catalogue.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    for path in sorted(PACKAGE.rglob("jinja2/**/*.html")):
        place = path.relative_to(PACKAGE).as_posix()
        with path.open("rb") as file:
            for _line, message, comments, context in extract("jinja2", file, KEYWORDS, options=JINJA):
                catalogue.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    for name, _english, place in law_words():
        catalogue.add(name, locations=[(place, None)])
    for text, place in index_words():
        catalogue.add(text, locations=[(place, None)])
    return catalogue


def index_words() -> Iterator[tuple[str, str]]:
    """What pages tell of the indices by which agencies are ranked, and the file of it."""
    for path in INDICES:
        place = path.relative_to(PACKAGE).as_posix()
        yield from ((text, place) for text in _told(tomllib.loads(path.read_text(encoding="utf-8"))))


def _told(part: dict[str, Any]) -> Iterator[str]:
    for key, value in part.items():
        if isinstance(value, str) and key in TOLD_OF_INDICES:
            yield value
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from _told(each)


def law_words() -> Iterator[tuple[str, str, str]]:
    """Name, English name and file of every regime, status and form, and of every kind of paper."""
    for path in sorted(REGIMES.glob("*.toml")):
        place = path.relative_to(PACKAGE).as_posix()
        law = tomllib.loads(path.read_text(encoding="utf-8"))
        yield law["name"], law["english"], place
        for status in law.get("statuses", {}).values():
            yield status["name"], status["english"], place
        for form in (*law.get("forms", {}).values(), *law.get("papers", {}).values()):
            yield form["title"], form["english"], place
    beside = [REGIMES.parent / "petitions", REGIMES.parent / "service_quality"]
    for path in sorted(each for folder in beside for each in folder.rglob("*.toml")):
        place = path.relative_to(PACKAGE).as_posix()
        law = tomllib.loads(path.read_text(encoding="utf-8"))
        own = [law] if "name" in law else []
        for each in (*own, *law.get("levels", ()), *law.get("criteria", ())):
            yield each["name"], each["english"], place
    place = KINDS.relative_to(PACKAGE).as_posix()
    kinds = tomllib.loads(KINDS.read_text(encoding="utf-8"))
    for row in (*kinds["kind"], *kinds["ground"]):
        yield row["name"], row["english"], place
        for field in row.get("fields", ()):
            _key, name, english, *_type = field.split("|")
            yield name, english, place
    place = EVENTS.relative_to(PACKAGE).as_posix()
    for event in tomllib.loads(EVENTS.read_text(encoding="utf-8"))["event"]:
        yield event["name"], event["english"], place
        yield event["about"], event["about_english"], place


def _sources() -> Iterator[tuple[Path, str]]:
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf-8")
    for folder in PACKAGE.rglob("templates"):
        for path in [*folder.rglob("*.html"), *folder.rglob("*.txt")]:
            code = templatize(path.read_text(encoding="utf-8"), origin=path.name)
            # What is no call has become letters; at one margin Python's tokenizer reads them too.
            yield path, "\n".join(line.strip() for line in code.splitlines())


def known() -> Catalog:
    """The translations there are."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="motcua", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def collected() -> Catalog:
    """The sentences as they stand now, with every translation that still fits."""
    there = known()
    first = there.creation_date
    there.update(sentences(), no_fuzzy_matching=True)
    for name, english, _place in law_words():
        there[name].string = english
    for message in there:
        if message.id and message.fuzzy:
            message.string = ("", "") if message.pluralizable else ""
            message.flags.discard("fuzzy")
    # A time of collecting would make a change of every run, and pybabel compiles no fuzzy catalogue.
    there.creation_date = first
    there.fuzzy = False
    there.header_comment = HEADER
    there.project, there.version = "motcua", "1"
    there.last_translator = there.language_team = there.msgid_bugs_address = "motcua"
    return there


def save(catalogue: Catalog) -> None:
    """Write the translations to their file."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True)


def untranslated() -> list[str]:
    """Marked sentences without an English translation."""
    there = known()
    missing = []
    for message in sentences():
        if message.id:
            found = there.get(message.id, message.context)
            if found is None or not found.string or found.fuzzy:
                missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def main() -> int:
    if "--check" in sys.argv:
        missing = untranslated()
        sys.stderr.write("".join(f"{one}\n" for one in missing))
        return 1 if missing else 0
    there = collected()
    save(there)
    sys.stderr.write(f"{len(there)} sentences, {len(untranslated())} without translation: {CATALOGUE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
