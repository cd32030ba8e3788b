"""Online filings at the desk: the list, the declaration, the three answers."""

from __future__ import annotations

import msgspec
from tests.desk.conftest import SignIn, filled, words_of
from tests.dossiers.room import RECEPTION
from tests.support.citizens import make_citizen

from motcua.dossiers import applicants, services
from motcua.dossiers.intake import read_intake
from motcua.forms.definition.owner import owner_page
from motcua.forms.services import pinned
from motcua.organisation.queries import today

SECTION = "H14.40.03"


def test_a_filing_is_read_and_answered(sign_in: SignIn) -> None:
    request = read_intake(filled(section=SECTION, channel="online"))
    form = pinned(request.procedure, None, today())
    assert form.definition.page(owner_page(bodies=False).id) is not None
    answers = {"owner_name": "<script>alert(1)</script>", "owner_phone": "0912345678"}
    request = msgspec.structs.replace(request, form=form.name, declaration=answers)
    citizen = make_citizen()
    filed = services.register(request, idempotency_key="1", filer=citizen)
    browser = sign_in(RECEPTION)
    told = words_of(browser.get("/truc-tuyen/"))
    assert filed.reference in told
    assert "Hồ sơ mới nộp" in told
    page = browser.get(f"/ho-so/{filed.reference}/")
    assert "<script>alert(1)" not in page.content.decode()
    for words in ("Khai trực tuyến", "0912345678", "Tiếp nhận hồ sơ nộp trực tuyến", "Từ chối tiếp nhận"):
        assert words in words_of(page)
    applicants.ask_withdrawal(citizen, filed.reference, "Nộp nhầm nơi")
    assert filed.reference not in words_of(browser.get("/truc-tuyen/")), "taken back at once"
