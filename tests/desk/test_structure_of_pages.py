"""What a screen reader, the keyboard and the content security policy rely on, on every page of the desk."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from tests.desk.conftest import SignIn, placed, tree_of
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HEAD, INSPECTOR, LEADER, RECEPTION

PAGES = [
    (RECEPTION, "/ban-lam-viec/"),
    (RECEPTION, "/tiep-nhan/"),
    (RECEPTION, "/tiep-nhan/?procedure=1.004884"),
    (RECEPTION, "/tiep-nhan/xong/CODE/"),
    (RECEPTION, "/ho-so/"),
    (RECEPTION, "/ho-so/?q=H14.40.03-26112-0001"),
    (RECEPTION, "/ho-so/CODE/"),
    (RECEPTION, "/ho-so/CODE/de-nghi-dinh-chinh/"),
    (HANDLER, "/ho-so/CODE/lam/propose_supplement/"),
    (HANDLER, "/ho-so/CODE/lam/request_consultation/"),
    (HANDLER, "/ho-so/CODE/cach-tinh/"),
    (INSPECTOR, "/ho-so/CODE/"),
    (HEAD, "/so-theo-doi/"),
    (HEAD, "/bo-phan/"),
    (INSPECTOR, "/bo-phan/"),
    (ADMINISTRATOR, "/lich/"),
    (ADMINISTRATOR, "/lich/khac-biet/"),
    (ADMINISTRATOR, "/lich/gio/"),
    (ADMINISTRATOR, "/lich/doi/"),
    (ADMINISTRATOR, "/quan-tri/"),
    (ADMINISTRATOR, "/quan-tri/thay-doi/"),
    (ADMINISTRATOR, "/quan-tri/mau-thuan/"),
    (ADMINISTRATOR, "/quan-tri/dang-nhap/"),
    (ADMINISTRATOR, "/quan-tri/co-quan/"),
    (ADMINISTRATOR, "/quan-tri/co-quan/WARD/"),
    (ADMINISTRATOR, "/quan-tri/can-bo/"),
    (ADMINISTRATOR, "/quan-tri/can-bo/CB0015/"),
    (ADMINISTRATOR, "/quan-tri/vi-tri/"),
    (ADMINISTRATOR, "/quan-tri/vi-tri/n01273-ld1/"),
    (ADMINISTRATOR, "/quan-tri/co-quan/WARD/sua/"),
    (ADMINISTRATOR, "/quan-tri/co-quan/WARD/gio/"),
    (ADMINISTRATOR, "/quan-tri/co-quan/WARD/ket-thuc/"),
    (ADMINISTRATOR, "/quan-tri/vi-tri/n01273-ld1/giao/"),
    (LEADER, "/nguoi-da-nghi/"),
    (INSPECTOR, "/nhat-ky/kiem-tra/"),
]


@pytest.fixture(params=PAGES, ids=lambda page: f"{page[0]}-{page[1]}")
def tree(request: pytest.FixtureRequest, sign_in: SignIn, with_handler: str) -> Any:
    who, address = request.param
    answer = sign_in(who).get(placed(address, with_handler))
    assert answer.status_code == 200
    return tree_of(answer)


def test_a_page_is_sound(tree: Any) -> None:
    assert len(tree.xpath("//h1")) + len(tree.xpath("//h2[@class='h1']")) == 1
    ranks = [int(each.tag[1]) for each in tree.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert all(after - before <= 1 for before, after in pairwise(ranks)), ranks
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_nothing_inline(tree: Any) -> None:
    assert tree.xpath("//script[not(@src)] | //style | //*[@style]") == []
    assert [name for name in tree.xpath("//@*") if name.attrname.startswith("on")] == []


def test_every_field_has_a_name_and_no_words_inside(tree: Any) -> None:
    for field in tree.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea"):
        named = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or tree.xpath("//label[@for=$id]", id=field.get("id", ""))
            or field.xpath("ancestor::label")
        )
        assert named, (field.get("name"), field.get("id"))
        assert field.get("placeholder") is None
    for ids in tree.xpath("//@aria-describedby | //@aria-labelledby"):
        assert all(tree.xpath("//*[@id=$id]", id=each) for each in ids.split()), ids


def test_every_key_is_spoken_and_listed(tree: Any) -> None:
    owners = tree.xpath("//*[@data-key]")
    assert {"/", "?"} <= {owner.get("data-key") for owner in owners}
    assert all(owner.get("aria-keyshortcuts") for owner in owners)


def test_a_page_names_regime_and_calendar_where_it_promises(sign_in: SignIn, with_handler: str) -> None:
    for page in (f"/ho-so/{with_handler}/", f"/ho-so/{with_handler}/cach-tinh/"):
        words = tree_of(sign_in(HANDLER).get(page)).text_content()
        assert "Quy định: Nghị định 118/2025/NĐ-CP" in words
        assert "Lịch làm việc: bản db-1" in words
