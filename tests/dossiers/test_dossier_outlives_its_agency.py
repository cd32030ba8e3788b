"""A dossier from before 1 July 2025 is finished under its own regime by those who took the agency over."""

from __future__ import annotations

import pytest
from tests.dossiers.room import (
    HANDLER,
    HANDLER_CODE,
    LEADER,
    OTHER_HANDLER,
    RECEPTION,
    STRANGER,
    WARD,
    Room,
    at,
)

from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, WorkItem
from motcua.dossiers.places import agency_key, agency_keys
from motcua.dossiers.projection import AgencyAt
from motcua.dossiers.queries import dossier_page, public_timeline, worklist
from motcua.dossiers.rebuild import rebuild
from motcua.dossiers.secret import lookup_secret
from motcua.dossiers.verify import verify
from motcua.foundation.errors import NotFound

OLD, NEW = "UBND phường Hợp Giang", "UBND phường Thục Phán"


@pytest.fixture
def crossing(province: None, db: None) -> Room:
    """Received and handed over on Friday 27 June 2025; now it is Wednesday 2 July."""
    room = Room("2025-06-27T09:00")
    room.receive()
    room.transferred("2025-06-27T14:00")
    room.clock.instant = at("2025-07-02T08:00")
    return room


def test_the_same_people_finish_it(crossing: Room) -> None:
    crossing.proposed().finished().returned()
    assert (crossing.state.status, crossing.state.regime) == (Status.RETURNED, "R2021")
    assert verify().ok
    assert rebuild().ok


def test_a_colleague_of_the_new_ward_takes_it_over(crossing: Room) -> None:
    crossing.do(LEADER, "assign", to_officer="CB0016")
    crossing.do(OTHER_HANDLER, "propose_result", granted="1")
    assert crossing.state.proposal is not None


def test_it_stays_on_the_lists(crossing: Room) -> None:
    rows = worklist(crossing.person(HANDLER), clock=crossing.clock).rows
    assert [row.code for row in rows] == [crossing.code]
    with pytest.raises(NotFound):
        dossier_page(crossing.person(STRANGER), crossing.code)


def test_its_rows_name_the_old_ward_also_for_what_happens_now(crossing: Room) -> None:
    """Both wards bear the code H14.40.03; the dossier means the first."""
    crossing.proposed().finished()
    row = Dossier.objects.get()
    assert {row.section.short_name, row.competent.short_name} == {OLD}
    assert row.holder_agency is not None
    assert row.holder_agency.short_name == OLD
    assert {item.agency.short_name for item in WorkItem.objects.all()} == {OLD}


def test_its_page_names_the_old_ward(crossing: Room) -> None:
    view = dossier_page(crossing.person(RECEPTION), crossing.code, clock=crossing.clock)
    assert view.section == OLD
    public = public_timeline(crossing.code, lookup_secret(crossing.code), clock=crossing.clock)
    assert public is not None
    assert (public.section, public.agency_name) == (OLD, OLD)


def test_a_new_dossier_names_the_new_ward(crossing: Room) -> None:
    crossing.receive()
    assert dossier_page(crossing.person(RECEPTION), crossing.code).section == NEW
    assert crossing.state.regime == "R2025"


def test_a_supplement_goes_back_to_whom_it_was_with(crossing: Room) -> None:
    crossing.do(HANDLER, "propose_supplement", items="Tờ khai", reason="Thiếu")
    crossing.do(RECEPTION, "request_supplement")
    crossing.do(RECEPTION, "receive_supplement")
    assert crossing.state.holder is not None
    assert crossing.state.holder.officer == HANDLER_CODE
    assert rebuild().ok


def test_a_code_means_the_agency_of_the_day(province: None, db: None) -> None:
    before, after = AgencyAt(WARD, at("2025-06-30T23:59")), AgencyAt(WARD, at("2025-07-01T00:00"))
    assert agency_key(before) != agency_key(after)


def test_a_dissolved_agency_s_code_means_the_last_to_bear_it(province: None, db: None) -> None:
    """Sở Kế hoạch và Đầu tư ended on 28 February 2025 and nobody took its code."""
    keys = agency_keys()
    while_it_stood, later = at("2024-01-01T00:00"), at("2026-01-01T00:00")
    assert keys(AgencyAt("H14.04", later)) == keys(AgencyAt("H14.04", while_it_stood))


@pytest.mark.parametrize(("code", "day"), [("H14.04", "2010-01-01"), ("H99", "2026-01-01")])
def test_a_code_nobody_bore_yet_is_unknown(province: None, db: None, code: str, day: str) -> None:
    with pytest.raises(NotFound):
        agency_key(AgencyAt(code, at(f"{day}T00:00")))
