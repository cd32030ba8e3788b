"""HTML, SQL, control characters and 100,000 characters in every field: a clear answer, nothing broken."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import SignIn, filled, receive, tree_of, untouched
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HEAD, INSPECTOR, LEADER, RECEPTION

from motcua.desk.sheets import SHEETS
from motcua.dossiers.models import CounterSlip, Dossier

HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
SQL = "'; DROP TABLE dossiers_dossier; --"
LONG = "ấ" * 100_000
DIGITS = "9" * 5_000
BYTES = "a\x00b\x1b[2J\u202e\ud7ff"
HOSTILE = {"html": HTML, "sql": SQL, "long": LONG, "digits": DIGITS, "bytes": BYTES}
COUNTER = [
    "procedure",
    "case",
    "channel",
    "owner_type",
    "identity_proof",
    "return_method",
    "owner_name",
    "owner_identifier",
    "owner_phone",
    "owner_address",
    "owner_email",
    "represented",
    "representative_name",
    "representative_identifier",
    "extra_name",
    "content",
    "sets",
    "fee_state",
    "received_at",
    "past_reason",
    "section",
    "competent",
    "draft_key",
    "key",
    "paper_1_kind",
    "paper_1_quantity",
    "paper_1_file",
    "paper_999",
    "items",
    "reason_supplement",
    "reason_refusal",
    "q",
    "choose",
    "step",
]
QUERIES = (
    "/tim/?q=",
    "/ho-so/?q=",
    "/ho-so/?trang=",
    "/tiep-nhan/thu-tuc/?q=",
    "/ban-lam-viec/?trang=",
    "/ban-lam-viec/?trang-thai=",
    "/ban-lam-viec/?linh-vuc=",
    "/ban-lam-viec/?buoc=",
    "/so-theo-doi/?tu=",
    "/so-theo-doi/?bo-phan=",
    "/bo-phan/?bo-phan=",
    "/lich/?nam=",
    "/lich/?ban=",
    "/quan-tri/co-quan/?q=",
    "/quan-tri/co-quan/?ngay=",
    "/quan-tri/co-quan/them/?tren=",
    "/quan-tri/can-bo/?q=",
    "/quan-tri/can-bo/?co-quan=",
    "/quan-tri/can-bo/?vai-tro=",
    "/quan-tri/can-bo/?trang=",
    "/quan-tri/vi-tri/?q=",
    "/quan-tri/vi-tri/?can-bo=",
    "/quan-tri/vi-tri/?co-quan=",
    "/nguoi-da-nghi/?trang=",
    "/quan-tri/mau-thuan/?ma=",
    "/quan-tri/mau-thuan/?trang=",
)


def calm(answer: Any) -> None:
    """No error of the server, and what was sent comes back as words, never as markup."""
    assert answer.status_code < 500, answer.status_code
    if answer.status_code != 302 and answer.content:
        tree = tree_of(answer)
        assert tree.xpath("//script[not(@src)] | //img[@onerror]") == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_field_of_the_counter(sign_in: SignIn, kind: str) -> None:
    browser = sign_in(RECEPTION)
    for turn, name in enumerate(COUNTER):
        # The two parts read the same form; each field meets one of them with each kind.
        part = ("/tiep-nhan/hen-tra/", "/tiep-nhan/nguoi-nop/")[turn % 2]
        for address in ("/tiep-nhan/", part):
            calm(browser.post(address, filled(**{name: HOSTILE[kind]})))
    # Text that is allowed may have been received; a field that was refused kept its dossier out.
    for dossier in Dossier.objects.all():
        calm(browser.get(f"/ho-so/{dossier.code}/"))
    assert not CounterSlip.objects.exists()


def test_a_name_too_long_is_refused_by_its_field(sign_in: SignIn) -> None:
    page = sign_in(RECEPTION).post("/tiep-nhan/", filled(owner_name=LONG))
    assert page.status_code == 400
    assert tree_of(page).xpath("//input[@name='owner_name']/@aria-invalid") == ["true"]
    assert not Dossier.objects.exists()


def test_markup_is_shown_as_typed(sign_in: SignIn) -> None:
    browser = sign_in(RECEPTION)
    code = receive(browser, owner_name=HTML, content=SQL)
    page = browser.get(f"/ho-so/{code}/")
    assert HTML in tree_of(page).text_content()
    assert SQL in tree_of(page).text_content()
    calm(page)
    calm(browser.get(f"/ho-so/?q={HTML}"))
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_field_of_each_action(sign_in: SignIn, with_handler: str, kind: str) -> None:
    browsers = [sign_in(who) for who in (RECEPTION, HANDLER, LEADER)]
    for sheet in SHEETS.values():
        data = {entry.name: HOSTILE[kind] for entry in sheet.entries}
        for browser in browsers:
            seen = {"expected_seq": untouched(with_handler)}
            calm(browser.post(f"/ho-so/{with_handler}/lam/{sheet.name}/", data | seen))
    calm(browsers[0].post(f"/ho-so/{with_handler}/lam/transfer/", {"expected_seq": HOSTILE[kind]}))
    calm(browsers[0].get(f"/ho-so/{with_handler}/"))


@pytest.mark.parametrize("query", QUERIES)
def test_each_query(sign_in: SignIn, received: str, query: str) -> None:
    address, _, name = query.partition("?")
    seats = [sign_in(who) for who in (RECEPTION, HEAD, ADMINISTRATOR, INSPECTOR)]
    # Who may not open the page is refused before the query is read.
    browsers = [browser for browser in seats if browser.get(address).status_code != 403]
    assert browsers
    for text in (HTML, SQL, LONG[:4000], DIGITS, BYTES, "-1", "0", "²"):
        for browser in browsers[:2]:
            calm(browser.get(address, {name.rstrip("="): text}))


@pytest.mark.parametrize("code", ["..", "%2e%2e", "'--", "H14.40.03-261123-0001x", "A" * 500, "<b>"])
def test_codes_that_are_none(sign_in: SignIn, province: None, code: str) -> None:
    browser = sign_in(RECEPTION)
    for tail in ("", "cach-tinh/", "nhat-ky/", "in/receipt/", "lam/transfer/"):
        answer = browser.get(f"/ho-so/{code}/{tail}")
        assert answer.status_code in (302, 404), tail


def test_an_unknown_action_or_form(sign_in: SignIn, received: str) -> None:
    browser = sign_in(RECEPTION)
    assert browser.get(f"/ho-so/{received}/lam/erase/").status_code == 404
    assert browser.post(f"/ho-so/{received}/lam/erase/").status_code == 404
    assert browser.get(f"/ho-so/{received}/in/erase/").status_code == 404
    assert browser.get("/ho-so/xuat/exe/").status_code == 404
    assert untouched(received) == 1


@pytest.mark.parametrize("address", ["/tiep-nhan/hen-tra/", "/tiep-nhan/tep/", "/tiep-nhan/nguoi-nop/"])
def test_what_only_takes_a_form(sign_in: SignIn, address: str) -> None:
    assert sign_in(RECEPTION).get(address).status_code == 405


def test_calendar_and_decisions(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    for text in HOSTILE.values():
        for name in ("day", "kind", "name", "source", "reason", "expected"):
            form = {"day": "2026-12-24", "kind": "off", "name": "Nghỉ", "source": "1", "reason": "2"}
            calm(browser.post("/lich/doi/", form | {name: text}))
        calm(browser.post("/quan-tri/mau-thuan/1/", {"choice": text, "own": text, "reason": text}))
        calm(browser.post("/nhat-ky/kiem-tra/", {"ma": text}))
