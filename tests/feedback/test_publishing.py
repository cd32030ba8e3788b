"""An answer is published in words that name nobody, and found with marks and without."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from tests.feedback.petitioners import CONTROLLER, FORM, PRIVATE, WARD_LEADER, Desk
from tests.support.citizens import make_citizen
from tests.support.officer import PNG
from tests.support.scanner import scanner

from motcua.dossiers import files
from motcua.dossiers.fields import FieldErrors
from motcua.feedback import erasing, queries, services
from motcua.feedback.filing import keep_files
from motcua.feedback.following import followed
from motcua.feedback.models import PetitionFile, PublishedAnswer
from motcua.feedback.petitions import Refused
from motcua.feedback.publishing import personal_in
from motcua.feedback.retention import RULES
from motcua.feedback.scanning import scan_files
from motcua.foundation.clock import DAY
from motcua.foundation.errors import NotFound
from motcua.notices.services import choose, save_template
from motcua.organisation.models import User
from motcua.outbox.models import Message

pytestmark = pytest.mark.usefixtures("province", "db")

QUESTION = "Giấy xác nhận đã nộp lần trước có phải nộp lại không?"
ANSWER = "Không. Giấy đã có trong kho dữ liệu thì cán bộ tự tra cứu (Nghị định 107/2021/NĐ-CP)."


def publish(desk: Desk, **changes: str) -> str:
    data = {"question": QUESTION, "public_answer": ANSWER, "confirmed": "1", **changes}
    return desk.do(CONTROLLER, "publish", **data)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Gọi 0912 345 678 nhé", ["identifier"]),
        ("Gọi 0912.345.678", ["identifier"]),
        ("căn cước 004188004217", ["identifier"]),
        ("ngoc@vidu.vn", ["email"]),
        ("hồ sơ H14.40.03-260302-0001 của tôi", ["dossier"]),
        ("hồ sơ 000.07.21.H14-221107-0012", ["dossier"]),
        ("ngày 30/11/2022 và 2022-11-30, Nghị định 107/2021/NĐ-CP, thủ tục 1.004884", []),
        ("lệ phí 150.000 đồng, 5 ngày làm việc", []),
    ],
)
def test_what_looks_personal_is_found(text: str, kinds: list[str]) -> None:
    assert [hit.kind for hit in personal_in(text)] == kinds


class TestPublishing:
    def test_published_with_neither_name_nor_reference(self) -> None:
        desk = Desk().answered()
        assert publish(desk) == "published"
        row = PublishedAnswer.objects.get()
        everything = " ".join(str(value) for value in (row.question, row.answer, row.slug, row.folded))
        assert not [word for word in (*PRIVATE, desk.reference) if word in everything]

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("question", "Bà HOÀNG THỊ BÍCH NGỌC hỏi giấy này"),
            ("public_answer", "Chuyen toi hoang thi bich ngoc"),
            ("public_answer", "Số máy 0912345678"),
            ("question", "Người ở Tổ 5, phường Thục Phán hỏi"),
            ("confirmed", ""),
        ],
    )
    def test_personal_words_and_no_confirmation_stop_it(self, field: str, words: str) -> None:
        desk = Desk().answered()
        with pytest.raises(FieldErrors) as refusal:
            publish(desk, **{field: words})
        assert set(refusal.value.faults) == {field}
        assert (desk.row.state, PublishedAnswer.objects.exists()) == ("awaiting_publication", False)

    def test_only_the_receiving_body_and_only_after_the_answer(self) -> None:
        with pytest.raises(Refused):
            Desk(subject="Chưa ai giữ").do(
                CONTROLLER, "publish", question=QUESTION, public_answer=ANSWER, confirmed="1"
            )
        desk = Desk().forwarded()
        for login in (CONTROLLER, WARD_LEADER):
            with pytest.raises(Exception, match=r"trạng thái|do "):
                desk.do(login, "publish", question=QUESTION, public_answer=ANSWER, confirmed="1")
        assert not PublishedAnswer.objects.exists()

    def test_answered_without_publishing_needs_a_reason_and_shows_nothing(self) -> None:
        desk = Desk().answered()
        with pytest.raises(FieldErrors):
            desk.do(CONTROLLER, "keep_unpublished")
        desk.do(CONTROLLER, "keep_unpublished", reason="Chỉ liên quan một gia đình")
        assert queries.find_answers("") == []


class TestSearch:
    @pytest.mark.parametrize(
        "words", ["giấy xác nhận", "giay xac nhan", "GIAY XAC", "kho du lieu", "nộp lại"]
    )
    def test_found_with_marks_and_without(self, words: str) -> None:
        publish(Desk().answered())
        assert [hit.question for hit in queries.find_answers(words)] == [QUESTION]

    @pytest.mark.parametrize("words", ["hộ chiếu", "'); --", "&|!", "   "])
    def test_nothing_for_other_words_and_nothing_breaks(self, words: str) -> None:
        publish(Desk().answered())
        expected = 1 if not words.strip() else 0
        assert len(queries.find_answers(words)) == expected

    def test_by_procedure(self) -> None:
        publish(Desk().answered())
        assert len(queries.find_answers("", procedure="1.004884")) == 1
        assert queries.find_answers("", procedure="2.000884") == []


class TestFollowing:
    def test_the_sender_sees_who_has_it_until_when_and_the_answer(self) -> None:
        desk = Desk().forwarded()
        seen = followed(desk.reference, secret=desk.filed.secret, clock=desk.clock)
        assert seen is not None
        assert (seen.with_whom, seen.answer, seen.late) == ("Ủy ban nhân dân phường Thục Phán", "", False)
        assert seen.due_at == desk.row.due_at
        desk.given()
        desk.do("son.thucphan", "draft", answer="Giấy đã có trong kho.")
        before = followed(desk.reference, secret=desk.filed.secret, clock=desk.clock)
        assert before is not None
        assert before.answer == "", "a draft is nobody's answer yet"
        desk.do(WARD_LEADER, "approve")
        after = followed(desk.reference, secret=desk.filed.secret, clock=desk.clock)
        assert after is not None
        assert after.answer == "Giấy đã có trong kho."

    def test_nobody_else_does(self) -> None:
        desk = Desk(account="cAAAAAAAAAAAAAAA")
        assert followed(desk.reference, secret="AAAAAAAAAA") is None
        assert followed(desk.reference) is None
        assert followed(desk.reference, account="cBBBBBBBBBBBBBBB") is None
        assert followed("PA-260302-AAAAAA", secret=desk.filed.secret) is None
        assert followed(desk.reference, account="cAAAAAAAAAAAAAAA") is not None
        assert [each.reference for each in queries.sent_by("cAAAAAAAAAAAAAAA")] == [desk.reference]
        assert queries.sent_by("") == queries.sent_by("cBBBBBBBBBBBBBBB") == []

    def test_supplement_and_withdraw_are_the_senders_alone(self) -> None:
        desk = Desk()
        desk.do(CONTROLLER, "ask_supplement", reason="Ghi rõ ngày nộp")
        seen = followed(desk.reference, secret=desk.filed.secret, clock=desk.clock)
        assert seen is not None
        assert (seen.asked, seen.may_supplement) == ("Ghi rõ ngày nộp", True)
        with pytest.raises(NotFound):
            services.supplement(desk.reference, {"text": "Ngày 2/3"}, secret="AAAAAAAAAA", clock=desk.clock)
        services.supplement(desk.reference, {"text": "Ngày 2/3"}, secret=desk.filed.secret, clock=desk.clock)
        assert desk.row.state == "received"
        services.withdraw(desk.reference, secret=desk.filed.secret, clock=desk.clock)
        assert desk.row.state == "withdrawn"


class TestTold:
    def test_by_letter_and_in_the_portal_once_without_words_or_secret(self, settings: Any) -> None:
        settings.EMAIL_HOST = "127.0.0.1"
        account = make_citizen(email="ngoc@rieng.vn").key
        desk = Desk(account=account).answered()
        rows = Message.objects.filter(subject=desk.reference).order_by("key", "channel", "address")
        assert [(row.kind, row.key, row.channel, row.address) for row in rows] == [
            ("petition_forwarded", "3", "email", "ngoc@rieng.vn"),
            ("petition_forwarded", "3", "email", FORM["email"]),
            ("petition_forwarded", "3", "portal", ""),
            ("petition_answered", "6", "email", "ngoc@rieng.vn"),
            ("petition_answered", "6", "email", FORM["email"]),
            ("petition_answered", "6", "portal", ""),
        ]
        said = " ".join(f"{row.wording.title} {row.wording.text} {row.wording.path}" for row in rows)
        assert "đã được chuyển tới Ủy ban nhân dân phường Thục Phán" in said
        assert "đã có câu trả lời" in said
        assert not [word for word in (*PRIVATE, desk.filed.secret, FORM["subject"]) if word in said]

    def test_in_the_language_and_by_the_ways_that_the_account_chose(self, settings: Any) -> None:
        settings.EMAIL_HOST = "127.0.0.1"
        mine = make_citizen(email=FORM["email"])
        choose(mine, {"language": "en", "email": "urgent", "sms": "none", "zalo": "none"})
        desk = Desk(account=mine.key).answered()
        rows = Message.objects.filter(subject=desk.reference).order_by("pk").select_related("wording")
        assert [(row.channel, row.wording.title) for row in rows] == [
            ("portal", f"Petition {desk.reference}: sent to the competent agency"),
            ("portal", f"Petition {desk.reference}: there is an answer"),
            ("email", f"Petition {desk.reference}: there is an answer"),
        ]

    def test_in_the_office_s_own_words(self, settings: Any) -> None:
        settings.EMAIL_HOST = "127.0.0.1"
        desk = Desk()
        place = ("petition_supplement_asked", "email", "vi")
        own = {"title": "Mời bổ sung {code}", "body": "Bổ sung {code} trước {until}.", "reason": "Gọn hơn"}
        made = save_template(desk.person("anh.quantri"), *place, **own, clock=desk.clock)
        desk.do(CONTROLLER, "ask_supplement", reason="Ghi rõ ngày nộp")
        row = Message.objects.select_related("wording").get(subject=desk.reference)
        assert (row.wording.title, row.wording.version) == (f"Mời bổ sung {desk.reference}", made.version)
        assert "trước 17:00" in row.wording.text, "a promise is said in words"
        assert row.state == "waiting"

    def test_what_was_told_stands_on_the_officers_page(self, settings: Any, client: Client) -> None:
        settings.EMAIL_HOST = "127.0.0.1"
        desk = Desk().forwarded()
        client.force_login(User.objects.get(login_name=WARD_LEADER))
        page = client.get(f"/phan-anh-kien-nghi/{desk.reference}/").content.decode()
        assert "chờ gửi" in page
        assert FORM["email"] not in page.split("Đã báo người phản ánh")[1]

    def test_without_address_and_account_nobody_is_told(self) -> None:
        desk = Desk(email="").forwarded()
        assert not Message.objects.filter(subject=desk.reference).exists()


class TestNumbers:
    def test_by_agency_in_time_late_and_prolonged(self) -> None:
        first = Desk().answered()
        ward = first.agency()
        late = Desk(subject="Việc thứ hai").forwarded().given()
        waiting = Desk(subject="Việc thứ ba").forwarded()
        Desk(subject="Việc thứ tư").do(CONTROLLER, "refuse", ground="unclear", reason="Không rõ")
        period = (first.day, first.day)
        assert queries.answered_by_agency(*period, clock=first.clock) == {ward: (1, 1, 0)}
        for desk in (late, waiting):
            desk.clock.instant += 30 * DAY
        late.do("son.thucphan", "draft", answer="Trả lời muộn")
        late.do(WARD_LEADER, "approve")
        found = queries.answered_by_agency(*period, clock=waiting.clock)[ward]
        assert found == (3, 1, 1)
        assert found.on_time_pct == 33.33
        person = late.person(CONTROLLER)
        seen = queries.period_figures(person, *period, clock=waiting.clock)
        assert (seen.received, seen.answered, seen.answered_on_time, seen.overdue_open) == (4, 2, 1, 2)


class TestKeeping:
    def test_the_sender_is_forgotten_then_the_words_then_the_files(self, own_store: None) -> None:
        desk = Desk()
        stored = files.store(io.BytesIO(PNG), "anh.png")
        keep_files(desk.row, 1, [stored], desk.clock.now())
        services.withdraw(desk.reference, secret=desk.filed.secret, clock=desk.clock)
        rules = {rule.id: rule for rule in RULES}
        later = desk.clock.now() + DAY
        for name, left in (("petition_persons", 0), ("petition_texts", 0), ("petition_files", 0)):
            due = rules[name].due
            assert due(desk.clock.now()).count() == 0, "not on the day itself"
            assert due(later).count() > left
        rules["petition_texts"].due(later).delete()
        rules["petition_persons"].due(later).delete()
        assert rules["petition_files"].empty is not None
        rules["petition_files"].due(later).update(**rules["petition_files"].empty(later))
        assert files.exists(stored.sha256)
        assert erasing.sweep() == 1
        assert not files.exists(stored.sha256)
        seen = followed(desk.reference, secret=desk.filed.secret)
        assert seen is not None, "that it was, and when, stays"
        assert (seen.text, seen.subject) == ("", "")

    def test_a_file_is_looked_at_for_viruses_now_or_later(
        self, own_store: None, settings: Any, client: Client
    ) -> None:
        desk = Desk().forwarded()
        kept = files.store(io.BytesIO(PNG), "anh.png")
        keep_files(desk.row, 1, [kept], desk.clock.now())
        row = PetitionFile.objects.get()
        client.force_login(User.objects.get(login_name=CONTROLLER))
        assert "chưa quét vi-rút" in client.get(f"/phan-anh-kien-nghi/{desk.reference}/").content.decode()
        assert scan_files(clock=desk.clock) == [], "no scanner is there"
        with scanner(
            lambda content: b"stream: Eicar-Test-Signature FOUND\0"
        ) as settings.MOTCUA_CLAMD_ADDRESS:
            assert scan_files(clock=desk.clock) == [row]
            assert scan_files(clock=desk.clock) == [], "looked at once"
        page = client.get(f"/phan-anh-kien-nghi/{desk.reference}/").content.decode()
        assert "Có vi-rút (Eicar-Test-Signature)" in page
        with pytest.raises(files.FileRefusedError):
            services.open_file(desk.person(CONTROLLER), row.pk, clock=desk.clock)
        with scanner() as settings.MOTCUA_CLAMD_ADDRESS:
            clean = files.store(io.BytesIO(PNG), "anh.png")
        keep_files(desk.row, 2, [clean], desk.clock.now())
        assert PetitionFile.objects.get(seq=2).scanned_at == desk.clock.now()
