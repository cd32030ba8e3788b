"""docs/glossary.md names tables, columns and values as the law, the code and the screens do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.apps import apps
from django.db import models
from tests.conftest import PROJECT

from motcua.desk import words
from motcua.dossiers.lifecycle import events
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.running import Place, StepKind
from motcua.dossiers.lifecycle.types import (
    Channel,
    ClockState,
    CopyKind,
    Fault,
    FeeState,
    IdentityProof,
    OwnerType,
    PaymentMethod,
    ReturnMethod,
    Signature,
    Status,
    Step,
)
from motcua.dossiers.lifecycle.words import COMMAND_NAMES
from motcua.dossiers.queries.times import TimeState
from motcua.dossiers.step_clocks import Had, Verdict, Why
from motcua.dossiers.step_clocks.words import POST_NAMES, VERDICTS
from motcua.feedback.models import RatingStage
from motcua.feedback.petitions.types import About, PetitionState, Refusal, Side, Sort
from motcua.foundation.worktime import Unit
from motcua.law.regimes import regimes
from motcua.law.roles import ROLE_NAMES, Role
from motcua.money.purposes import PURPOSE_NAMES, Purpose
from motcua.organisation.models.tree import AgencyKind, Level
from motcua.payments.words import (
    ANSWER_NAMES,
    HAPPENED_NAMES,
    RETURN_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
    Answer,
    Happened,
    MoneySource,
    MoneyVerdict,
    OrderState,
    ReturnState,
)
from motcua.procedures.processes.model import AWAITED_NAMES, Awaited
from motcua.procedures.processes.tables import PostKind
from motcua.site.states import TIME

ROOMS = tuple(app.label for app in apps.get_app_configs() if app.name.startswith("motcua."))


def _choices() -> Iterator[type[Enum]]:
    """The values that a model keeps beside itself: nobody has to remember to enter them here."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            yield from (
                each
                for each in vars(model).values()
                if isinstance(each, type) and issubclass(each, models.Choices)
            )


VALUES: tuple[type[Enum], ...] = (
    Channel, ClockState, CopyKind, Fault, FeeState, IdentityProof, OwnerType, PaymentMethod, ReturnMethod,
    Role, Signature, Status,
    Step, StepKind, Place,
    TimeState, Unit, AgencyKind, Level, PostKind, Awaited, Had, Verdict, Why,
    OrderState, Purpose, MoneySource, MoneyVerdict, Happened, ReturnState, Answer,
    About, PetitionState, Refusal, RatingStage, Side, Sort,
    *_choices(),
)  # fmt: skip
INHERITED = {"User.password", "User.last_login"}
SCREEN_WORDS = {
    "Answer": ANSWER_NAMES,
    "Happened": HAPPENED_NAMES,
    "MoneySource": SOURCE_NAMES,
    "MoneyVerdict": VERDICT_NAMES,
    "OrderState": STATE_NAMES,
    "Purpose": PURPOSE_NAMES,
    "ReturnState": RETURN_NAMES,
    "Awaited": {awaited.value: name for awaited, name in AWAITED_NAMES.items()},
    "Channel": words.CHANNELS,
    "CopyKind": words.COPY_KINDS,
    "Fault": words.FAULTS,
    "FeeState": words.FEE_STATES,
    "IdentityProof": words.IDENTITY_PROOFS,
    "OwnerType": words.OWNER_TYPES,
    "PaymentMethod": words.PAYMENT_METHODS,
    "ReturnMethod": words.RETURN_METHODS,
    "Signature": words.SIGNATURES,
    "Step": words.STEPS,
    "Unit": words.UNITS,
    "TimeState": {key: look.word for key, look in TIME.items()},
    "PostKind": POST_NAMES,
    "Verdict": VERDICTS,
    "Role": {role.value: name for role, name in ROLE_NAMES.items()},
}
"""What screens call the values; a value that no screen offers is missing there."""


class Row(NamedTuple):
    """One line of the glossary."""

    vietnamese: str
    code: str
    english: str
    source: str


