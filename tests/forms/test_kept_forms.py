"""Forms are drafted, published from a day on, replaced and withdrawn; each revision stays as it was."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace
from tests.forms.samples import TODAY, choice, content, demonstration, form, page, text
from tests.procedures.support import clock

from motcua.forms import services
from motcua.forms.definition.check import check
from motcua.forms.definition.default import default_form
from motcua.forms.definition.model import Definition, FileField, from_text, revision_of, to_text
from motcua.forms.form_command import FORM
from motcua.forms.models import Form, FormPeriod, FormRevision
from motcua.forms.queries import by_name, by_revision, checked_all, form_for
from motcua.foundation.errors import Conflict, DomainError, Forbidden, NotFound
from motcua.organisation.models import Change
from motcua.organisation.rights import NOBODY, OPERATOR

pytestmark = pytest.mark.usefixtures("province", "db")

CLOCK = clock(2026, 11, 26)
SCHOOL = "1.004884"
"""Registering a birth again: the demonstration gives it no form of its own."""


def small(**more: object) -> Definition:
    asked = page(
        text("reason"),
        FileField(
            id="copy", label="Bản sao", component="Bản sao hồ sơ, giấy tờ cá nhân có thông tin khai sinh"
        ),
    )
    return form(
        asked,
        **{
            "code": "thu.nghiem",
            "procedures": (SCHOOL,),
            "declares": ("Tờ khai đăng ký lại khai sinh",),
            **more,
        },
    )


def revision(definition: Definition) -> str:
    return revision_of(to_text(definition))


def published(definition: Definition, day: date = TODAY) -> FormRevision:
    if Form.objects.filter(code=definition.code).exists():
        now = services.start_draft(OPERATOR, definition.code, clock=CLOCK)
        services.save_draft(OPERATOR, definition, expected=now, clock=CLOCK)
    else:
        services.create(OPERATOR, definition, clock=CLOCK)
    return services.publish(OPERATOR, definition.code, day, "Thử", expected=revision(definition), clock=CLOCK)


def test_the_form_in_force_is_asked_from_its_day_and_the_old_revision_stays() -> None:
    first = published(small())
    newer = replace(small(), pages=(page(text("reason"), text("more"), *small().pages[0].fields[1:]),))
    second = published(newer, TODAY + timedelta(days=5))
    assert form_for(SCHOOL, None, TODAY).number == 1
    assert form_for(SCHOOL, None, TODAY + timedelta(days=5)).number == 2
    stored = by_revision("thu.nghiem", first.hash)
    assert stored.definition == small()
    assert by_name(stored.name) == stored
    assert (second.number, FormRevision.objects.filter(form__code="thu.nghiem").count()) == (2, 2)
    changed = Change.objects.filter(kind="form", subject="thu.nghiem").order_by("pk")
    assert [(change.before or {}).get("revision") for change in changed] == [None, 1]
    assert [(change.after or {})["revision"] for change in changed] == [1, 2]


def test_without_a_form_of_its_own_a_procedure_asks_one_made_from_its_papers() -> None:
    made = form_for(SCHOOL, None, TODAY)
    assert (made.code, made.kept) == (f"default.{SCHOOL}", False)
    with pytest.raises(NotFound):
        by_revision(made.code, made.revision)
    kept = services.pinned(SCHOOL, None, TODAY, clock=CLOCK)
    assert kept.kept
    assert by_name(kept.name).definition == made.definition
    assert services.pinned(SCHOOL, None, TODAY, clock=CLOCK) == kept
    assert FormRevision.objects.filter(form__code=made.code).count() == 1
    with pytest.raises(NotFound):
        form_for("1.999999", None, TODAY)


def test_a_case_has_its_own_form_before_that_of_the_whole_procedure(with_forms: None) -> None:
    house = form_for("1.013225", "1.013225.02", TODAY)
    assert house.code == "xay-dung.nha-o-rieng-le"
    assert form_for("1.013225", "1.013225.01", TODAY).code == "default.1.013225.1.013225.01"


def test_a_form_with_faults_is_not_published_and_nothing_changes() -> None:
    unsound = replace(small(), declares=())
    services.create(OPERATOR, unsound, clock=CLOCK)
    with pytest.raises(DomainError) as refused:
        services.publish(OPERATOR, "thu.nghiem", TODAY, "Thử", expected=revision(unsound), clock=CLOCK)
    assert refused.value.id == "form_unsound"
    assert "Tờ khai đăng ký lại khai sinh" in refused.value.message
    assert not FormPeriod.objects.filter(form__code="thu.nghiem").exists()


def test_two_who_edit_lose_nothing_unawares() -> None:
    services.create(OPERATOR, small(), clock=CLOCK)
    seen = revision(small())
    services.save_draft(OPERATOR, replace(small(), title="Một"), expected=seen, clock=CLOCK)
    with pytest.raises(Conflict):
        services.save_draft(OPERATOR, replace(small(), title="Hai"), expected=seen, clock=CLOCK)
    with pytest.raises(Conflict):
        services.publish(OPERATOR, "thu.nghiem", TODAY, "Thử", expected=seen, clock=CLOCK)
    with pytest.raises(Conflict):
        services.discard_draft(OPERATOR, "thu.nghiem", expected=seen)
    assert from_text(Form.objects.get(code="thu.nghiem").draft).title == "Một"


def test_refusals_of_publishing() -> None:
    published(small())

    def refused(definition: Definition, day: date) -> str:
        with pytest.raises(DomainError) as error, Undone():
            published(definition, day)
        return error.value.id

    assert refused(small(), TODAY) == "nothing_changed"
    assert refused(small(title="Khác"), TODAY - timedelta(days=1)) == "form_backdated"
    assert refused(small(code="thu.khac", title="Khác"), TODAY) == "form_other_in_force"
    published(small(title="Sau"), TODAY + timedelta(days=9))
    assert refused(small(title="Trước"), TODAY + timedelta(days=3)) == "form_later_period"
    with pytest.raises(Conflict):
        services.create(OPERATOR, small(), clock=CLOCK)
    with pytest.raises(DomainError):
        services.create(OPERATOR, small(code="default.1"), clock=CLOCK)


class Undone:
    """Nothing that happens inside stays."""

    def __enter__(self) -> None:
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error: object) -> None:
        self.atomic.__exit__(*error)  # type: ignore[arg-type] # as it came


def test_a_withdrawn_form_gives_way_to_the_made_one() -> None:
    published(small())
    services.withdraw(OPERATOR, "thu.nghiem", TODAY, "Hết dùng", clock=CLOCK)
    assert form_for(SCHOOL, None, TODAY).code == "thu.nghiem"
    assert form_for(SCHOOL, None, TODAY + timedelta(days=1)).code == f"default.{SCHOOL}"
    with pytest.raises(DomainError):
        services.withdraw(OPERATOR, "thu.nghiem", TODAY, "Lần nữa", clock=CLOCK)


def test_a_draft_that_was_never_published_goes_as_a_whole() -> None:
    services.create(OPERATOR, small(), clock=CLOCK)
    services.discard_draft(OPERATOR, "thu.nghiem", expected=revision(small()))
    assert not Form.objects.filter(code="thu.nghiem").exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda: services.create(NOBODY, small()),
        lambda: services.save_draft(NOBODY, small(), expected=""),
        lambda: services.start_draft(NOBODY, "thu.nghiem"),
        lambda: services.discard_draft(NOBODY, "thu.nghiem", expected=""),
        lambda: services.publish(NOBODY, "thu.nghiem", TODAY, "Thử", expected=""),
        lambda: services.withdraw(NOBODY, "thu.nghiem", TODAY, "Thử"),
    ],
)
def test_nobody_without_the_right_writes(write: object) -> None:
    with pytest.raises(Forbidden):
        write()  # type: ignore[operator] # a writer of the list


def test_what_a_procedure_asks_costs_few_statements(with_forms: None) -> None:
    for code in ("1.001193", SCHOOL):  # what a process knows of a version it reads once
        form_for(code, None, TODAY)
    with CaptureQueriesContext(connection) as asked:
        form_for("1.001193", None, TODAY)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        form_for(SCHOOL, None, TODAY)
    assert len(asked) <= 2


def test_every_form_of_the_demonstration_is_clean_and_in_force(with_forms: None) -> None:
    found = list(checked_all(TODAY))
    assert len(found) >= 12
    assert [
        (each.code, [str(finding.message) for finding in each.findings]) for each in found if each.findings
    ] == []
    assert {each.state for each in found} == {"in_force"}
    assert services.load_demo() == 0, "a second time changes nothing"


def test_the_made_form_of_every_procedure_passes_the_check() -> None:
    faults = {}
    for code, version in demonstration().items():
        made = default_form(code, "", version)
        assert from_text(to_text(made)) == made
        faults[code] = [str(finding.message) for finding in check(made, version)]
    assert len(faults) > 60
    assert {code: found for code, found in faults.items() if found} == {}


def test_the_command_tells_faults_and_ends_with_one(
    with_forms: None, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    import argparse

    command = FORM["check"]
    assert command.run(argparse.Namespace(code="", json=True)) == 0
    said = json.loads(capsysbinary.readouterr().out)
    assert (said["ok"], said["faults"], said["forms"]) == (True, 0, len(said["checked"]))
    services.create(OPERATOR, replace(small(), declares=()), clock=CLOCK)
    assert command.run(argparse.Namespace(code="thu.nghiem", json=True)) == 1
    said = json.loads(capsysbinary.readouterr().out)
    assert said["checked"][0]["state"] == "draft"
    assert [each["kind"] for each in said["checked"][0]["findings"]] == ["component_without_field"]
    with pytest.raises(NotFound):
        command.run(argparse.Namespace(code="khong.co", json=True))


def test_papers_that_appear_twice_are_asked_once() -> None:
    twice = content("Bản vẽ", "bản vẽ ", "Đơn")
    made = default_form("1.001193", "", twice)
    assert check(made, twice) == []
    files = [field for _, field in made.fields() if isinstance(field, FileField)]
    assert [field.component for field in files] == ["Bản vẽ", "Đơn"]
    assert choice().id == "color"
