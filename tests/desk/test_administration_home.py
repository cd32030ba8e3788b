"""The administration home and the register of changes as pages."""

from __future__ import annotations

from tests.desk.conftest import SignIn, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, INSPECTOR

from motcua.desk.change_words import differences, value_word
from motcua.organisation.changes import record_change
from motcua.organisation.models import Change
from motcua.organisation.queries import person_by_login


def test_cards_follow_the_rights(sign_in: SignIn) -> None:
    administrators = tree_of(sign_in(ADMINISTRATOR).get("/quan-tri/")).xpath("//main//li/a/@href")
    inspectors = tree_of(sign_in(INSPECTOR).get("/quan-tri/")).xpath("//main//li/a/@href")
    assert {"/quan-tri/thay-doi/", "/quan-tri/dang-nhap/"} <= set(inspectors) < set(administrators)
    assert "/quan-tri/mau-thuan/" not in inspectors


def test_a_change_is_told_in_words(sign_in: SignIn) -> None:
    record_change(
        person_by_login(ADMINISTRATOR),
        kind="agency",
        subject="H14.40.03",
        named="UBND phường Thục Phán",
        before={"name": "Cũ", "valid_to": None, "level": "commune"},
        after={"name": "Mới", "valid_to": "2026-06-30", "level": "commune"},
        reason="Nghị quyết 12/NQ-HĐND",
    )
    page = sign_in(INSPECTOR).get("/quan-tri/thay-doi/?loai=agency&doi-tuong=thục+phán")
    told = words_of(page)
    assert "UBND phường Thục Phán" in told
    fields = [each.text_content() for each in tree_of(page).xpath("//dl[@class='diff']/*")]
    assert fields == ["Tên", "Cũ → Mới", "Đến hết ngày", "– → 30/6/2026"], "what stayed is not told"
    assert "Nghị quyết 12/NQ-HĐND" in told


def test_values_in_words() -> None:
    assert value_word("active", True) == "có"
    assert value_word("role", "leader") == "lãnh đạo phê duyệt"
    assert value_word("hours", ["T2 07:30–11:30", "T3 07:30–11:30"]) == "T2 07:30–11:30; T3 07:30–11:30"
    assert value_word("name", None) == "–"
    assert value_word("code", "2026-99-99") == "2026-99-99"
    assert differences(Change(before=None, after={"name": "", "code": "X"}))[0].after == "X"


def test_what_is_typed_into_the_filters_does_no_harm(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    for query in (
        "tu=0001-01-01",
        "den=9999-12-31",
        "loai=%00",
        "doi-tuong=%25%00",
        "trang=9999999999",
        "tu=x",
    ):
        assert browser.get(f"/quan-tri/thay-doi/?{query}").status_code == 200
