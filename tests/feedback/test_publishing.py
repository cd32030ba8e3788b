"""An answer is published in words that name nobody, and found with marks and without."""

from __future__ import annotations

import pytest
from tests.feedback.petitioners import CONTROLLER, PRIVATE, WARD_LEADER, Desk

from motcua.dossiers.fields import FieldErrors
from motcua.feedback import queries
from motcua.feedback.following import followed
from motcua.feedback.models import PublishedAnswer
from motcua.feedback.publishing import personal_in
from motcua.foundation.errors import NotFound

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
        from motcua.feedback import services

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