def _rows() -> Iterator[Row]:
    for line in (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| Vietnamese |"):
            vietnamese, code, english, source = (cell.strip() for cell in line.strip("|").split("|"))
            yield Row(vietnamese.strip("*"), code.strip("`"), english, source)


ROWS = tuple(_rows())
NAMED: dict[str, list[Row]] = {}
for _row in ROWS:
    NAMED.setdefault(_row.code, []).append(_row)


def _columns(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The columns that the model names in Vietnamese; those that Django brings are not ours to name."""
    for column in model._meta.local_fields:
        unnamed = {column.name, column.name.replace("_", " "), "ID"}
        if str(column.verbose_name) not in unnamed and f"{model.__name__}.{column.name}" not in INHERITED:
            yield column


def _models() -> Iterable[type[models.Model]]:
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def _key(value: Enum) -> str:
    kind = type(value).__qualname__
    return f"{kind}.{value.name.lower() if isinstance(value, Status) else value.value}"


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_table_and_column_is_named(model: type[models.Model]) -> None:
    wanted = {model.__name__: str(model._meta.verbose_name)}
    wanted |= {f"{model.__name__}.{each.name}": str(each.verbose_name) for each in _columns(model)}
    assert {code: NAMED[code][0].vietnamese for code in wanted if code in NAMED} == wanted


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__qualname__)
def test_every_value_is_named_as_screens_name_it(kind: type[Enum]) -> None:
    missing = [_key(value) for value in kind if _key(value) not in NAMED]
    assert missing == []
    shown = SCREEN_WORDS.get(kind.__name__, {})
    for value in kind:
        said = shown.get(value.value) or (value.label if isinstance(value, models.Choices) else None)
        if said is not None:
            assert NAMED[_key(value)][0].vietnamese == str(said)


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.id)
def test_words_of_every_regime(law: Any) -> None:
    assert NAMED[law.id][0][::2] == (law.name, law.english)
    for number, status in law.statuses.items():
        assert NAMED[f"Status.{Status(number).name.lower()}"][0][::2] == (status.name, status.english)
    for key, form in (law.forms | law.papers).items():
        assert (form.title, form.english) in [row[::2] for row in NAMED[f"form.{key}"]]


def test_every_command_and_event() -> None:
    for command, name in TAGS.items():
        assert COMMAND_NAMES[command] in [row.vietnamese for row in NAMED[name]]
    past = {kind.__struct_config__.tag for kind in events.AnyPayload.__args__}
    assert past <= set(NAMED)


def test_nothing_is_named_that_is_gone() -> None:
    tables = {model.__name__: {each.name for each in model._meta.local_fields} for model in _models()}
    values = {kind.__qualname__: {_key(value) for value in kind} for kind in VALUES}
    for code in NAMED:
        owner, dot, name = code.rpartition(".")
        if owner in tables:
            assert name in tables[owner], code
        elif owner in values:
            assert code in values[owner], code
        elif dot:
            assert owner == "form", code
            assert any(law.printed(name) for law in regimes()), code


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    path = PROJECT / "src" / "motcua" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file)


def test_english_of_the_glossary_is_that_of_the_screens(catalogue: Catalog) -> None:
    """For values and commands, which screens show as they are; columns are never shown by their name."""
    values = {_key(value) for kind in VALUES for value in kind} | set(TAGS.values())
    for row in ROWS:
        found = catalogue.get(row.vietnamese)
        if row.code in values and found is not None and isinstance(found.string, str):
            assert row.english == found.string, row


def test_columns_called_alike_mean_the_same() -> None:
    tables = {model.__name__ for model in _models()}
    english: dict[str, set[str]] = {}
    for row in ROWS:
        if row.code.partition(".")[0] in tables:
            english.setdefault(row.vietnamese.lower(), set()).add(row.english)
    assert {word: names for word, names in english.items() if len(names) > 1} == {}


def test_every_row_says_where_it_comes_from() -> None:
    bare = [row for row in ROWS if not row.source and "." not in row.code]
    assert bare == []
