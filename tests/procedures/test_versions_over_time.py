"""An import with other content closes the old version and opens a new one; dossiers keep theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.procedures.support import channel, clock, flat, write_lines

from motcua.foundation.errors import DomainError
from motcua.procedures import queries
from motcua.procedures.models import ProcedureVersion, SourceRecord
from motcua.procedures.services import import_file

pytestmark = pytest.mark.django_db


def versions() -> list[tuple[date, date | None, bool]]:
    rows = ProcedureVersion.objects.order_by("pk")
    return [(row.valid_from, row.valid_to, row.superseded) for row in rows]


def test_changed_content_opens_a_version_from_the_day_of_import(tmp_path: Path) -> None:
    import_file(write_lines(tmp_path, flat()), clock=clock(2026, 11, 2))
    pinned = queries.offer("1.009999", on=date(2026, 11, 2)).version_id
    changed = flat(channels=[channel("DIRECT", 2, "WORKING_DAY")])
    report = import_file(write_lines(tmp_path, changed), clock=clock(2026, 11, 22))
    assert (report.created, report.updated, report.unchanged) == (0, 1, 0)
    assert versions() == [
        (date(2026, 11, 2), date(2026, 11, 21), False),
        (date(2026, 11, 22), None, False),
    ]
    records = SourceRecord.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(records) == [(date(2026, 11, 2), date(2026, 11, 21)), (date(2026, 11, 22), None)]
    assert queries.offer("1.009999", on=date(2026, 11, 21)).limit.key == "3.5 working_day"
    assert queries.offer("1.009999", on=date(2026, 11, 22)).limit.key == "2 working_day"
    assert queries.version_content(pinned).channels[0].limit.key == "3.5 working_day"


def test_unchanged_content_opens_nothing(tmp_path: Path) -> None:
    file = write_lines(tmp_path, flat())
    import_file(file, clock=clock(2026, 11, 2))
    report = import_file(file, clock=clock(2026, 11, 22))
    assert report.unchanged == 1
    assert versions() == [(date(2026, 11, 2), None, False)]


def test_a_second_change_on_one_day_supersedes_but_keeps_the_pin(tmp_path: Path) -> None:
    import_file(write_lines(tmp_path, flat()), clock=clock())
    pinned = queries.offer("1.009999", on=date(2026, 11, 22)).version_id
    import_file(write_lines(tmp_path, flat(name="Thủ tục thử nghiệm hai")), clock=clock())
    assert versions() == [(date(2026, 11, 22), None, True), (date(2026, 11, 22), None, False)]
    assert queries.version_content(pinned).name == "Thủ tục thử nghiệm"
    import_file(write_lines(tmp_path, flat()), clock=clock())
    assert queries.offer("1.009999", on=date(2026, 11, 22)).version_id == pinned


def test_a_source_that_adds_nothing_leaves_the_version(tmp_path: Path) -> None:
    import_file(write_lines(tmp_path, flat(executing=[], subjects=[])), clock=clock(2026, 11, 2))
    before = versions()
    listed = tmp_path / "list.csv"
    listed.write_text(
        "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
        "1.009999,Thủ tục thử nghiệm,Hộ tịch,,,,ACTIVE,STANDARD\n",
        encoding="utf-8",
    )
    import_file(listed, clock=clock(2026, 11, 22))
    assert versions() == before


def test_no_version_before_the_first(tmp_path: Path) -> None:
    import_file(write_lines(tmp_path, flat()), clock=clock(2026, 11, 2))
    with pytest.raises(DomainError) as refusal:
        queries.offer("1.009999", on=date(2022, 4, 28))
    assert refusal.value.id == "procedure_not_yet"
    assert "2/11/2026" in refusal.value.message
