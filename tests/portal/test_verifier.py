"""The verifier: real, forged, unknown and unreadable papers are told apart; hostile files break nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image
from tests.portal.conftest import OWNER, Handed

from motcua.dossiers.inspection_tables import DailySeal
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.papers.qr import qr_url
from motcua.dossiers.queries.paper_proof import paper_proof
from motcua.dossiers.seal import heads_of, root_over
from motcua.foundation.clock import day_of

OURS = "https://motcua.vidu.vn"
Ask = Callable[..., str]


@pytest.fixture
def ask(client: Client, handed: Handed) -> Ask:
    def send(status: int = 200, **data: object) -> str:
        with override_settings(MOTCUA_PUBLIC_URL=OURS):
            answer = client.post("/kiem-tra/", data)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return send


def address(code: str, digest: str = "", at: str = OURS) -> str:
    return qr_url(at, code, digest)


def first_hash(code: str) -> str:
    return bytes(Event.objects.get(dossier__code=code, seq=1).hash).hex()


def png(text: str, turned: int = 0) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=4, border=4)
    sheet = Image.new("L", (900, 1200), 255)
    sheet.paste(Image.open(drawn).convert("L"), (60, 40))
    out = io.BytesIO()
    sheet.rotate(turned, expand=True, fillcolor=255).save(out, "JPEG", quality=70)
    return SimpleUploadedFile("giay.jpg", out.getvalue(), "image/jpeg")


def pdf(text: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.open(png(text)).save(out, "PDF", resolution=100)
    return SimpleUploadedFile("giay.pdf", out.getvalue(), "application/pdf")


def test_a_real_paper(ask: Ask, handed: Handed) -> None:
    page = ask(ma=address(handed.code, first_hash(handed.code)))
    assert "Giấy này có thật." in page
    assert "tiếp nhận" in page
    assert "Sự kiện 1 trên 1" in page
    assert "Chưa công bố" in page
    for personal in OWNER.values():
        assert personal not in page


def test_code_and_digits_typed_apart(ask: Ask, handed: Handed) -> None:
    assert "Giấy này có thật." in ask(ma=handed.code.lower(), dau=f"h={first_hash(handed.code)[:16].upper()}")
    assert "Hồ sơ có thật, nhưng giấy chưa kiểm tra được." in ask(ma=handed.code)
    assert "chưa kiểm tra được" in ask(ma=handed.code, dau=first_hash(handed.code)[:15])


def test_an_address_fills_the_form_in_and_with_both_codes_gives_the_verdict(
    client: Client, handed: Handed
) -> None:
    def seen(status: int = 200, **given: str) -> str:
        answer = client.get("/kiem-tra/", given)
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (status, True)
        return answer.content.decode()

    digest = first_hash(handed.code)
    page = seen(ma=handed.code, dau=digest[:16])
    assert "Giấy này có thật." in page
    for filled in (page, seen(ma=handed.code), seen(dau=digest, ma="")):
        assert (f'value="{handed.code}"' in filled) or f'value="{digest}"' in filled
    assert 'role="status"' not in seen(ma=handed.code), "half of it is only filled in"
    assert "không thuộc nhật ký của hồ sơ này" in seen(ma=handed.code, dau="ab" * 32)
    assert "<script>" not in seen(ma="<script>", dau='"><script>')
    for spoiled in ("x" * 501, "a\0b"):
        assert "giấy có thật" not in seen(422, ma=spoiled, dau=digest).lower()


def test_forged_and_unknown_papers_are_told_apart(ask: Ask, handed: Handed) -> None:
    assert "không thuộc nhật ký của hồ sơ này" in ask(ma=address(handed.code, "ab" * 32))
    other = handed.code[:-4] + "9876"
    assert "Không có hồ sơ nào mang mã này" in ask(ma=address(other, first_hash(handed.code)))
    assert "Chưa đọc được mã hồ sơ" in ask(ma="xin chào")
    assert "Không thấy mã QR nào" in ask(ma="")


def test_a_code_that_leads_elsewhere_is_pointed_out(ask: Ask, handed: Handed) -> None:
    page = ask(ma=address(handed.code, first_hash(handed.code), at="https://dichvucong-gia.vidu"))
    assert "dichvucong-gia.vidu" in page
    assert "không phải trang này" in page
    page = ask(ma="https://lua-dao.vidu/thuong?x=1")
    assert "không phải của giấy tờ ở đây" in page
    assert "lua-dao.vidu" in page
    assert 'href="https://lua-dao.vidu' not in page


def test_the_root_of_the_day_covers_the_event(ask: Ask, handed: Handed) -> None:
    day = day_of(Event.objects.get(dossier__code=handed.code, seq=1).recorded_at)
    heads, previous = heads_of(day), bytes(32)
    seal = DailySeal.objects.create(
        day=day, heads=len(heads), previous=previous, root=root_over(heads, previous), sealed_at=1
    )
    page = ask(ma=address(handed.code, first_hash(handed.code)))
    assert "Khớp với gốc đã công bố" in page
    assert bytes(seal.root).hex() in page
    proof = paper_proof(handed.code, first_hash(handed.code))
    assert proof.seal == "sealed"


def test_a_root_that_does_not_fit_is_told(ask: Ask, handed: Handed) -> None:
    day: date = day_of(Event.objects.get(dossier__code=handed.code, seq=1).recorded_at)
    DailySeal.objects.create(day=day, heads=1, previous=bytes(32), root=b"x" * 32, sealed_at=1)
    assert "Gốc đã công bố của ngày ấy không còn khớp" in ask(
        ma=address(handed.code, first_hash(handed.code))
    )


def test_a_log_whose_end_was_cut_off_is_told(ask: Ask, handed: Handed) -> None:
    Dossier.objects.filter(code=handed.code).update(head=b"y" * 32)
    page = ask(ma=address(handed.code, first_hash(handed.code)))
    assert "không còn nguyên" in page
    assert "Giấy này có thật" not in page


def test_a_photograph_lying_on_its_side_and_a_pdf(ask: Ask, handed: Handed) -> None:
    said = address(handed.code, first_hash(handed.code))
    assert "Giấy này có thật." in ask(tep=png(said, turned=90))
    assert "Giấy này có thật." in ask(tep=pdf(said))


def test_a_picture_without_a_code(ask: Ask) -> None:
    blank = io.BytesIO()
    Image.new("L", (400, 400), 255).save(blank, "PNG")
    page = ask(tep=SimpleUploadedFile("trang.png", blank.getvalue(), "image/png"))
    assert "Không thấy mã QR nào" in page


def bomb() -> bytes:
    """A PNG of two hundred million points in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("la.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 200),
        ("la.pdf", b"%PDF-1.7\n" + b"<</Type/Catalog>>" * 50),
        ("la.heic", b"\0\0\0\x18ftypheic" + b"\xff" * 300),
        ("la.exe", b"MZ" + b"\0" * 500),
    ],
)
def test_broken_files_are_refused_in_words(ask: Ask, name: str, content: bytes) -> None:
    page = ask(422, tep=SimpleUploadedFile(name, content))
    assert "Không đọc được tệp này" in page


def test_a_picture_bomb_is_refused_before_it_is_unpacked(ask: Ask) -> None:
    assert "Không đọc được tệp này" in ask(422, tep=SimpleUploadedFile("bom.png", bomb()))


def test_too_heavy_and_too_long(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.dossiers.files.qr_apart.LARGEST", 1000)
    assert "nặng hơn" in ask(422, tep=SimpleUploadedFile("to.png", b"x" * 1001))
    assert "quá 500 ký tự" in ask(422, ma="x" * 501)


@pytest.mark.parametrize(
    "text", ["\x00", "http://[", "<script>alert(1)</script>", "https://a/tra-cuu/%00?h=zz", "💥" * 100]
)
def test_hostile_words(ask: Ask, text: str) -> None:
    status = 422 if "\x00" in text else 200
    page = ask(status, ma=text)
    assert "<script>alert" not in page
