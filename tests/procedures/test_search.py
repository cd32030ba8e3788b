"""Search: without accents, by code, by field, best first, and nothing for nonsense."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.procedures.support import clock

from motcua.procedures import queries, services


@pytest.fixture(autouse=True)
def demonstration(db: None) -> Iterator[None]:
    services.load_demo(clock())
    return


def codes(text: str, **values: object) -> list[str]:
    return [hit.code for hit in queries.find(text, clock=clock(), **values)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dang ky khai sinh", "1.001193"),
        ("Đăng ký khai sinh", "1.001193"),
        ("ĐĂNG KÝ KHAI SINH", "1.001193"),
        ("thu tuc dang ky khai sinh", "1.001193"),
        ("dang ki khai sinh", "1.001193"),
        ("đăng ký kết hôn", "1.000894"),
        ("khai tu", "1.000656"),
        ("tach thua", "1.012784"),
        ("ho kinh doanh thanh lap", "1.001612"),
        ("1.001193", "1.001193"),
        ("  1.001193 ", "1.001193"),
        ("1.00119", "1.001193"),
        ("giay phep xay dung nha o", "1.013225"),
        ("mai tang cuu chien binh", "2.002307"),
    ],
)
def test_best_first(text: str, first: str) -> None:
    assert codes(text)[0] == first


def test_by_field() -> None:
    found = queries.find("dat dai", limit=50, clock=clock())
    assert len(found) >= 10
    assert {hit.field for hit in found[:10]} == {"Đất đai"}


def test_scores_fall_and_lie_between_0_and_1() -> None:
    scores = [hit.score for hit in queries.find("dang ky", limit=100, clock=clock())]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    "text", ["", "   ", "xyzzy qwerty", "%", "_", "'", "& | !", ":*", "\x00", "\\", "<->", "((("]
)
def test_nothing_for_nonsense(text: str) -> None:
    assert codes(text) == []


def test_hostile_text_is_only_text() -> None:
    assert codes("'; DROP TABLE procedures_procedure; --") == []
    codes("khai sinh " * 20_000)
    codes("<script>alert(1)</script>")
    assert codes("khai sinh")[0] == "1.001193"


def test_limit_and_level() -> None:
    assert len(codes("dang ky", limit=3)) == 3
    assert codes("dang ky", limit=0) == []
    at_province = queries.find("dang ky", level="province", limit=100, clock=clock())
    assert at_province
    assert all("province" in hit.level for hit in at_province)


def test_level_of_the_day() -> None:
    then = queries.find("thanh lap ho kinh doanh", on=date(2022, 4, 28))
    now = queries.find("thanh lap ho kinh doanh", on=date(2026, 11, 22))
    assert (then[0].level, now[0].level) == ("district", "commune")


def test_withdrawn_ones_are_left_out() -> None:
    assert "2.000488" in codes("ly lich tu phap", on=date(2022, 4, 28))
    assert "2.000488" not in codes("ly lich tu phap")
    assert codes("2.000488") == []


def test_listed_but_not_receivable(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
        "1.008888,Cấp phép bay khinh khí cầu,Hàng không,Ủy ban nhân dân cấp xã,Bộ,Dân,ACTIVE,STANDARD\n",
        encoding="utf-8",
    )
    services.import_file(listed, clock=clock())
    hit = queries.find("khinh khi cau", clock=clock())[0]
    assert (hit.code, hit.receivable, hit.level) == ("1.008888", False, "commune")
    offer = queries.offer("1.008888", on=date(2026, 11, 22))
    assert offer.blocked
    assert "danh mục" in offer.blocked
