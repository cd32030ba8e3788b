"""Each page for each role: shown, refused in words, or sent to sign in."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, placed, words_of
from tests.dossiers.room import (
    ADMINISTRATOR,
    CONTROLLER,
    HANDLER,
    HANDLER_CODE,
    HEAD,
    INSPECTOR,
    LEADER,
    RECEPTION,
    STRANGER,
)

ROLES = (RECEPTION, HEAD, HANDLER, LEADER, INSPECTOR, CONTROLLER, ADMINISTRATOR, STRANGER)
OK, AWAY, NO, GONE, UNFIT = 200, 302, 403, 404, 400

PAGES = {
    #                               RECEPTION HEAD HANDLER LEADER INSPECT CONTROL ADMIN STRANGER
    "/ban-lam-viec/": (OK, OK, OK, OK, AWAY, AWAY, AWAY, OK),
    "/ban-lam-viec/xuat/csv/": (OK, OK, OK, OK, NO, NO, NO, OK),
    "/don-vi/": (NO, OK, NO, OK, NO, NO, NO, NO),
    "/don-vi/?nguoi=-&nhom=late&sau=1.2.3.4": (NO, OK, NO, OK, NO, NO, NO, NO),
    "/don-vi/lam-thay/": (NO, NO, NO, OK, NO, NO, NO, NO),
    "/don-vi/lo/0/": (GONE, GONE, GONE, GONE, NO, NO, NO, GONE),
    "/tiep-nhan/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/tiep-nhan/thu-tuc/?q=khai": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/tiep-nhan/xong/CODE/": (OK, OK, NO, NO, NO, NO, NO, GONE),
    "/tiep-nhan/hom-nay/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/tiep-nhan/quay/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/nguoi-dan/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/hang-cho/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/ho-so/": (OK, OK, OK, OK, OK, OK, NO, OK),
    "/ho-so/xuat/xlsx/": (OK, OK, OK, OK, OK, OK, NO, OK),
    "/tim/?q=CODE": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, NO, AWAY),
    "/ho-so/CODE/": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "/ho-so/CODE/cach-tinh/": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "/ho-so/CODE/nhat-ky/": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "/ho-so/CODE/so-dinh-danh/": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "/ho-so/CODE/in/receipt/": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "/ho-so/CODE/lam/transfer/": (OK, NO, NO, NO, NO, NO, NO, GONE),
    "/ho-so/CODE/giay-to-so-hoa/": (OK, OK, NO, NO, NO, NO, NO, GONE),
    "/kho-giay-to/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/ho-so/CODE/de-nghi-dinh-chinh/": (OK, NO, NO, NO, NO, NO, NO, GONE),
    "/truc-tuyen/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/lien-thong/": (NO, NO, OK, OK, OK, OK, NO, NO),
    "/so-theo-doi/": (OK, OK, NO, OK, OK, OK, NO, OK),
    "/bo-phan/": (OK, OK, NO, OK, OK, OK, NO, OK),
    "/bo-phan/tre/": (OK, OK, NO, OK, OK, OK, NO, OK),
    "/bo-phan/ho-so/?muc=late": (OK, OK, NO, OK, OK, OK, NO, OK),
    "/bo-phan/ho-so/?muc=status": (GONE, GONE, NO, GONE, GONE, GONE, NO, GONE),
    "/ho-so/CODE/thu-phi/": (OK, OK, NO, NO, NO, NO, NO, GONE),
    "/ho-so/CODE/mien-phi/": (OK, OK, NO, NO, NO, NO, NO, GONE),
    "/ho-so/CODE/hoan-phi/BL-1/": (NO, NO, NO, NO, NO, NO, NO, NO),
    "/ho-so/CODE/rut-mien-phi/": (NO, NO, NO, NO, NO, NO, NO, NO),
    "/thu-phi/": (OK, OK, NO, NO, NO, NO, NO, OK),
    "/thu-phi/quy/0/": (GONE, GONE, NO, NO, NO, NO, NO, GONE),
    "/thu-phi/chot/0/in/": (GONE, GONE, GONE, GONE, GONE, GONE, NO, GONE),
    "/thu-phi/bien-lai/BL-0/in/": (GONE, GONE, GONE, GONE, GONE, GONE, NO, GONE),
    "/thu-phi/phieu-hoan/HT-0/in/": (GONE, GONE, GONE, GONE, GONE, GONE, NO, GONE),
    "/thu-phi/bo-phan/": (NO, OK, NO, NO, OK, OK, NO, NO),
    "/thu-phi/bo-phan/xuat/pdf/": (NO, OK, NO, NO, OK, OK, NO, NO),
    "/thu-phi/bo-phan/xuat/xlsx/": (NO, OK, NO, NO, OK, OK, NO, NO),
    "/thu-phi/doi-soat/": (NO, OK, NO, NO, OK, OK, NO, NO),
    "/thu-phi/doi-soat/xuat/xlsx/": (NO, OK, NO, NO, OK, OK, NO, NO),
    "/thu-phi/doi-soat/xuat/csv/": (NO, OK, NO, NO, OK, OK, NO, NO),
    "/thu-phi/doi-soat/lenh/MC00000000/": (NO, GONE, NO, NO, GONE, GONE, NO, NO),
    "/thu-phi/quyet-toan/": (NO, OK, NO, OK, OK, OK, NO, NO),
    "/thu-phi/quyet-toan/QT-0/in/": (NO, GONE, NO, GONE, GONE, GONE, NO, NO),
    "/lich/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/lich/khac-biet/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/lich/tinh-lai/": (NO, OK, NO, OK, NO, NO, NO, NO),
    "/lich/tinh-lai/dang-chay/": (NO, OK, NO, OK, NO, NO, NO, NO),
    "/lich/doi/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/tai-khoan/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/tai-khoan/lop-hai/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/lich/gio/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/": (NO, NO, NO, NO, OK, NO, OK, NO),
    "/quan-tri/thay-doi/": (NO, NO, NO, NO, OK, NO, OK, NO),
    "/quan-tri/mau-thuan/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/tai-khoan/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/tai-khoan-moi/": (NO, NO, NO, NO, NO, NO, OK, NO),
    f"/quan-tri/tai-khoan/{HANDLER}/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/tin-nhan/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/tin-nhan/received/sms/vi/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/tin-nhan/received/fax/vi/": (NO, NO, NO, NO, NO, NO, GONE, NO),
    "/ho-so/CODE/tin-nhan/": (OK, OK, OK, OK, OK, OK, NO, GONE),
    "/quan-tri/bieu-mau/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/bieu-mau/moi/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/bieu-mau/khong.co/": (GONE, GONE, GONE, GONE, GONE, GONE, GONE, GONE),
    "/quan-tri/bieu-mau/khong.co/xem/": (GONE, GONE, GONE, GONE, GONE, GONE, GONE, GONE),
    "/quan-tri/bieu-mau/khong.co/trang-moi/": (NO, NO, NO, NO, NO, NO, GONE, NO),
    "/quan-tri/danh-muc/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/danh-muc/1.004884/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/danh-muc/moi/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/danh-muc/1.004884/phien-ban/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/danh-muc/1.004884/bai-bo/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/danh-muc/1.004884/muc-thu/abc/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/quy-trinh/PROC/1/chuyen/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/quy-trinh/PROC/1/chuyen/dang-chay/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/quy-trinh/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/quy-trinh/PROC/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quy-trinh/HASH.bpmn": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/quy-trinh/nhap/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/quy-trinh/PROC/ve/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/quy-dinh/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/quan-tri/quy-dinh/R2025/count/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/dang-nhap/": (NO, NO, NO, NO, OK, NO, OK, NO),
    "/quan-tri/khoa-truy-cap/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/nhac-viec/": (OK, OK, OK, OK, NO, NO, NO, OK),
    "/quan-tri/hop-thu-di/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/van-hanh/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/them/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/sua/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/ket-thuc/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/gio/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/tai-khoan-nhan-tien/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/tai-khoan-nhan-tien/BANK/ket-thuc/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/mo-bo-phan/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/them-vi-tri/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/co-quan/WARD/ke-thua/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/ke-thua/HEIR/bo/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/bo-phan/DOOR/sua/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/bo-phan/DOOR/dong/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/bo-phan/DOOR/them-quay/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/quay/COUNTER/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/vi-tri/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/vi-tri/n01273-ld1/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/vi-tri/n01273-ld1/sua/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/vi-tri/n01273-ld1/ket-thuc/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/vi-tri/n01273-ld1/giao/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/vi-tri/n01273-ld1/lam-thay/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/phan-cong/HELD/ket-thuc/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/lam-thay/STANDS/ket-thuc/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/can-bo/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/can-bo/them/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/can-bo/CB0015/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/can-bo/CB0015/sua/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/can-bo/CB0015/thoi-viec/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/quan-tri/can-bo/CB0015/tro-lai/": (NO, NO, NO, NO, NO, NO, OK, NO),
    "/phan-anh-kien-nghi/": (NO, NO, OK, OK, NO, OK, NO, NO),
    "/phan-anh-kien-nghi/so/": (NO, NO, NO, NO, NO, OK, NO, NO),
    "/phan-anh-kien-nghi/so/xuat/csv/": (NO, NO, NO, NO, NO, OK, NO, NO),
    "/phan-anh-kien-nghi/thong-ke/": (NO, NO, NO, NO, NO, OK, NO, NO),
    "/phan-anh-kien-nghi/thong-ke/xuat/csv/": (NO, NO, NO, NO, NO, OK, NO, NO),
    "/phan-anh-kien-nghi/thoi-han/": (OK, OK, OK, OK, OK, OK, OK, OK),
    "/phan-anh-kien-nghi/danh-gia-cua-toi/": (OK, OK, OK, OK, NO, NO, NO, OK),
    "/phan-anh-kien-nghi/PA-260101-AAAAAA/": (NO, NO, GONE, GONE, NO, GONE, NO, NO),
    "/phan-anh-kien-nghi/PA-260101-AAAAAA/lam/draft/": (NO, NO, GONE, GONE, NO, GONE, NO, NO),
    "/nguoi-da-nghi/": (NO, OK, NO, OK, NO, NO, NO, NO),
    "/tong-quan/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/tong-quan/?mo=early2": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/tong-quan/?mo=steps": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/tong-quan/?ban-do=diem": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/bai-bao/?mo=resolved": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/payment/?hang=total&cot=received&theo=level": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/ii-06a/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/ii-06a/tep/csv/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/tep/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/tep/dang-lam/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/chin-chi-so/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/chin-chi-so/?mo=3": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/so-nhap-tay/?bo=766&thanh-phan=1.4&tu=2026-03-01&den=2026-03-31": (
        NO,
        NO,
        NO,
        NO,
        NO,
        OK,
        NO,
        NO,
    ),
    "/bao-cao/chi-so-766/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/chi-so-766/?mo=2.1&xem=dat": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/bao-cao/ii-06a/?hang=total&cot=3&quy-tac=law&so-voi=npsp": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/so-cua-toi/": (OK, OK, OK, OK, NO, NO, NO, OK),
    "/so-cua-toi/?mo=received": (OK, OK, OK, OK, NO, NO, NO, OK),
    "/so-cua-nhom/": (NO, OK, NO, OK, NO, NO, NO, NO),
    f"/so-cua-nhom/{HANDLER_CODE}/": (NO, GONE, NO, UNFIT, NO, NO, NO, NO),
    "/nhat-ky/luot-xem-so/": (NO, NO, NO, NO, OK, NO, NO, NO),
    "/ra-soat/": (NO, NO, NO, OK, OK, OK, NO, NO),
    "/ra-soat/soan/": (NO, NO, NO, NO, NO, OK, NO, NO),
    "/ra-soat/0/": (NO, NO, NO, GONE, GONE, GONE, NO, NO),
    "/ra-soat/0/in/": (NO, NO, NO, GONE, GONE, GONE, NO, NO),
    "/ra-soat/0/sua/": (NO, NO, NO, NO, NO, GONE, NO, NO),
    "/nhat-ky/kiem-tra/": (NO, NO, NO, NO, OK, OK, OK, NO),
    "/nhat-ky/kiem-tra/dang-chay/": (NO, NO, NO, NO, OK, OK, OK, NO),
    "/nhat-ky/luot-mo/": (NO, OK, NO, OK, OK, OK, NO, NO),
    "/nhat-ky/luot-mo/?ma=CODE": (NO, OK, NO, OK, OK, OK, NO, NO),
    "/nhat-ky/luot-mo/xuat/csv/": (NO, OK, NO, OK, OK, OK, NO, NO),
    "/ho-so/CODE/dinh-chinh/": (NO, OK, NO, OK, NO, NO, NO, GONE),
}


@pytest.mark.parametrize("page", PAGES)
def test_page_for_each_role(sign_in: SignIn, received: str, page: str) -> None:
    address = placed(page, received)
    assert {who: sign_in(who).get(address).status_code for who in ROLES} == dict(
        zip(ROLES, PAGES[page], strict=True)
    )


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_in(received: str, page: str) -> None:
    answer = Client().get(placed(page, received))
    assert answer.status_code == AWAY
    assert answer["Location"].startswith("/dang-nhap/?next=/")


def test_a_stranger_is_told_the_same_as_of_a_code_that_is_nobody_s(sign_in: SignIn, received: str) -> None:
    browser = sign_in(STRANGER)
    other = received[:-4] + "9999"
    theirs, nobodys = browser.get(f"/ho-so/{received}/"), browser.get(f"/ho-so/{other}/")
    assert words_of(theirs).replace(received, "X") == words_of(nobodys).replace(other, "X")


def test_htmx_without_a_session_is_told_to_sign_in(received: str) -> None:
    answer = Client().get(f"/ho-so/{received}/lam/transfer/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.content == b""
