"""Form 01 is printed twice: for the applicant, and for the section (Circular 01/2018)."""

from __future__ import annotations

from tests.papers import samples
from tests.papers.reading import pages_of

from motcua.dossiers.papers import Component, Press


def test_both_copies_are_printed_each_with_its_own_pages(press: Press) -> None:
    first, second = pages_of(press.print(samples.receipt(copies=(1, 2))))
    assert "Liên 1: giao người nộp hồ sơ" in first
    assert "Liên 2: lưu tại Bộ phận Một cửa" in second
    assert "Trang 1/1" in first
    assert "Trang 1/1" in second
    assert "(tiếp theo)" not in second


def test_the_secret_stands_on_the_applicants_copy_alone(press: Press) -> None:
    first, second = pages_of(press.print(samples.receipt(copies=(1, 2))))
    assert "K7QX2M9P" in first
    assert "K7QX2M9P" not in second


def test_a_normal_dossier_with_principal_and_explanation_fits_one_page(press: Press) -> None:
    paper = samples.receipt(copies=(1,), principal=samples.PRINCIPAL)
    assert len(pages_of(press.print(paper))) == 1


def test_a_long_list_flows_on_with_the_header_lines_repeated(press: Press) -> None:
    many = tuple(Component(no=no, name=f"Giấy tờ thứ {no}", kind="Bản sao") for no in range(1, 41))
    pages = pages_of(press.print(samples.receipt(components=many, copies=(1, 2))))
    assert len(pages) == 4
    assert "(tiếp theo)" in pages[1]
    assert samples.CODE in pages[1]
    assert "Trang 2/2" in pages[1]
    assert "TT Tên giấy tờ Loại Số lượng" in pages[1]
    assert "Trang 1/2" in pages[2]
    assert all(f"Giấy tờ thứ {no} " in pages[0] + pages[1] for no in range(1, 41))


def test_signatures_never_stand_without_their_names(press: Press) -> None:
    for count in range(1, 20):
        some = tuple(Component(no=no, name=f"Giấy tờ {no}") for no in range(1, count + 1))
        pages = pages_of(press.print(samples.receipt(components=some, copies=(1,))))
        page = next(text for text in pages if "NGƯỜI TIẾP NHẬN HỒ SƠ" in text)
        assert "Hoàng Văn Ích" in page
