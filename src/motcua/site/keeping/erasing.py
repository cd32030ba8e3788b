"""Retention at work: which rows have had their time, and their end with a report that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from motcua.dossiers.erasure import Erased, erase_dossier
from motcua.foundation.clock import Clock, Instant, SystemClock
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.retaining import Rule
from motcua.site.models import ErasureRun

BATCH: Final = 5000
OF_A_DOSSIER: Final = "dossier"
SYSTEM: Final = "system"
_LONGEST_GROUND: Final = 500


class Due(NamedTuple):
    """How much a rule would take now."""

    rule: Rule
    before: Instant
    many: int


def rules() -> list[Rule]:
    """The rules of every room, by room."""
    found: list[Rule] = []
    for app in apps.get_app_configs():
        if app.name.startswith("motcua."):
            try:
                found += getattr(import_module(f"{app.name}.retention"), "RULES", ())
            except ModuleNotFoundError as error:
                if error.name != f"{app.name}.retention":
                    raise
    return found


def chosen(names: list[str]) -> list[Rule]:
    """The rules of these names, or all. Raises: DomainError `rule_unknown`."""
    known = {rule.id: rule for rule in rules()}
    strange = [name for name in names if name not in known]
    if strange:
        raise DomainError(
            gettext_noop("Không có quy tắc %(name)s."),
            gettext_noop("Các quy tắc: %(rules)s."),
            id="rule_unknown",
            name=strange[0],
            rules=", ".join(known),
        )
    return [known[name] for name in names] if names else list(known.values())


def due(one: Rule, *, clock: Clock | None = None) -> Due:
    """What a rule would take now; changes nothing. Raises: DomainError `retention_period`."""
    before = one.before((clock or SystemClock()).now())
    return Due(one, before, one.due(before).count())


def follow(one: Rule, *, actor: str = SYSTEM, clock: Clock | None = None) -> int:
    """Erase what has had its time by one rule, in batches, each with its line in the report; how many.

    Rows that the owner alone may remove need a process that is the owner. Safe to repeat.
    """
    before = one.before((clock or SystemClock()).now())
    total = 0
    while True:
        with transaction.atomic():
            keys = list(one.due(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not keys:
                return total
            with _unguarded(one):
                total += _erase(one, keys, clock)
            ErasureRun.objects.create(
                at=(clock or SystemClock()).now(),
                rule=one.id,
                ground=one.source[:_LONGEST_GROUND],
                actor=actor,
                before=before,
                count=len(keys),
            )


def erase_of_dossier(code: str, ground: str, *, actor: str = SYSTEM, clock: Clock | None = None) -> Erased:
    """Erase what one dossier holds of people, on a stated ground. Raises: DomainError `ground_needed`,
    `NotFound`."""
    words = clean_text(ground, _LONGEST_GROUND)
    if not words:
        raise DomainError(
            gettext_noop("Xóa dữ liệu của một hồ sơ phải ghi căn cứ. Chưa xóa gì."),
            gettext_noop('Thêm --ground "số, ngày văn bản và nội dung yêu cầu".'),
            id="ground_needed",
        )
    with transaction.atomic():
        erased = erase_dossier(code, clock=clock)
        ErasureRun.objects.create(
            at=(clock or SystemClock()).now(),
            rule=OF_A_DOSSIER,
            ground=words,
            actor=actor,
            subject=code,
            count=erased.records + erased.files,
        )
    return erased


def report(most: int = 50) -> list[ErasureRun]:
    """What was erased, newest first."""
    return list(ErasureRun.objects.order_by("-at", "-pk")[:most])


def _erase(one: Rule, keys: list[Any], clock: Clock | None) -> int:
    rows = one.due(0).model._default_manager.filter(pk__in=keys)
    if one.empty is not None:
        return int(rows.update(**one.empty((clock or SystemClock()).now())))
    rows.delete()
    return len(keys)


class _unguarded:  # noqa: N801 - a context manager
    """Without the triggers that refuse every removal, until the transaction ends; others wait meanwhile."""

    def __init__(self, one: Rule) -> None:
        table = sql.Identifier(one.due(0).model._meta.db_table)
        self._statements = [
            [
                sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(table, sql.SQL(word), sql.Identifier(name))
                for name in one.triggers
            ]
            for word in ("DISABLE", "ENABLE")
        ]

    def __enter__(self) -> None:
        self._run(0)

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:  # else the transaction takes the change back
            self._run(1)

    def _run(self, which: int) -> None:
        with connection.cursor() as cursor:
            if self._statements[which]:
                # What other tables refer to is checked now: no table is altered while a check of it waits.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in self._statements[which]:
                cursor.execute(statement)


def overdue() -> Iterator[Due]:
    """The rules that have something to take."""
    for one in rules():
        found = due(one)
        if found.many:
            yield found
