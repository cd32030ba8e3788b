"""From which day a process runs: refused while anything is open, never two for one procedure on a day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.procedures.process_support import ADMIN, CODE, NOW, NOW_DAY, imported, in_force, settled
from tests.procedures.processes.decisions import STEPS, TITLE, Table

from motcua.foundation.errors import Conflict, DomainError
from motcua.organisation.models import Change
from motcua.procedures import process_queries, process_services
from motcua.procedures import services as catalogue
from motcua.procedures.models import ProcessPeriod
from motcua.procedures.process_checking import checked
from motcua.procedures.process_queries import by_version, in_force_of_process
from motcua.procedures.process_rows import version_numbered
from motcua.procedures.process_services import Use
from motcua.procedures.queries import offer

pytestmark = pytest.mark.django_db

PROCEDURE = "9.900001"
TODAY, TOMORROW = NOW_DAY, NOW_DAY + timedelta(days=1)
SAME = Table(title=TITLE.replace("Quy trình số 01\n1.", "Quy trình số 02\n2."), rows=STEPS[:-1])
SECOND = "7001/QĐ-UBND#2"


def running(day: date, case: str | None = None, level: str = "commune") -> str | None:
    found = process_queries.in_force(PROCEDURE, case, level, day)
    return found and f"{found.code} {found.number}"


def periods() -> list[tuple[int, str, str | None]]:
    rows = ProcessPeriod.objects.order_by("valid_from").values_list(
        "version__number", "valid_from", "valid_to"
    )
    return [(number, str(first), last and str(last)) for number, first, last in rows]


def second_version() -> None:
    process = msgspec.structs.replace(by_version(version_numbered(CODE, 1).hash).process, name="Bản hai")
    process_services.save_graph(ADMIN, CODE, 1, process, "Sửa tên", clock=NOW)


def test_nothing_runs_before_its_doubts_are_decided(tmp_path: Path) -> None:
    imported(tmp_path)
    with pytest.raises(DomainError, match="nghi vấn chưa quyết định") as refused:
        process_services.put_in_force(ADMIN, CODE, 1, TODAY, "vì", clock=NOW)
    assert refused.value.id == "process_undecided"
    in_force(TODAY)
    assert running(TODAY) == f"{CODE} 1"
    assert running(TODAY - timedelta(days=1)) is None


def test_nothing_runs_that_cannot_run(tmp_path: Path) -> None:
    imported(tmp_path)
    process = by_version(version_numbered(CODE, 1).hash).process
    broken = msgspec.structs.replace(process, flows=process.flows[1:])
    process_services.save_graph(ADMIN, CODE, 1, broken, "Thử", clock=NOW)
    with pytest.raises(DomainError) as refused:
        process_services.put_in_force(ADMIN, CODE, 2, TODAY, "vì", clock=NOW)
    assert refused.value.id == "process_unsound"
    key = checked(version_numbered(CODE, 2), TODAY).blocking[0].key
    with pytest.raises(DomainError, match="không thể chấp nhận"):
        process_services.decide(ADMIN, CODE, 2, [key], answer="accepted", reason="vì", clock=NOW)


def test_the_version_before_ends_the_day_before(tmp_path: Path) -> None:
    imported(tmp_path)
    in_force(TODAY)
    second_version()
    in_force(TOMORROW, number=2)
    assert periods() == [(1, "2026-03-10", "2026-03-10"), (2, "2026-03-11", None)]
    assert (running(TODAY), running(TOMORROW)) == (f"{CODE} 1", f"{CODE} 2")
    assert in_force_of_process(CODE, TOMORROW).number == 2  # type: ignore[union-attr]
    assert Change.objects.filter(subject=CODE, after__valid_from="2026-03-11").exists()


def test_a_version_of_the_same_day_takes_its_place(tmp_path: Path) -> None:
    imported(tmp_path)
    in_force(TODAY)
    second_version()
    in_force(TODAY, number=2)
    assert periods() == [(2, "2026-03-10", None)]


def test_nothing_is_set_before_what_was_set_for_later(tmp_path: Path) -> None:
    imported(tmp_path)
    second_version()
    in_force(TOMORROW + timedelta(days=5), number=2)
    with pytest.raises(Conflict) as refused:
        in_force(TODAY)
    assert refused.value.id == "process_later_period"


def test_a_day_that_has_passed_must_be_said(tmp_path: Path) -> None:
    imported(tmp_path)
    with pytest.raises(DomainError) as refused:
        in_force(TODAY - timedelta(days=30))
    assert refused.value.id == "process_backdated"
    process_services.put_in_force(
        ADMIN, CODE, 1, TODAY - timedelta(days=30), "Nhập muộn", backdated=True, clock=NOW
    )
    assert running(TODAY - timedelta(days=30)) == f"{CODE} 1"


def test_one_procedure_follows_one_process(tmp_path: Path) -> None:
    imported(tmp_path, Table(), SAME)
    in_force(TODAY)
    with pytest.raises(Conflict) as refused:
        in_force(TOMORROW, code=SECOND)
    assert refused.value.id == "process_other_in_force"
    assert running(TOMORROW) == f"{CODE} 1"
    process_services.put_in_force(ADMIN, SECOND, 1, TOMORROW, "Thay thế", ending=[CODE], clock=NOW)
    assert (running(TODAY), running(TOMORROW)) == (f"{CODE} 1", f"{SECOND} 1")


def test_cases_and_levels_may_have_processes_of_their_own(tmp_path: Path) -> None:
    imported(tmp_path, Table(), SAME)
    in_force(TODAY)
    narrow = [Use(PROCEDURE, "9.900001.02"), Use(PROCEDURE, "", "province")]
    process_services.set_uses(ADMIN, SECOND, narrow, "vì", clock=NOW)
    in_force(TODAY, code=SECOND)
    assert running(TODAY) == f"{CODE} 1"
    assert running(TODAY, "9.900001.01") == f"{CODE} 1"
    assert running(TODAY, "9.900001.02") == f"{SECOND} 1"
    assert running(TODAY, None, "province") == f"{SECOND} 1"
    with pytest.raises(Conflict):
        process_services.set_uses(ADMIN, SECOND, [Use(PROCEDURE)], "vì", clock=NOW)


def test_taken_out_of_force(tmp_path: Path) -> None:
    imported(tmp_path)
    in_force(TODAY)
    with pytest.raises(DomainError, match="đã qua"):
        process_services.take_out_of_force(ADMIN, CODE, TODAY - timedelta(days=5), "Bãi bỏ", clock=NOW)
    assert process_services.take_out_of_force(ADMIN, CODE, TOMORROW, "Bãi bỏ", clock=NOW) == 1
    assert (running(TOMORROW), running(TOMORROW + timedelta(days=1))) == (f"{CODE} 1", None)
    with pytest.raises(DomainError, match="không có hiệu lực sau"):
        process_services.take_out_of_force(ADMIN, CODE, TOMORROW, "Bãi bỏ", clock=NOW)
    in_force(TOMORROW + timedelta(days=9))
    assert running(TOMORROW + timedelta(days=9)) == f"{CODE} 1"


def test_reading_a_version_again_asks_the_database_nothing(tmp_path: Path) -> None:
    imported(tmp_path)
    version = settled()
    by_version(version.hash)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert by_version(version.hash).number == 1
    assert len(asked) == 0


def test_the_offer_of_reception_says_the_same_without_asking_again() -> None:
    catalogue.load_demo()
    process_services.load_demo()
    day = date(2026, 3, 10)
    cases = {"1.000894": ("1.000894.01", "1.000894.02"), "1.012753": (None,), "1.004884": (None,)}
    found = {}
    for code, each in ((code, case) for code, wanted in cases.items() for case in wanted):
        made = offer(code, on=day, case=each)
        for level in ("commune", "province"):
            asked = process_queries.in_force(code, each, level, day)
            with CaptureQueriesContext(connection) as statements:
                assert process_queries.of_offer(made, level, day) == asked
            assert len(statements) == 0
            found[code, each, level] = asked and asked.code
        assert process_queries.of_offer(made, "commune", date(2025, 6, 30)) is None
    assert {key: code for key, code in found.items() if code} == {
        ("1.000894", "1.000894.02", "commune"): "0000/QĐ-UBND#2",
        ("1.012753", None, "commune"): "0000/QĐ-UBND#7",
    }
