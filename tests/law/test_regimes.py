"""The three regimes: what changed by decree, from which day, and how sure we are."""

from __future__ import annotations

import importlib
from datetime import date

import msgspec
import pytest
from tests.support.databases import forget_kept_rows

from motcua.foundation.errors import DomainError
from motcua.law.regimes import FORM_KEYS, PAPER_KEYS, SOURCED, Regime, regime, regime_on, regimes

all_regimes = pytest.mark.parametrize("law", regimes(), ids=lambda law: law.id)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-06-21", "R2018"),
        ("2021-12-05", "R2018"),
        ("2021-12-06", "R2021"),
        ("2022-11-22", "R2021"),
        ("2025-06-30", "R2021"),
        ("2025-07-01", "R2025"),
        ("2031-01-01", "R2025"),
    ],
)
def test_the_regime_follows_the_day_of_reception(day: str, expected: str) -> None:
    assert regime_on(date.fromisoformat(day)).id == expected


def test_before_decree_61_there_is_none() -> None:
    with pytest.raises(DomainError) as error:
        regime_on(date(2018, 6, 20))
    assert error.value.id == "no_regime"
    assert error.value.message == "Không có quy định một cửa nào cho ngày 20/6/2018 trong hệ thống."
    assert "21/6/2018" in error.value.next_step


def test_by_id_and_in_order() -> None:
    assert [each.id for each in regimes()] == ["R2018", "R2021", "R2025"]
    assert regime("R2021") is regimes()[1]
    with pytest.raises(KeyError):
        regime("R1999")


def test_a_new_database_leaves_the_law_as_it_is() -> None:
    """Each room imports `regimes`; forgetting what rooms keep of a database once made a second generation."""
    importlib.import_module("motcua.organisation.regime_settings")
    before = regimes()
    forget_kept_rows()
    assert regimes() is before
    assert all(regime(each.id) is each for each in before)


@all_regimes
def test_statuses_have_their_national_names(law: Regime) -> None:
    assert [law.status_name(number) for number in range(1, 11)] == [
        "Mới đăng ký",
        "Được tiếp nhận",
        "Không được tiếp nhận",
        "Đang xử lý",
        "Yêu cầu bổ sung giấy tờ",
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        "Công dân yêu cầu rút hồ sơ",
        "Dừng xử lý",
        "Đã xử lý xong",
        "Đã trả kết quả",
    ]


@all_regimes
def test_every_rule_has_citation_day_and_mark(law: Regime) -> None:
    assert set(law.sources) == set(SOURCED)
    sources = [
        *law.sources.values(),
        *(row.source for row in law.transitions),
        *(form.source for form in (*law.forms.values(), *law.papers.values())),
    ]
    for source in sources:
        assert source.citation
        assert source.mark in ("seen", "memory", "proposal")
        assert date(2018, 1, 1) <= source.effective <= (law.valid_to or date(2026, 12, 31))
        assert source.note or source.mark != "proposal", f"{source.citation}: a choice says why"


@all_regimes
def test_defaults_of_the_contracts(law: Regime) -> None:
    assert (law.count, law.after_15) == ("hours", "off")
    assert (law.reschedule.maximum, law.reschedule.days_before) == (1, 1)
    assert (law.supplement_notice_days, law.second_supplement) == (3, "legal_ground")


@pytest.mark.parametrize("law_id", ["R2018", "R2021"])
def test_decree_61_restarts_by_article_19(law_id: str) -> None:
    law = regime(law_id)
    assert law.supplement_policy == "restart"
    assert "Điều 19 khoản 4" in law.sources["supplement_policy"].citation


def test_the_choice_for_2025_is_marked_as_one() -> None:
    assert regime("R2025").sources["supplement_policy"].mark == "proposal"


def test_the_text_of_decree_107_was_not_seen() -> None:
    assert regime("R2018").sources["supplement_policy"].mark == "seen"
    assert regime("R2021").sources["supplement_policy"].mark == "memory"


@pytest.mark.parametrize("law_id", ["R2018", "R2021"])
def test_six_forms_of_circular_01_2018(law_id: str) -> None:
    assert {key: form.number for key, form in regime(law_id).forms.items()} == {
        "receipt": "01",
        "supplement": "02",
        "refusal": "03",
        "apology": "04",
        "control_slip": "05",
        "logbook": "06",
    }


def test_seven_forms_of_circular_03_2025() -> None:
    forms = regime("R2025").forms
    assert tuple(forms) == FORM_KEYS
    assert [form.number for form in forms.values()] == ["01", "02", "03", "04", "05", "06", "07"]
    assert forms["stop_notice"].title == "Thông báo dừng giải quyết hồ sơ"
    assert forms["apology"].title == "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"


@all_regimes
def test_papers_of_interlinked_work_and_urging_have_no_number(law: Regime) -> None:
    """Decree 61/2018 art. 9, 19(5) and 19(6) name them; no circular gives a form."""
    assert tuple(law.papers) == PAPER_KEYS
    assert {form.number for form in law.papers.values()} == {""}
    assert law.printed("transfer_slip") is law.papers["transfer_slip"]
    assert law.printed("receipt") is law.forms["receipt"]
    assert law.printed("stop") is None


@all_regimes
def test_only_the_logbook_is_large(law: Regime) -> None:
    assert {key for key, form in law.forms.items() if form.paper == "A4"} == {"logbook"}


def test_levels_and_codes() -> None:
    assert [law.levels for law in regimes()] == [("province", "district", "commune")] * 2 + [
        ("province", "commune")
    ]
    assert [law.code_form for law in regimes()] == ["circular_01_2018"] * 2 + ["decision_20_2020"]


@all_regimes
def test_all_transitions_are_there(law: Regime) -> None:
    assert {row.id for row in law.transitions} == {f"T{number}" for number in range(1, 35)}


def test_a_regime_cannot_be_changed_in_passing() -> None:
    law = regime("R2021")
    with pytest.raises(AttributeError):
        law.count = "whole_days"  # type: ignore[misc]
    with pytest.raises(TypeError):
        law.forms["receipt"] = law.forms["refusal"]  # type: ignore[index]
    assert msgspec.structs.replace(law, count="whole_days").count == "whole_days"
