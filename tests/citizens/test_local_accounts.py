"""Local accounts: opened by a letter, the same answer for every address, closed with what is kept told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.citizens import make_citizen, sign_in
from tests.support.letters import send_what_waits
from tests.support.mail_server import MailServer

from motcua.citizens import mailed
from motcua.citizens.local import close
from motcua.citizens.models import Citizen, MailedLink
from motcua.citizens.queries import applicant_of
from motcua.citizens.retention import RULES
from motcua.foundation.clock import DAY, FixedClock, SystemClock
from motcua.foundation.errors import DomainError
from motcua.organisation.models import Session, SignInRecord, User
from motcua.outbox.models import Message, Wording
from motcua.outbox.queries import told
from motcua.outbox.retention import RULES as OUTBOX_RULES
from motcua.outbox.sending import Run
from motcua.site.mail import mail_settings

PASSWORD, ADDRESS = "sông-Bằng-mùa-xuân", "hoa@nguoidan.example"
DOOR, UP, FORGOTTEN, MINE = "/dang-nhap-nguoi-dan/", "/dang-ky/", "/quen-mat-khau/", "/cua-toi/tai-khoan/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    running = MailServer()
    yield running
    running.stop()


@pytest.fixture
def post(server: MailServer, settings: Any) -> MailServer:
    for name, value in mail_settings(server.url).items():
        setattr(settings, name, value)
    settings.MOTCUA_PUBLIC_URL = "http://testserver"
    server.taken.clear()
    server.answers.clear()
    return server


def last(post: MailServer) -> str:
    """The text of the newest letter, once what waits was sent."""
    send_what_waits()
    return str(post.taken[-1][1].get_content())


def link(post: MailServer) -> str:
    """The link in the newest letter, as a path."""
    text = last(post)
    found = re.search(r"http://testserver(/\S+/\S{20,}/)", text)
    assert found, text
    return found[1]


def known(email: str = ADDRESS, **fields: Any) -> User:
    """An account that signs in with a password."""
    made = make_citizen(**{"identifier": "", "assurance": 1, "email": email, "password": PASSWORD, **fields})
    user = User.objects.get(citizen=made.pk)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def door(client: Client, email: str = ADDRESS, password: str = PASSWORD, **more: str) -> Any:
    return client.post(DOOR, {"login": email, "password": password, **more})


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_account_is_opened_by_the_link_of_a_letter(client: Client, post: MailServer) -> None:
    assert "thư đang được gửi" in client.post(UP, {"email": " Hoa@NguoiDan.example "}).content.decode()
    path = link(post)
    assert post.taken[-1][0] == [ADDRESS]
    assert not User.objects.filter(is_citizen=True).exists(), "nothing is made before the address is shown"
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200, "mail programs look into links: reading one uses nothing up"
    form = {"kind": "person", "name": "Nông Thị Hoa", "password": PASSWORD}
    answer = client.post(path, form)
    assert answer.status_code == 302
    made = Citizen.objects.get()
    assert (made.name, made.email, made.assurance) == ("Nông Thị Hoa", ADDRESS, 1)
    assert inside(client)
    assert client.post(path, form).status_code == 400, "a link counts once"
    assert Citizen.objects.count() == 1
    other = Client()
    assert door(other).status_code == 302
    assert inside(other)


def test_a_business_states_a_tax_code_that_can_be_one(client: Client, post: MailServer) -> None:
    client.post(UP, {"email": ADDRESS})
    path, form = link(post), {"kind": "business", "name": "HTX Nà Lừa", "password": PASSWORD}
    assert "Mã số thuế" in client.post(path, {**form, "tax_code": "4809999908"}).content.decode()
    assert not Citizen.objects.exists()
    assert client.post(path, {**form, "tax_code": "4809999907"}).status_code == 302
    assert Citizen.objects.get().kind == "business"
    assert Citizen.objects.get().assurance == 1, "stated, not proven"


def test_known_and_unknown_addresses_get_the_same_answer(client: Client, post: MailServer) -> None:
    known()
    for path in (UP, FORGOTTEN):
        said = []
        for email in (ADDRESS, "ai-do@nguoidan.example"):
            page = client.post(path, {"email": email}).content.decode()
            page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page.replace(email, "…"))
            said.append(page)
        assert said[0] == said[1]
    assert not post.taken, "nothing goes out while the page waits"
    send_what_waits()
    assert [letter[0] for letter in post.taken] == [[ADDRESS], ["ai-do@nguoidan.example"]] * 2


def test_who_has_an_account_is_told_so_in_the_letter_alone(client: Client, post: MailServer) -> None:
    known()
    client.post(UP, {"email": ADDRESS})
    assert "đã có tài khoản" in last(post)
    assert not MailedLink.objects.exists()
    client.post(FORGOTTEN, {"email": "ai-do@nguoidan.example"})
    assert "chưa có tài khoản nào" in last(post)
    assert not MailedLink.objects.exists()


def test_a_wrong_password_and_an_unknown_address_read_alike(client: Client) -> None:
    known()
    pages = [door(client, email, "sai mật khẩu").content.decode() for email in (ADDRESS, "ai-do@x.example")]
    said = [re.findall(r'role="alert".*?</ul>', page, re.DOTALL)[0] for page in pages]
    assert said[0] == said[1]
    assert "Thư điện tử hoặc mật khẩu không đúng" in said[0]


def test_a_thousand_tries_are_stopped(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "30/m/ip"}
    known()
    answers = [door(client, ADDRESS, f"mật khẩu số {number}") for number in range(40)]
    assert "Sai quá nhiều lần" in answers[5].content.decode()
    assert {answer.status_code for answer in answers[30:]} == {429}
    door(client)
    assert not inside(client), "the right password comes too late"
    assert SignInRecord.objects.filter(outcome="failure").count() == 5


def test_failures_are_recorded_under_the_key_not_the_address(client: Client) -> None:
    user = known()
    door(client, ADDRESS, "sai")
    door(client, "ai-do@x.example", "sai")
    assert list(SignInRecord.objects.order_by("pk").values_list("login_name", flat=True)) == [
        user.login_name,
        "",
    ]


def test_links_are_asked_for_a_few_times_an_hour(client: Client, post: MailServer) -> None:
    assert [client.post(UP, {"email": ADDRESS}).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert Message.objects.count() == 3


def test_without_a_mail_server_the_page_says_what_remains(client: Client) -> None:
    for path in (UP, FORGOTTEN):
        page = client.get(path).content.decode()
        assert "chưa nối máy chủ thư" in page
        assert 'name="email"' not in page
        assert "chưa nối máy chủ thư" in client.post(path, {"email": ADDRESS}).content.decode()


def test_a_letter_that_is_refused_goes_later_with_a_link_that_counts(
    client: Client, post: MailServer
) -> None:
    post.answers["RCPT"] = "451 try later"
    client.post(UP, {"email": ADDRESS})
    assert send_what_waits().later == 1
    row = Message.objects.get()
    assert (row.state, row.tries, row.problem) == ("waiting", 1, "451 try later")
    post.answers.clear()
    Message.objects.update(next_try_at=row.made_at)
    assert client.get(link(post)).status_code == 200
    assert Message.objects.get().state == "sent"
    assert send_what_waits() == Run()


def test_the_row_that_waits_is_the_same_for_every_address(
    client: Client, post: MailServer, django_assert_num_queries: Any
) -> None:
    """Neither a row nor the number of statements tells whether an account has the address."""
    known()
    for path, ask in ((UP, mailed.ask_sign_up), (FORGOTTEN, mailed.ask_password)):
        for email in (ADDRESS, "ai-do@nguoidan.example"):
            with django_assert_num_queries(3):  # the row between two savepoints
                ask(email)
        mine, other = Message.objects.order_by("-pk").values("kind", "params", "account", "state")[:2]
        assert mine == other, path
    assert not MailedLink.objects.exists(), "links are made by the sender"
    assert not Wording.objects.exists()


def test_the_sender_is_woken_once_for_all_that_wait(
    client: Client, post: MailServer, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            mailed.ask_sign_up(f"dan{number}@nguoidan.example")
    jobs = ProcrastinateJob.objects.filter(task_name="motcua.outbox.tasks.send_letters")
    assert list(jobs.values_list("status", "queueing_lock")) == [("todo", "send_letters")]


def test_a_link_stands_in_its_letter_alone(client: Client, post: MailServer) -> None:
    known()
    client.post(FORGOTTEN, {"email": ADDRESS})
    token = link(post).rsplit("/", 2)[1]
    assert client.get(f"{FORGOTTEN}{token}/").status_code == 200
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_who_closed_the_account_gets_no_letter_that_waited(client: Client, post: MailServer) -> None:
    user = known()
    mailed.ask_email(user, "moi@nguoidan.example")
    mailed.ask_password(ADDRESS)
    mine = applicant_of(user.pk)
    assert mine is not None
    close(mine)
    assert send_what_waits() == Run()
    assert set(Message.objects.values_list("state", "address")) == {("withdrawn", "")}


def test_an_account_closed_while_its_letter_leaves_is_sent_nothing(client: Client, post: MailServer) -> None:
    user = known()
    mailed.ask_email(user, "moi@nguoidan.example")
    Citizen.objects.update(closed_at=1)
    assert send_what_waits() == Run(withdrawn=1)
    assert not MailedLink.objects.exists()


def test_what_happened_to_the_account_is_written_in_its_transaction(client: Client, post: MailServer) -> None:
    user = known()
    client.post(FORGOTTEN, {"email": ADDRESS})
    client.post(link(post), {"password": "một câu hoàn toàn mới"})
    assert "đặt lại mật khẩu qua thư" in last(post)
    assert Message.objects.get(kind="account_event").account == user.login_name


def test_the_operator_sees_what_was_asked_and_not_what_was_answered(post: MailServer, client: Client) -> None:
    known()
    for email in (ADDRESS, "ai-do@nguoidan.example"):
        mailed.ask_password(email)
    send_what_waits()
    assert {str(told(row).what) for row in Message.objects.all()} == {"Yêu cầu đặt lại mật khẩu"}


def test_asked_letters_leave_the_outbox_after_a_month(post: MailServer) -> None:
    mailed.ask_sign_up(ADDRESS)
    rule = next(each for each in OUTBOX_RULES if each.id == "account_letters")
    now = SystemClock().now()
    assert not rule.due(rule.before(now)).exists()
    assert rule.due(rule.before(now + 31 * DAY)).exists()


@pytest.mark.parametrize(
    "email", ["", "hoa", "hoa@", "a b@c.d", "x@y..z", "hoa@x.example\r\nBcc: y@z.example"]
)
def test_what_is_no_address_gets_no_letter(client: Client, post: MailServer, email: str) -> None:
    assert "thư đang được gửi" not in client.post(UP, {"email": email}).content.decode()
    assert not Message.objects.exists()


def test_a_forgotten_password_is_set_anew_and_every_session_ends(client: Client, post: MailServer) -> None:
    user = known()
    elsewhere = Client()
    door(elsewhere)
    client.post(FORGOTTEN, {"email": ADDRESS})
    path = link(post)
    assert "quá ngắn" in client.post(path, {"password": "123456"}).content.decode()
    assert client.post(path, {"password": "một câu hoàn toàn mới"}).status_code == 302
    assert not Session.objects.filter(user=user).exists()
    door(client)
    assert not inside(client), "the old one no longer counts"
    door(client, password="một câu hoàn toàn mới")
    assert inside(client)
    assert client.get(path).status_code == 400


def test_a_link_counts_for_a_day_and_for_its_own_purpose() -> None:
    user = known()
    clock = FixedClock(SystemClock().now())
    token = mailed.make_link(mailed.Purpose.PASSWORD, ADDRESS, user, clock=clock).rsplit("/", 2)[1]
    assert mailed.link_of(token, mailed.Purpose.PASSWORD, clock=clock).user == user
    for purpose in (mailed.Purpose.SIGN_UP, mailed.Purpose.EMAIL):
        with pytest.raises(DomainError):
            mailed.link_of(token, purpose, clock=clock)
    clock.instant += DAY + 1
    with pytest.raises(DomainError, match="24 giờ"):
        mailed.link_of(token, mailed.Purpose.PASSWORD, clock=clock)
    assert token not in str(MailedLink.objects.values_list("digest", flat=True)), (
        "the table knows its hash alone"
    )


def test_two_links_of_one_address_open_one_account(client: Client, post: MailServer) -> None:
    paths = []
    for _ in range(2):
        client.post(UP, {"email": ADDRESS})
        paths.append(link(post))
    form = {"kind": "person", "name": "Nông Thị Hoa", "password": PASSWORD}
    assert client.post(paths[0], form).status_code == 302
    assert Client().post(paths[1], form).status_code == 400
    assert Citizen.objects.count() == 1


def test_a_new_address_counts_once_its_owner_confirms(client: Client, post: MailServer) -> None:
    user = known()
    door(client)
    form = {"email": "moi@nguoidan.example", "password": "sai"}
    assert "Mật khẩu đang dùng chưa đúng" in client.post(f"{MINE}thu/", form).content.decode()
    client.post(f"{MINE}thu/", {**form, "password": PASSWORD})
    path = link(post)
    assert Citizen.objects.get().email == ADDRESS
    assert Client().get(path).status_code == 302, "only the account that asked"
    stranger = Client()
    sign_in(stranger, make_citizen(identifier="", assurance=1))
    assert stranger.post(path).status_code == 400
    assert client.post(path).status_code == 302
    assert Citizen.objects.get(user=user).email == "moi@nguoidan.example"
    assert "đổi thư điện tử" in last(post)
    assert post.taken[-1][0] == [ADDRESS], "who reads the old address hears of it"
    assert "moi@" not in last(post), "and not to which"
    assert door(Client(), "moi@nguoidan.example").status_code == 302
    lost = Client()
    door(lost)
    assert not inside(lost), "the old address signs nobody in"


def test_an_address_of_another_account_is_not_taken(client: Client, post: MailServer) -> None:
    known("khac@nguoidan.example")
    known()
    door(client)
    page = client.post(
        f"{MINE}thu/", {"email": "khac@nguoidan.example", "password": PASSWORD}
    ).content.decode()
    assert "thư đang được gửi" in page, "the same answer as for a free one"
    assert "Một tài khoản khác vừa muốn dùng địa chỉ này" in last(post)
    assert not MailedLink.objects.exists()


def test_the_password_is_changed_by_who_knows_it(client: Client) -> None:
    known()
    elsewhere = Client()
    door(elsewhere)
    door(client)
    path = f"{MINE}mat-khau/"
    assert client.post(path, {"old": "sai", "password": "một câu hoàn toàn mới"}).status_code == 200
    assert client.post(path, {"old": PASSWORD, "password": "1234567890"}).status_code == 200
    assert client.post(path, {"old": PASSWORD, "password": "một câu hoàn toàn mới"}).status_code == 302
    assert client.get(MINE).status_code == 200, "this browser stays"
    assert elsewhere.get(MINE).status_code == 302


def test_closing_tells_what_is_kept_and_ends_every_way_in(client: Client) -> None:
    user = known(phone="0912345678", address="Xóm A")
    door(client)
    page = client.get(f"{MINE}dong/").content.decode()
    assert "Vẫn giữ" in page
    assert "24 tháng" in page
    path = f"{MINE}dong/"
    assert client.post(path, {"password": PASSWORD}).status_code == 400
    assert client.post(path, {"sure": "on", "password": "sai"}).status_code == 400
    assert client.post(path, {"sure": "on", "password": PASSWORD}).status_code == 302
    kept = Citizen.objects.get()
    assert (kept.phone, kept.email, kept.address, kept.name) == ("", "", "", "Nông Thị Thử")
    assert applicant_of(user.pk) is None
    assert not Session.objects.filter(user=user).exists()
    again = Client()
    door(again)
    assert not inside(again)
    rule = next(each for each in RULES if each.id == "closed_accounts")
    assert kept in rule.due(SystemClock().now() + 1)


def test_an_account_of_one_door_is_unknown_at_the_other(client: Client) -> None:
    user = known()
    officer = User.objects.create_user("can.bo.thu", PASSWORD)
    answer = client.post("/dang-nhap/", {"login": user.login_name, "password": PASSWORD})
    assert "không đúng" in answer.content.decode()
    assert not inside(client)
    EmailAddress.objects.create(user=officer, email="canbo@x.example", verified=True)
    for email in ("canbo@x.example", "can.bo.thu", user.login_name):
        door(client, email)
        assert not inside(client)


def test_the_session_gets_another_key_and_only_at_sign_in(client: Client) -> None:
    known()
    for path in (DOOR, UP, FORGOTTEN, "/"):
        assert "sessionid" not in client.get(path).cookies
    assert not Session.objects.exists(), "readers have no session"
    planted = Client()
    planted.cookies["sessionid"] = "k" * 32
    door(planted)
    assert inside(planted)
    assert planted.cookies["sessionid"].value != "k" * 32


def test_forms_are_taken_from_this_house_alone() -> None:
    known()
    strict = Client(enforce_csrf_checks=True)
    for path in (DOOR, UP, FORGOTTEN, f"{DOOR}dinh-danh/", f"{DOOR}khoa/", f"{DOOR}khoa/bat-dau/"):
        assert (
            strict.post(path, {"login": ADDRESS, "password": PASSWORD, "email": ADDRESS}).status_code == 403
        )


def test_the_way_on_stays_in_this_house(client: Client) -> None:
    known()
    assert door(client, next="/thu-tuc/?q=khai sinh")["Location"].startswith("/thu-tuc/")
    for wanted in ("https://xau.example/", "//xau.example/", "javascript:alert(1)", "/\\xau.example"):
        assert door(Client(), next=wanted)["Location"].startswith("/cua-toi/")


def test_script_in_every_field_is_shown_as_text(client: Client) -> None:
    known()
    door(client)
    form = {"name": "<script>alert(1)</script>", "identifier": "", "phone": "", "address": "<img src=x>"}
    client.post(f"{MINE}thong-tin/", form)
    page = client.get(MINE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("phone", "không phải số", "điện thoại"),
        ("identifier", "123", "12 chữ số"),
        ("name", " ", "họ và tên"),
        ("address", "x" * 400, "nhiều nhất là 300"),
    ],
)
def test_bad_particulars_change_nothing(client: Client, field: str, value: str, told: str) -> None:
    known()
    door(client)
    before = Citizen.objects.values().get()
    form = {"name": "Tên Mới", "identifier": "", "phone": "", "address": "", field: value}
    assert told in client.post(f"{MINE}thong-tin/", form).content.decode()
    assert Citizen.objects.values().get() == before
