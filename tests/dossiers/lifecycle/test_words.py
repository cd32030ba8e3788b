"""Words of the lifecycle agree with the law's data and leave nothing unnamed."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import at

from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.guards import TAGS
from motcua.dossiers.lifecycle.types import Role, Status
from motcua.dossiers.lifecycle.words import COMMAND_NAMES, moment_text, roles_phrase
from motcua.law.regimes import Regime, regimes
from motcua.law.roles import ROLE_NAMES


def test_every_role_and_command_has_its_words() -> None:
    assert set(ROLE_NAMES) == set(Role)
    assert set(COMMAND_NAMES) == set(TAGS)


@pytest.mark.parametrize("regime", regimes(), ids=lambda regime: regime.id)
def test_the_law_knows_every_command_and_only_them(regime: Regime) -> None:
    assert set(regime.rights) == set(TAGS.values()) | {"counter_slip"}
    assert set(regime.statuses) == set(Status)


@pytest.mark.parametrize("regime", regimes(), ids=lambda regime: regime.id)
def test_the_laws_events_are_those_of_the_core(regime: Regime) -> None:
    known = {kind.__struct_config__.tag for kind in e.AnyPayload.__args__}
    assert {name for row in regime.transitions for name in row.events} == known


def test_moments_as_screens_show_them() -> None:
    assert moment_text(at("2022-04-28T14:00")) == "28/4/2022 14:00"


def test_roles_in_a_sentence() -> None:
    assert str(roles_phrase({Role.SECTION_HEAD, Role.RECEIVING_OFFICER})) == (
        "cán bộ tiếp nhận, người đứng đầu Bộ phận Một cửa"
    )
