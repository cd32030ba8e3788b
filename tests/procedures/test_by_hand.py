"""What the administrator writes by hand: versions from a day, ends, fees made certain; sources stay."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.organisation.tree import Province
from tests.procedures.support import channel, clock, flat, write_lines

from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.law.roles import Role
from motcua.organisation.models import Change
from motcua.organisation.rights import Person
from motcua.procedures.administered import catalogue, in_time
from motcua.procedures.by_hand import (
    amount_of,
    fee_key,
    limit_of,
    newest_record,
    plan_version,
    standing_by_hand,
)
from motcua.procedures.content import Attributes, ChannelTerms, Component, Fee, Limit, Named
from motcua.procedures.demonstration import demonstration_periods
from motcua.procedures.models import Procedure, ProcedureVersion, SourceRecord
from motcua.procedures.queries import find, offer
from motcua.procedures.services import (
    abolish,
    decide_contradiction,
    import_file,
    load_demo,
    make_fee_certain,
    write_version,
)
from motcua.procedures.versioning import synchronise

CODE = "1.009999"
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
GROUND: dict[str, Any] = {"document": "QĐ 77/QĐ-UBND ngày 20/11/2026", "reason": "Công bố mới"}
WRITTEN = Attributes(
    name="Thủ tục nhập tay",
    state="active",
    fields=(Named(name="Hộ tịch", code="G15-TP07"),),
    levels=("commune",),
    competent=(Named(name="Ủy ban nhân dân cấp xã"),),
    competent_kind="commune",
    channels=(ChannelTerms(channel="direct", limit=Limit(quantity="5", unit="working_day")),),
    components=(Component(name="Tờ khai", originals=1),),
)


@pytest.fixture
def administrator(province: Province) -> Person:
    return province.person(Role.ADMINISTRATOR, "office")


@pytest.fixture
def province(db: None) -> Province:
    return Province()


def write(actor: Person, attributes: Attributes = WRITTEN, day: date = TODAY, **more: object) -> SourceRecord:
    return write_version(actor, CODE, attributes, valid_from=day, clock=clock(), **GROUND, **more)  # type: ignore[arg-type]


def longer(days: str) -> Attributes:
    return Attributes(
        name=WRITTEN.name,
        channels=(ChannelTerms(channel="direct", limit=Limit(quantity=days, unit="working_day")),),
    )


def test_a_procedure_is_made_from_nothing_and_received(administrator: Person) -> None:
    write(administrator, new=True)
    made = offer(CODE, on=TODAY)
    assert (made.name, made.limit.key, made.blocked, made.simulated) == (
        "Thủ tục nhập tay", "5 working_day", None, False,
    )  # fmt: skip
    assert [hit.code for hit in find("thu tuc nhap tay", clock=clock())] == [CODE]
    row = Change.objects.get()
    assert (row.kind, row.subject, row.before, (row.after or {})["source"]) == (
        "procedure", CODE, None, GROUND["document"],
    )  # fmt: skip


def test_a_new_version_holds_from_its_day_and_pins_stay(administrator: Person) -> None:
    write(administrator, new=True)
    pinned = offer(CODE, on=TODAY).version_id
    write(administrator, longer("9"), TOMORROW)
    assert offer(CODE, on=TODAY).version_id == pinned
    assert offer(CODE, on=TODAY).limit.key == "5 working_day"
    assert offer(CODE, on=TOMORROW).limit.key == "9 working_day"
    assert ProcedureVersion.objects.get(pk=pinned).valid_to == TODAY


def test_a_version_between_two_leaves_the_later_one(administrator: Person) -> None:
    write(administrator, new=True)
    write(administrator, longer("9"), date(2027, 3, 1))
    write(administrator, longer("7"), date(2027, 1, 1))
    days = [TODAY, date(2027, 1, 1), date(2027, 2, 28), date(2027, 3, 1)]
    assert [offer(CODE, on=day).limit.quantity for day in days] == ["5", "7", "7", "9"]


def test_abolished_from_a_day_and_found_until_then(administrator: Person) -> None:
    write(administrator, new=True)
    abolish(administrator, CODE, valid_from=TOMORROW, clock=clock(), **GROUND)
    assert offer(CODE, on=TODAY).blocked is None
    assert [hit.code for hit in find("nhap tay", clock=clock())] == [CODE]
    with pytest.raises(DomainError) as refusal:
        offer(CODE, on=TOMORROW)
    assert refusal.value.id == "procedure_withdrawn"
    assert find("nhap tay", on=TOMORROW) == []
    assert [row.code for row in catalogue(shown="ended")[1]] == [CODE]


def imported(folder: object, *fees: dict[str, object]) -> None:
    rows = [channel("DIRECT", 3, "WORKING_DAY", *fees), channel("ONLINE", 3, "WORKING_DAY")]
    import_file(write_lines(folder, flat(channels=rows)), clock=clock())  # type: ignore[arg-type]


def test_what_the_house_states_stands_above_and_the_rest_still_comes_from_sources(
    administrator: Person, tmp_path: object
) -> None:
    imported(tmp_path)
    write(administrator, longer("9"), TOMORROW)
    made = offer(CODE, on=TOMORROW)
    assert made.limit.quantity == "9"
    assert [component.name for component in made.components] == ["Tờ khai"]
    assert made.field_code == "G15-TP07"


def test_the_order_of_imports_does_not_matter_with_what_is_by_hand(
    administrator: Person, tmp_path: object
) -> None:
    def by_hand(days: str, day: date) -> None:
        write(administrator, longer(days), day, new=not Procedure.objects.filter(code=CODE).exists())

    steps: tuple[Callable[[], None], ...] = (
        lambda: imported(tmp_path),
        lambda: by_hand("9", TOMORROW),
        lambda: by_hand("2", date(2027, 5, 1)),
    )
    ends = set()
    for order in itertools.permutations(steps):
        for step in order:
            step()
        rows = ProcedureVersion.objects.filter(superseded=False)
        ends.add(tuple(sorted(rows.values_list("valid_from", "digest", "source"))))
        ProcedureVersion.objects.all().delete()
        SourceRecord.objects.all().delete()
        Procedure.objects.all().delete()
    assert len(ends) == 1


def test_a_fee_is_made_certain_from_a_day(administrator: Person, tmp_path: object) -> None:
    imported(tmp_path, {"type": "FEE", "amount": 45, "currency": "", "text": ""})
    content = in_time(CODE, TODAY).content
    doubtful = next(fee for row in content.channels for fee in row.fees)
    assert not doubtful.certain
    assert offer(CODE, on=TODAY).blocked
    make_fee_certain(
        administrator, CODE, fee_key(doubtful), amount="45.000", valid_from=TOMORROW, clock=clock(), **GROUND
    )
    assert offer(CODE, on=TODAY).blocked
    made = offer(CODE, on=TOMORROW)
    assert made.blocked is None
    assert [(fee.amount, fee.certain) for fee in made.fees] == [(45_000, True)]


@pytest.mark.parametrize(
    "typed", ["-1", str(10**15), "1.5", "1,5", "nhiều", "", " ", "1e3", "٣", "1000000000001"]
)
def test_an_amount_that_is_none_changes_nothing(administrator: Person, typed: str) -> None:
    fee = Fee(text="theo quy định")
    terms = (ChannelTerms(channel="direct", limit=Limit(quantity="5", unit="working_day"), fees=(fee,)),)
    write(administrator, Attributes(name="Có phí", channels=terms), new=True)
    records = SourceRecord.objects.count()
    with pytest.raises(DomainError) as refusal:
        make_fee_certain(
            administrator, CODE, fee_key(fee), amount=typed, valid_from=TOMORROW, clock=clock(), **GROUND
        )
    assert refusal.value.id == "fee_amount"
    assert "số nguyên" in refusal.value.next_step
    assert (SourceRecord.objects.count(), Change.objects.count()) == (records, 1)


@pytest.mark.parametrize(
    ("typed", "amount"), [("0", 0), ("45.000", 45_000), ("45 000", 45_000), (str(10**12), 10**12)]
)
def test_an_amount_as_people_write_it(typed: str, amount: int) -> None:
    assert amount_of(typed) == amount


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("0", "working_day"),
        ("-3", "hour"),
        ("5 ngày", "hour"),
        ("1.5", "month"),
        ("9999", "hour"),
        ("3", "week"),
    ],
)
def test_a_limit_that_no_clock_can_count(quantity: str, unit: str) -> None:
    with pytest.raises(DomainError) as refusal:
        limit_of(quantity, unit)
    assert refusal.value.id == "limit_unreadable"


def test_limits_as_people_write_them() -> None:
    assert limit_of("3,5", "working_day").key == "3.5 working_day"
    assert limit_of("10", "calendar_day").key == "10 calendar_day"
    assert limit_of("ngay khi tàu rời cảng", "other").text == "ngay khi tàu rời cảng"
    assert not limit_of("", "working_day").stated


def big() -> Attributes:
    return Attributes(name="x", components=tuple(Component(name=str(n)) for n in range(61)))


def dear() -> Attributes:
    terms = ChannelTerms(channel="direct", fees=(Fee(amount=10**15, certain=True),))
    return Attributes(name="x", channels=(terms,))


@pytest.mark.parametrize(
    ("code", "attributes", "day", "more", "error"),
    [
        ("abc", WRITTEN, TODAY, {}, "procedure_code"),
        ("1.009999; --", WRITTEN, TODAY, {}, "procedure_code"),
        (CODE, WRITTEN, date(1900, 1, 1), {}, "version_day"),
        (CODE, WRITTEN, date(9999, 1, 1), {}, "version_day"),
        (CODE, WRITTEN, TODAY, {"document": ""}, "version_document"),
        (CODE, WRITTEN, TODAY, {"reason": " "}, "reason_needed"),
        (CODE, Attributes(name=""), TODAY, {}, "version_unfit"),
        (CODE, Attributes(), TODAY, {}, "version_unfit"),
        (CODE, big(), TODAY, {}, "version_unfit"),
        (CODE, dear(), TODAY, {}, "version_unfit"),
    ],
)
def test_bad_input_makes_no_procedure(
    administrator: Person, code: str, attributes: Attributes, day: date, more: dict[str, str], error: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        write_version(
            administrator, code, attributes, valid_from=day, new=True, clock=clock(), **{**GROUND, **more}
        )
    assert refusal.value.id == error
    assert not Procedure.objects.exists()
    assert not Change.objects.exists()


def test_the_same_again_a_known_code_an_unknown_one_and_a_stale_page(administrator: Person) -> None:
    with pytest.raises(NotFound):
        write(administrator)
    write(administrator, new=True)
    with pytest.raises(DomainError) as known:
        write(administrator, new=True)
    assert known.value.id == "procedure_known"
    with pytest.raises(DomainError) as same:
        write(administrator, day=TOMORROW)
    assert same.value.id == "nothing_changed"
    seen = newest_record(Procedure.objects.get().pk)
    write(administrator, longer("9"), TOMORROW, expected=seen)
    with pytest.raises(Conflict):
        write(administrator, longer("8"), date(2026, 11, 24), expected=seen)
    assert SourceRecord.objects.count() == 2


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.APPLICANT, Role.ADMINISTRATOR, Role.SYSTEM)]
)
def test_only_an_administrator_writes(province: Province, role: Role) -> None:
    at = "new-1" if role in (Role.RECEIVING_OFFICER, Role.SECTION_HEAD) else "office"
    with pytest.raises(Forbidden):
        write(province.person(role, at), new=True)
    assert not Procedure.objects.exists()


def test_a_plan_tells_and_writes_nothing(administrator: Person) -> None:
    write(administrator, new=True)
    plan = plan_version(CODE, longer("9"), TOMORROW, clock=clock())
    assert plan.before is not None
    assert (plan.before.channels[0].limit.key, plan.after.channels[0].limit.key) == (
        "5 working_day", "9 working_day",
    )  # fmt: skip
    assert SourceRecord.objects.count() == 1
    assert standing_by_hand(CODE, TOMORROW).channels == WRITTEN.channels


def test_a_decision_is_in_the_register_of_changes(administrator: Person, tmp_path: object) -> None:
    imported(tmp_path, {"type": "FEE", "amount": 45, "currency": "", "text": ""})
    row = in_time(CODE, TODAY).contradictions[0]
    with pytest.raises(DomainError):
        decide_contradiction(administrator, row.pk, "²", "Theo thông tư", clock=clock())
    decide_contradiction(administrator, row.pk, "45000", "Theo thông tư", clock=clock())
    change = Change.objects.get()
    assert (change.kind, change.subject, (change.after or {})["decision"], change.reason) == (
        "contradiction", CODE, "45000", "Theo thông tư",
    )  # fmt: skip


def test_everything_of_the_demonstration_can_be_written_by_hand(administrator: Person) -> None:
    """The same versions, but for who says so."""

    def standing() -> list[tuple[str, date, date | None, str]]:
        rows = ProcedureVersion.objects.filter(superseded=False)
        return sorted(rows.values_list("procedure__code", "valid_from", "valid_to", "digest"), key=str)

    load_demo(clock())
    loaded = standing()
    for model in (ProcedureVersion, SourceRecord, Procedure):
        model.objects.all().delete()
    for code, spans in demonstration_periods().items():
        for place, span in enumerate(spans):
            write_version(
                administrator, code, span.attributes, valid_from=span.valid_from, new=place == 0,
                clock=clock(), **GROUND,
            )  # fmt: skip
    last = {code: spans[-1].valid_to for code, spans in demonstration_periods().items()}
    assert [row for row in standing() if last[row[0]] is None] == [
        row for row in loaded if last[row[0]] is None
    ]


def test_a_part_stated_by_hand_is_no_procedure_once_its_source_ends(
    administrator: Person, tmp_path: object
) -> None:
    imported(tmp_path)
    terms = (ChannelTerms(channel="direct", limit=Limit(quantity="9", unit="working_day")),)
    write(administrator, Attributes(channels=terms), TOMORROW)
    SourceRecord.objects.exclude(source="by_hand").update(valid_to=date(2027, 6, 1))
    synchronise([Procedure.objects.get()])
    assert offer(CODE, on=date(2027, 6, 1)).limit.quantity == "9"
    with pytest.raises(DomainError) as refusal:
        offer(CODE, on=date(2027, 6, 2))
    assert refusal.value.id == "procedure_withdrawn"
