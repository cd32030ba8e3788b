"""Khóa truy cập: the administrator issues and revokes; the key is on the page this once."""

from __future__ import annotations

import re

from tests.desk.conftest import SignIn, words_of
from tests.dossiers.room import ADMINISTRATOR

from motcua.organisation.models import ApiToken

PAGE = "/quan-tri/khoa-truy-cap/"
FORM = {
    "name": "Phần mềm hộ tịch",
    "officer": "CB0013",
    "scopes": ["dossiers:read", "calendar:read"],
    "days": "30",
    "reason": "Văn bản 12/UBND",
}


def test_a_key_is_issued_shown_once_and_revoked(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    shown = browser.post(PAGE, FORM)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    text = re.search(r"mc_[\w-]{43}", shown.content.decode())
    assert text
    again = browser.get(PAGE).content.decode()
    assert text[0] not in again
    token = ApiToken.objects.get()
    answer = browser.post(f"{PAGE}{token.pk}/thu-hoi/", {"reason": "Hết dùng"}, follow=True)
    assert "Đã thu hồi" in words_of(answer)
    changes = words_of(browser.get("/quan-tri/thay-doi/"))
    assert "Phần mềm hộ tịch" in changes
    assert "Hết dùng" in changes
    assert text[0] not in changes


def test_what_does_not_fit_is_shown_again(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    for changes in ({"days": "x"}, {"scopes": []}, {"officer": "CB9999"}, {"reason": ""}, {"name": ""}):
        answer = browser.post(PAGE, {**FORM, **changes})
        assert answer.status_code in (400, 404)
        assert "bad" in answer.content.decode()
    assert 'value="Phần mềm hộ tịch"' in browser.post(PAGE, {**FORM, "days": "0"}).content.decode()
    assert not ApiToken.objects.exists()


def test_a_key_is_not_revoked_without_a_reason(sign_in: SignIn) -> None:
    browser = sign_in(ADMINISTRATOR)
    browser.post(PAGE, FORM)
    token = ApiToken.objects.get()
    assert browser.post(f"{PAGE}{token.pk}/thu-hoi/", {"reason": " "}).status_code == 400
    token.refresh_from_db()
    assert token.revoked_at is None
