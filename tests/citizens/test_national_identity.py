"""Signing in by OpenID Connect against a real provider in its own process: what is proven is believed, and
whatever is not changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from structlog.testing import capture_logs
from tests.support.citizens import make_citizen, sign_in
from tests.support.oidc_provider import CLIENT, Provider, part, running

from motcua.citizens.models import AccountEvent, Citizen
from motcua.foundation.errors import DomainError
from motcua.organisation.models import Session
from motcua.site.sign_on import CLAIMS, claims_of, identity_provider

ASK, ANSWER, MINE = (
    "/dang-nhap-nguoi-dan/dinh-danh/",
    "/dang-nhap-nguoi-dan/dinh-danh/tra-loi/",
    "/cua-toi/tai-khoan/",
)
CARD = {"name": "Nông Thị Hoa", "citizen_number": "004188000123", "birthdate": "1988-03-14"}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def process() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture
def provider(process: Provider, settings: Any) -> Provider:
    cache.clear()
    settings.MOTCUA_PUBLIC_URL = "http://testserver"
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    settings.SOCIALACCOUNT_PROVIDERS = identity_provider(
        {
            "MOTCUA_OIDC_ISSUER": process.url,
            "MOTCUA_OIDC_CLIENT_ID": CLIENT,
            "MOTCUA_OIDC_CLIENT_SECRET": "bí mật",
            "MOTCUA_OIDC_NAME": "VNeID",
            "MOTCUA_OIDC_PARAMS": "acr_values=LoA1",
        }
    )
    process.lie()
    process.know("hoa", **CARD)
    process.know("another", name="Lý Văn Khác", citizen_number="004077000456", birthdate="1977-01-02")
    return process


def sent(client: Client, path: str = ASK, **data: str) -> str:
    """Where the page sends the browser."""
    answer = client.post(path, data)
    assert answer.status_code == 200
    return str(answer["Refresh"].partition("url=")[2])


def back(client: Client, provider: Provider, subject: str, path: str = ASK, **data: str) -> Any:
    """To the provider, signed in there as `subject`, and back."""
    return client.get(provider.sign_in(sent(client, path, **data), subject))


def who(client: Client) -> str:
    """The key of who is signed in."""
    user = client.session.get("_auth_user_id")
    return Citizen.objects.get(user=user).key if user else ""


def test_who_is_proven_gets_an_account_filled_from_the_card(client: Client, provider: Provider) -> None:
    answer = back(client, provider, "hoa", next="/thu-tuc/")
    assert (answer.status_code, answer["Location"]) == (302, "/thu-tuc/")
    made = Citizen.objects.get(key=who(client))
    assert (made.name, made.identifier, made.born_on) == ("Nông Thị Hoa", "004188000123", date(1988, 3, 14))
    assert made.assurance == Citizen.Assurance.PROVEN
    linked = SocialAccount.objects.get()
    assert (linked.uid, linked.extra_data) == ("hoa", {}), "nothing of the person is kept twice"
    again = Client()
    back(again, provider, "hoa")
    assert who(again) == made.key


def test_what_is_proven_is_not_edited(client: Client, provider: Provider) -> None:
    back(client, provider, "hoa")
    page = client.get(f"{MINE}thong-tin/").content.decode()
    assert 'name="name"' not in page
    form = {"name": "Tên Khác", "identifier": "004099000000", "phone": "0912345678", "address": "Xóm A"}
    assert client.post(f"{MINE}thong-tin/", form).status_code == 302
    kept = Citizen.objects.get()
    assert (kept.name, kept.identifier, kept.phone) == ("Nông Thị Hoa", "004188000123", "0912345678")


def test_the_browser_is_sent_with_state_nonce_and_pkce(client: Client, provider: Provider) -> None:
    address = sent(client)
    assert part(address, "code_challenge_method") == "S256"
    assert len(part(address, "state")) >= 16
    assert len(part(address, "nonce")) >= 32
    assert part(address, "acr_values") == "LoA1"
    assert part(address, "redirect_uri") == "http://testserver" + ANSWER
    assert part(sent(Client()), "nonce") != part(address, "nonce")


LIES = {
    "wrong_audience": "InvalidAudienceError",
    "second_audience": "authorized_party",
    "wrong_nonce": "nonce",
    "no_nonce": "MissingRequiredClaimError",
    "expired": "ExpiredSignatureError",
    "forged": "InvalidSignatureError",
    "unsigned": "algorithm",
    "shared_secret": "algorithm",
    "wrong_issuer": "InvalidIssuerError",
    "another_in_userinfo": "user_information_of_another",
}
"""What the provider does wrong, and which check finds it."""


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_lets_nobody_in(client: Client, provider: Provider, lie: str) -> None:
    provider.lie(lie)
    with capture_logs() as lines:
        answer = back(client, provider, "hoa")
    assert [line["reason"] for line in lines if line["event"] == "identity_unproven"] == [LIES[lie]]
    assert answer.status_code == 400
    assert "không xác minh được" in answer.content.decode()
    assert not who(client)
    assert not Citizen.objects.exists()


def test_a_provider_that_answers_late_is_told_with_the_local_way(client: Client, provider: Provider) -> None:
    provider.lie("late")
    answer = back(client, provider, "hoa")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Cổng định danh không trả lời kịp" in page
    assert "thư điện tử và mật khẩu" in page
    assert not Citizen.objects.exists()


def test_a_provider_that_is_gone_is_told_before_leaving(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )
    answer = client.post(ASK)
    assert answer.status_code == 400
    assert "không trả lời kịp" in answer.content.decode()


def test_an_answer_counts_once_and_in_its_own_browser(client: Client, provider: Provider) -> None:
    address = provider.sign_in(sent(client), "hoa")
    assert Client().get(address).status_code == 400, "sent to another browser: sign-in forgery"
    assert client.get(address).status_code == 302
    client.logout()
    assert client.get(address).status_code == 400
    assert not who(client)
    for query in ("", "?state=x&code=y", "?code=y", "?error=server_error", "?state=%00&code=%00"):
        assert client.get(ANSWER + query).status_code == 400


def test_a_code_of_somebody_else_is_worth_nothing(client: Client, provider: Provider) -> None:
    """Code injection: PKCE binds the code to the browser that asked, the nonce its token."""
    stolen = part(provider.sign_in(sent(Client()), "another"), "code")
    own = provider.sign_in(sent(client), "hoa")
    answer = client.get(f"{ANSWER}?state={part(own, 'state')}&code={stolen}")
    assert answer.status_code == 400
    assert not who(client)


def test_who_says_no_there_is_not_signed_in(client: Client, provider: Provider) -> None:
    address = provider.deny(sent(client))
    if "state=" not in address:
        address += f"&state={list(client.session['socialaccount_states'])[-1]}"
    answer = client.get(address)
    assert "Bạn đã dừng đăng nhập" in answer.content.decode()


def test_the_session_gets_another_key_at_sign_in(client: Client, provider: Provider) -> None:
    address = provider.sign_in(sent(client), "hoa")
    before = client.cookies["sessionid"].value
    client.get(address)
    assert client.cookies["sessionid"].value != before
    assert Session.objects.filter(user=None).count() == 0, "what ran before the sign-in is gone"


def test_another_person_than_the_linked_one_is_refused(client: Client, provider: Provider) -> None:
    mine = make_citizen(name="Nông Thị Hoa", identifier="", assurance=1)
    sign_in(client, mine)
    assert back(client, provider, "hoa", f"{MINE}dinh-danh/").status_code == 302
    proven = Citizen.objects.get(pk=mine.pk)
    assert (proven.assurance, proven.identifier) == (2, "004188000123")
    answer = back(client, provider, "another", f"{MINE}dinh-danh/")
    assert answer.status_code == 409
    assert "một người khác" in answer.content.decode()
    assert Citizen.objects.get(pk=mine.pk).name == "Nông Thị Hoa"
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["hoa"]


def test_a_subject_that_comes_back_as_somebody_else_is_refused(client: Client, provider: Provider) -> None:
    back(client, provider, "hoa")
    client.logout()
    provider.know("hoa", **{**CARD, "citizen_number": "004188999999"})
    assert back(client, provider, "hoa").status_code == 409
    assert not who(client)
    assert Citizen.objects.get().identifier == "004188000123"


def test_an_identity_of_another_account_is_not_taken_over(client: Client, provider: Provider) -> None:
    back(Client(), provider, "hoa")
    mine = make_citizen(name="Kẻ Khác", identifier="", assurance=1)
    sign_in(client, mine)
    answer = back(client, provider, "hoa", f"{MINE}dinh-danh/")
    assert answer.status_code == 409
    assert Citizen.objects.get(pk=mine.pk).assurance == 1


def test_who_was_proven_at_a_counter_keeps_the_account(client: Client, provider: Provider) -> None:
    mine = make_citizen(name="Nông Thị Hoa", identifier=CARD["citizen_number"])
    back(client, provider, "hoa")
    assert who(client) == mine.key


def test_a_number_only_claimed_gives_no_account_away(client: Client, provider: Provider) -> None:
    claimed = make_citizen(name="Kẻ Mạo Nhận", identifier=CARD["citizen_number"], assurance=1)
    back(client, provider, "hoa")
    assert who(client) != claimed.key
    assert Citizen.objects.get(key=who(client)).identifier == CARD["citizen_number"]


def test_an_answer_for_another_account_proves_nothing(client: Client, provider: Provider) -> None:
    first, second = make_citizen(identifier="", assurance=1), make_citizen(identifier="", assurance=1)
    sign_in(client, first)
    address = provider.sign_in(sent(client, f"{MINE}dinh-danh/"), "hoa")
    states = client.session["socialaccount_states"]
    sign_in(client, second)
    session = client.session
    session["socialaccount_states"] = states
    session.save()
    assert client.get(address).status_code == 409
    assert not Citizen.objects.filter(assurance=2).exists()


def test_a_closed_account_stays_closed(client: Client, provider: Provider) -> None:
    back(client, provider, "hoa")
    assert client.post(f"{MINE}dong/", {"sure": "on"}).status_code == 302
    back(client, provider, "hoa")
    assert Citizen.objects.filter(closed_at=None).count() == 1, "a new account, which sees nothing of the old"


def test_claims_that_are_no_facts_are_not_taken(client: Client, provider: Provider) -> None:
    provider.know(
        "odd", name="x" * 500, citizen_number=["004188000123"], birthdate="tomorrow", phone_number={"a": 1}
    )
    back(client, provider, "odd")
    made = Citizen.objects.get()
    assert (made.assurance, made.identifier, made.born_on, made.phone) == (0, "", None, "")


def test_proving_needs_a_number(client: Client, provider: Provider) -> None:
    provider.know("nameless", name="Không Số")
    mine = make_citizen(identifier="", assurance=1)
    sign_in(client, mine)
    answer = back(client, provider, "nameless", f"{MINE}dinh-danh/")
    assert "không cho biết số định danh" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_the_owner_is_told_of_the_proof(client: Client, provider: Provider) -> None:
    mine = make_citizen(identifier="", assurance=1)
    sign_in(client, mine)
    back(client, provider, "hoa", f"{MINE}dinh-danh/")
    assert AccountEvent.objects.filter(account=mine.pk, kind="proven_online").exists()


def test_without_a_provider_the_page_says_so(client: Client) -> None:
    page = client.get("/dang-nhap-nguoi-dan/").content.decode()
    assert "không nối với cổng định danh" in page
    assert client.post(ASK).status_code == 400
    assert client.get(ANSWER).status_code == 400


def test_settings_of_a_provider_are_checked() -> None:
    assert identity_provider({}) == {}
    with pytest.raises(DomainError, match="MOTCUA_OIDC_CLIENT_ID"):
        identity_provider({"MOTCUA_OIDC_ISSUER": "https://x.example"})
    for address in ("http://x.example", "ftp://x", "//x"):
        with pytest.raises(DomainError, match="https"):
            identity_provider({"MOTCUA_OIDC_ISSUER": address, "MOTCUA_OIDC_CLIENT_ID": "c"})
    assert claims_of("identifier=SoDinhDanh, name=HoTen") == {
        **CLAIMS,
        "identifier": "SoDinhDanh",
        "name": "HoTen",
    }
    for text in ("identifier", "sex=gender", "name="):
        with pytest.raises(DomainError, match="MOTCUA_OIDC_CLAIMS"):
            claims_of(text)
