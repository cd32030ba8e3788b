"""Rules of the house that no single test of a room would see broken."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from tests.conftest import PROJECT

from motcua.citizens.web import CITIZEN
from motcua.organisation.rights import ACTIONS
from motcua.organisation.web import PUBLIC, SIGNED_IN
from motcua.site import grants, jobs

ROOMS = [app for app in apps.get_app_configs() if app.name.startswith("motcua.")]


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


def test_every_address_declares_its_right() -> None:
    known = set(ACTIONS) | {PUBLIC, SIGNED_IN, CITIZEN}
    found = list(addresses(get_resolver()))
    assert found
    assert [path for path, view in found if getattr(view, "motcua_right", None) not in known] == []


@pytest.mark.django_db
def test_every_migration_equals_its_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("room", ROOMS, ids=[room.label for room in ROOMS])
def test_every_model_says_how_long_personal_data_stay(room: AppConfig) -> None:
    names = {model.__name__ for model in room.get_models()}
    if not names:
        return
    rules = importlib.import_module(f"{room.name}.retention")
    said = list(rules.PERSONAL) + list(rules.NOT_PERSONAL)
    assert sorted(said) == sorted(names)
    assert all(len(rule) > 20 for rule in rules.PERSONAL.values())


def test_every_queue_has_a_worker_and_work() -> None:
    from procrastinate.contrib.django import app

    used = {
        task.queue for task in app.tasks.values() if not task.name.startswith(("builtin:", "procrastinate."))
    }
    assert used
    assert used <= set(jobs.QUEUES)
    assert set(jobs.QUEUES) <= used, "a queue without work"


def test_what_is_written_once_is_known_by_its_table() -> None:
    assert {apps.get_model(label)._meta.label for label in grants.APPEND_ONLY} == set(grants.APPEND_ONLY)


def names_in_code() -> set[str]:
    found: set[str] = set()
    for path in (PROJECT / "src").rglob("*.py"):
        found |= set(re.findall(r"\b(?:MOTCUA_[A-Z_]*[A-Z]|DATABASE_URL)\b", path.read_text()))
    # Made from the name of the key, see motcua.site.secrets.
    return {name for name in found if not name.startswith("MOTCUA_KEY")}


def test_every_setting_is_documented() -> None:
    told = set(
        re.findall(r"`((?:MOTCUA_[A-Z_]+|DATABASE_URL))`", (PROJECT / "docs" / "settings.md").read_text())
    )
    told = {name for name in told if not name.startswith("MOTCUA_KEY")}
    assert told == names_in_code()


def test_our_settings_carry_our_name() -> None:
    ours = {name for name in dir(settings) if name.startswith("MOTCUA_")}
    assert ours
    assert ours <= names_in_code()
