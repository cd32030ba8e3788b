"""File names from outside are made safe and stay readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.inspection.names import clean_name, extension, with_extension


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("Đơn đề nghị.pdf", "Đơn đề nghị.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\giấy.pdf", "giấy.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("thư\u202efdp.exe", "thưfdp.exe"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("  . .. ", "tep"),
        ("", "tep"),
        ("/", "tep"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("Nguye\u0302\u0303n.pdf", "Nguyễn.pdf"),
    ],
)
def test_names(given_name: str, clean: str) -> None:
    assert clean_name(given_name) == clean


def test_a_long_name_keeps_its_extension_and_whole_letters() -> None:
    clean = clean_name("ữ" * 300 + ".pdf")
    assert clean.endswith("ữ.pdf")
    assert 250 <= len(clean.encode()) <= 255


@given(st.text(max_size=400))
def test_any_name_is_safe(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean.encode()) <= 255
    assert not set(clean) & set('/\\<>:"|?*\0\n\r\t')
    assert clean not in (".", "..")
    assert clean_name(clean) == clean


def test_extensions() -> None:
    assert extension("a.b.PDF") == "pdf"
    assert extension("không có") == ""
    assert with_extension("a.exe", "pdf") == "a.pdf"
