"""A contradiction blocks reception until the administrator decides it, and the decision is then applied."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.procedures.support import channel, clock, flat, write_lines

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.rights import Held, Person
from motcua.procedures import queries
from motcua.procedures.models import Contradiction
from motcua.procedures.services import decide_contradiction, import_file

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
REASON = "Theo quyết định công bố của Chủ tịch Ủy ban nhân dân tỉnh"


def person(role: Role) -> Person:
    """Somebody with one role at the province."""
    values: dict[str, Any] = dict.fromkeys(Held.__dataclass_fields__)
    values.update(role=role, agency_id=1, agency_code="H14")
    return Person(
        user_id=1, officer_id=None, officer_code="CB0030", name="Thẩm Quốc Anh", held=(Held(**values),)
    )


def take_in(folder: Path, **changes: Any) -> list[tuple[str, str]]:
    report = import_file(write_lines(folder, flat(**changes)), clock=clock())
    return [(c.kind, c.detail) for c in report.contradictions]


def decide(decision: str, role: Role = Role.ADMINISTRATOR, reason: str = REASON) -> Contradiction:
    return decide_contradiction(person(role), Contradiction.objects.get().pk, decision, reason, clock=clock())


CASE = {"code": "1.009999.01", "name": "Trường hợp", "time": {"qty": 12, "type": "WORKING_DAY"}}


def test_channel_time_against_case_time(tmp_path: Path) -> None:
    found = take_in(tmp_path, channels=[channel("DIRECT", 7, "WORKING_DAY")], cases=[CASE])
    assert found == [("channel_time_vs_case_time", "7 working_day <> 12 working_day")]
    blocked = queries.offer("1.009999", on=DAY).blocked
    assert blocked == "Chưa tiếp nhận được: thời hạn công bố chưa thống nhất. Quản trị cần chốt."
    assert queries.open_contradictions()[0].options == ("12 working_day", "7 working_day")
    decide("7 working_day")
    offer = queries.offer("1.009999", on=DAY)
    assert offer.blocked is None
    assert offer.limit.key == "7 working_day"
    assert queries.open_contradictions() == []


def test_a_case_that_is_one_of_the_channels_times_is_no_contradiction(tmp_path: Path) -> None:
    rows = [channel("DIRECT", 7, "WORKING_DAY"), channel("DIRECT", 12, "WORKING_DAY")]
    assert take_in(tmp_path, channels=rows, cases=[CASE]) == []
    assert queries.offer("1.009999", on=DAY).limit.key == "12 working_day"


def test_same_number_in_another_unit_is_one(tmp_path: Path) -> None:
    rows = [channel("DIRECT", 12, "DAY")]
    assert take_in(tmp_path, channels=rows, cases=[CASE]) == [
        ("channel_time_vs_case_time", "12 calendar_day <> 12 working_day")
    ]


def test_several_times_for_one_channel(tmp_path: Path) -> None:
    rows = [channel("DIRECT", 10, "DAY"), channel("DIRECT", 15, "DAY")]
    assert take_in(tmp_path, channels=rows) == [("channel_times_differ", "10 calendar_day / 15 calendar_day")]
    assert queries.offer("1.009999", on=DAY).blocked
    decide("10 calendar_day")
    assert queries.offer("1.009999", on=DAY).limit.key == "10 calendar_day"


@pytest.mark.parametrize(
    ("time", "unit"), [(7, "OTHER"), (7, "FORTNIGHT"), ("Không quá 10 ngày làm việc", "OTHER")]
)
def test_a_unit_nobody_knows(tmp_path: Path, time: Any, unit: str) -> None:
    assert [kind for kind, _ in take_in(tmp_path, channels=[channel("DIRECT", time, unit)])] == [
        "unknown_unit"
    ]
    assert queries.offer("1.009999", on=DAY).blocked
    decide("10 working_day")
    assert queries.offer("1.009999", on=DAY).limit.key == "10 working_day"


@pytest.mark.parametrize(("time", "unit"), [(None, None), (0, "OTHER"), ("Ngay trước khi rời cảng", "OTHER")])
def test_no_limit_stated_is_no_contradiction(tmp_path: Path, time: Any, unit: Any) -> None:
    assert take_in(tmp_path, channels=[channel("DIRECT", time, unit)]) == []
    offer = queries.offer("1.009999", on=DAY)
    assert offer.blocked is None
    assert not offer.limit.countable


@pytest.mark.parametrize("value", [45, 150])
def test_a_fee_with_no_unit(tmp_path: Path, value: int) -> None:
    fee = {"type": "FEE", "value": value, "note": "Phí thẩm định"}
    assert take_in(tmp_path, channels=[channel("DIRECT", 5, "DAY", fee)]) == [
        ("fee_without_unit", f"{value}: Phí thẩm định")
    ]
    offer = queries.offer("1.009999", on=DAY)
    assert offer.blocked == (
        "Chưa tiếp nhận được: phí, lệ phí công bố chưa rõ đơn vị hoặc mức. Quản trị cần chốt."
    )
    assert offer.fees[0].amount is None
    decide(str(value * 1000))
    fee_now = queries.offer("1.009999", on=DAY).fees[0]
    assert (fee_now.amount, fee_now.certain) == (value * 1000, True)


@pytest.mark.parametrize(
    ("value", "note", "amount"),
    [
        (0, "", 0),
        (0, "Miễn phí", 0),
        (0, "Theo nghị quyết của Hội đồng nhân dân tỉnh", None),
        (None, "Theo nghị quyết của Hội đồng nhân dân tỉnh", None),
        (30000, "", 30000),
        (30000, "30.000 đồng", 30000),
        (30000, "30.000 đồng với cá nhân, 100.000 đồng với tổ chức", None),
        (30000, "Giảm 50% khi nộp trực tuyến", None),
    ],
)
def test_an_amount_only_when_it_is_certain(
    tmp_path: Path, value: int | None, note: str, amount: int | None
) -> None:
    fee = {"type": "SERVICE_FEE", "value": value, "note": note}
    assert take_in(tmp_path, channels=[channel("DIRECT", 5, "DAY", fee)]) == []
    found = queries.offer("1.009999", on=DAY).fees[0]
    assert (found.kind, found.amount, found.certain) == ("charge", amount, amount is not None)
    assert found.text == note


def test_a_fee_with_neither_value_nor_words(tmp_path: Path) -> None:
    fee = {"type": "FEE", "value": None, "note": ""}
    found = take_in(tmp_path, channels=[channel("DIRECT", 5, "DAY", fee)])
    assert [kind for kind, _ in found] == ["fee_without_value"]


def test_two_sources_that_name_different_procedures(tmp_path: Path) -> None:
    take_in(tmp_path)
    listed = tmp_path / "list.csv"
    listed.write_text(
        "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
        "1.009999,Thủ tục hoàn toàn khác,Hộ tịch,,,,ACTIVE,STANDARD\n",
        encoding="utf-8",
    )
    report = import_file(listed, clock=clock())
    assert [c.kind for c in report.contradictions] == ["sources_differ_on_name"]
    assert queries.offer("1.009999", on=DAY).blocked
    decide("catalogue")
    assert queries.offer("1.009999", on=DAY).name == "Thủ tục hoàn toàn khác"


def test_a_list_reports_only_what_it_has_a_part_in(tmp_path: Path) -> None:
    take_in(tmp_path, channels=[channel("DIRECT", 7, "OTHER")])
    listed = tmp_path / "list.csv"
    listed.write_text(
        "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
        "1.009999,Thủ tục thử nghiệm,Hộ tịch,,,,ACTIVE,STANDARD\n",
        encoding="utf-8",
    )
    assert import_file(listed, clock=clock()).contradictions == []
    assert queries.offer("1.009999", on=DAY).blocked


def test_rows_of_one_file_that_differ(tmp_path: Path) -> None:
    report = import_file(write_lines(tmp_path, flat(), flat(name="Tên khác")), clock=clock())
    assert (report.read, report.created, report.duplicates) == (2, 1, 1)
    assert [(c.kind, c.where) for c in report.contradictions] == [("rows_differ", "row 2")]
    assert queries.offer("1.009999", on=DAY).blocked
    same = import_file(write_lines(tmp_path, flat(), flat()), clock=clock())
    assert (same.unchanged, same.duplicates, same.contradictions) == (1, 1, [])
    assert queries.offer("1.009999", on=DAY).blocked is None


def test_a_decision_lasts_as_long_as_its_facts(tmp_path: Path) -> None:
    rows = [channel("DIRECT", 7, "OTHER")]
    take_in(tmp_path, channels=rows)
    decide("7 working_day")
    import_file(write_lines(tmp_path, flat(channels=rows, name="Tên mới")), clock=clock(2026, 12, 1))
    assert queries.offer("1.009999", on=date(2026, 12, 1)).limit.key == "7 working_day"
    other = [channel("DIRECT", 8, "OTHER")]
    import_file(write_lines(tmp_path, flat(channels=other)), clock=clock(2026, 12, 2))
    assert queries.offer("1.009999", on=date(2026, 12, 2)).blocked
    assert queries.offer("1.009999", on=date(2026, 12, 1)).blocked is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_decides(tmp_path: Path, role: Role) -> None:
    take_in(tmp_path, channels=[channel("DIRECT", 7, "OTHER")])
    with pytest.raises(Forbidden):
        decide("7 working_day", role)
    assert queries.offer("1.009999", on=DAY).blocked


@pytest.mark.parametrize(
    "decision", ["", "7 fortnight", "0 working_day", "-1 hour", "as_text", "45000", "x" * 500]
)
def test_a_decision_that_does_not_fit_is_refused(tmp_path: Path, decision: str) -> None:
    take_in(tmp_path, channels=[channel("DIRECT", 7, "OTHER")])
    with pytest.raises(DomainError) as refusal:
        decide(decision)
    assert refusal.value.id == "decision_unfit"
    assert Contradiction.objects.get().decision == ""


def test_a_reason_is_needed_and_nobody_decides_twice(tmp_path: Path) -> None:
    take_in(tmp_path, channels=[channel("DIRECT", 7, "OTHER")])
    with pytest.raises(DomainError, match="lý do"):
        decide("7 hour", reason="  ")
    row = decide("7 hour")
    assert (row.decided_by, row.reason) == ("CB0030", REASON)
    with pytest.raises(Conflict):
        decide("7 month")
    with pytest.raises(NotFound):
        decide_contradiction(person(Role.ADMINISTRATOR), row.pk + 1, "7 hour", REASON)
