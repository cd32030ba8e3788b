"""Queries a page: at most fifteen, and as many for one row as for many."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, filled, placed, receive
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HEAD, INSPECTOR, LEADER, RECEPTION
from tests.support.statements import counting

MOST = 15
PAGES = [
    (RECEPTION, "/ban-lam-viec/"),
    (HANDLER, "/ban-lam-viec/"),
    (LEADER, "/ban-lam-viec/"),
    (LEADER, "/don-vi/"),
    (LEADER, "/don-vi/lam-thay/"),
    (HEAD, "/don-vi/?nguoi=-&nhom=late&buoc=receive&thu-tuc=1.004884&tre=1"),
    (RECEPTION, "/tiep-nhan/"),
    (RECEPTION, "/tiep-nhan/thu-tuc/?q=khai+sinh"),
    (RECEPTION, "/tiep-nhan/xong/CODE/"),
    (RECEPTION, "/tiep-nhan/hom-nay/"),
    (RECEPTION, "/tiep-nhan/quay/"),
    (RECEPTION, "/hang-cho/"),
    (RECEPTION, "/hang-cho/man-hinh/H14.40.03/"),
    (RECEPTION, "/ho-so/"),
    (INSPECTOR, "/ho-so/?q=hoang"),
    (HANDLER, "/ho-so/CODE/"),
    (LEADER, "/ho-so/CODE/"),
    (HANDLER, "/ho-so/CODE/lam/propose_result/"),
    (HANDLER, "/ho-so/CODE/lam/request_consultation/"),
    (HANDLER, "/ho-so/CODE/lam/send_parts/"),
    (HANDLER, "/lien-thong/"),
    (INSPECTOR, "/lien-thong/?muc=done"),
    (HANDLER, "/ho-so/CODE/cach-tinh/"),
    (HEAD, "/ho-so/CODE/dinh-chinh/"),
    (RECEPTION, "/ho-so/CODE/de-nghi-dinh-chinh/"),
    (RECEPTION, "/ho-so/CODE/"),
    (INSPECTOR, "/nhat-ky/kiem-tra/"),
    (INSPECTOR, "/nhat-ky/luot-mo/"),
    (HEAD, "/nhat-ky/luot-mo/?ma=CODE&nguoi=a&tu=2026-01-01&den=2026-12-31"),
    (HEAD, "/so-theo-doi/"),
    (HEAD, "/bo-phan/"),
    (HEAD, "/bo-phan/tre/"),
    (RECEPTION, "/ho-so/CODE/thu-phi/"),
    (RECEPTION, "/thu-phi/"),
    (HEAD, "/thu-phi/bo-phan/"),
    (INSPECTOR, "/thu-phi/bo-phan/"),
    (LEADER, "/thu-phi/quyet-toan/"),
    (HEAD, "/thu-phi/quyet-toan/"),
    (INSPECTOR, "/bo-phan/"),
    (HEAD, "/bo-phan/ho-so/?muc=open"),
    (ADMINISTRATOR, "/lich/"),
    (HEAD, "/lich/tinh-lai/"),
    (LEADER, "/lich/tinh-lai/"),
    (ADMINISTRATOR, "/lich/khac-biet/"),
    (ADMINISTRATOR, "/lich/gio/"),
    (ADMINISTRATOR, "/quan-tri/"),
    (ADMINISTRATOR, "/quan-tri/thay-doi/"),
    (ADMINISTRATOR, "/quan-tri/mau-thuan/"),
    (ADMINISTRATOR, "/quan-tri/danh-muc/"),
    (ADMINISTRATOR, "/quan-tri/danh-muc/1.004884/"),
    (ADMINISTRATOR, "/quan-tri/danh-muc/1.004884/phien-ban/"),
    (ADMINISTRATOR, "/quan-tri/quy-trinh/"),
    (ADMINISTRATOR, "/quan-tri/quy-trinh/?q=1.0&qd=0000/QĐ-UBND&xem=in_force"),
    (ADMINISTRATOR, "/quan-tri/quy-trinh/PROC/"),
    (ADMINISTRATOR, "/quan-tri/quy-trinh/PROC/ve/"),
    (ADMINISTRATOR, "/quan-tri/quy-trinh/PROC/1/chuyen/"),
    (HANDLER, "/quy-trinh/HASH.bpmn"),
    (ADMINISTRATOR, "/quan-tri/quy-trinh/nhap/"),
    (ADMINISTRATOR, "/quan-tri/quy-dinh/"),
    (ADMINISTRATOR, "/quan-tri/quy-dinh/R2025/count/"),
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
    (HANDLER, "/tai-khoan/"),
    (HANDLER, "/nhac-viec/"),
    (ADMINISTRATOR, "/quan-tri/hop-thu-di/"),
    (ADMINISTRATOR, "/quan-tri/tai-khoan/"),
    (ADMINISTRATOR, "/quan-tri/tai-khoan-moi/"),
    (ADMINISTRATOR, f"/quan-tri/tai-khoan/{HANDLER}/"),
    (ADMINISTRATOR, "/quan-tri/khoa-truy-cap/"),
    (ADMINISTRATOR, "/quan-tri/van-hanh/"),
]


def count(browser: Client, address: str) -> int:
    browser.get(address)  # what a process keeps is read once
    with counting() as caught:
        assert browser.get(address).status_code == 200
    return len(caught.texts)


@pytest.mark.parametrize(("who", "page"), PAGES)
def test_at_most_fifteen(sign_in: SignIn, with_handler: str, who: str, page: str) -> None:
    assert count(sign_in(who), placed(page, with_handler)) <= MOST


@pytest.mark.parametrize("page", ["/ban-lam-viec/", "/ho-so/", "/so-theo-doi/", "/bo-phan/"])
def test_as_many_for_one_row_as_for_many(sign_in: SignIn, received: str, page: str) -> None:
    browser = sign_in(RECEPTION)
    one = count(browser, page)
    for _ in range(7):
        receive(browser, key=uuid4().hex)
    assert count(browser, page) == one


@pytest.mark.parametrize("address", ["/tiep-nhan/", "/tiep-nhan/hen-tra/"])
def test_the_counter_while_it_is_filled_in(sign_in: SignIn, received: str, address: str) -> None:
    browser, form = sign_in(RECEPTION), filled(step="look")
    browser.post(address, form)
    with counting() as caught:
        browser.post(address, form)
    assert len(caught.texts) <= MOST
