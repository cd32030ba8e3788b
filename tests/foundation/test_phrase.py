"""A sentence and the words of the house inside it are translated; values are not."""

from __future__ import annotations

from motcua.foundation.errors import DomainError
from motcua.foundation.phrase import Phrase, listed
from motcua.foundation.worktime import reason_phrase

ENGLISH = {
    "Bạn không có quyền %(action)s %(code)s.": "You may not %(action)s %(code)s.",
    "trả kết quả": "return the result",
    "H14": "never asked for",
    "Việc này do %(roles)s làm.": "This is done by: %(roles)s.",
    "cán bộ tiếp nhận": "receiving officer",
    "lãnh đạo phê duyệt": "approving leader",
    "Thứ Bảy": "Saturday",
    "%(reason)s (chờ văn bản xác nhận)": "%(reason)s (awaited)",
}


def translate(text: str) -> str:
    return ENGLISH.get(text, text)


def test_a_word_of_the_house_is_translated_and_a_value_is_not() -> None:
    phrase = Phrase(
        "Bạn không có quyền %(action)s %(code)s.", {"action": Phrase("trả kết quả"), "code": "H14"}
    )
    assert str(phrase) == "Bạn không có quyền trả kết quả H14."
    assert phrase.said(translate) == "You may not return the result H14."


def test_several_words_in_one_value() -> None:
    roles = listed(["cán bộ tiếp nhận", "lãnh đạo phê duyệt"])
    error = DomainError("Việc này do %(roles)s làm.", roles=roles)
    assert error.message == "Việc này do cán bộ tiếp nhận, lãnh đạo phê duyệt làm."
    assert error.said(translate) == "This is done by: receiving officer, approving leader."


def test_a_sentence_without_values_may_hold_a_per_cent_sign() -> None:
    assert str(Phrase("99 % xong")) == "99 % xong"
    assert str(Phrase("%(share)s xong", {"share": Phrase("99 %")})) == "99 % xong"


def test_reasons_of_days_are_translated_around_their_names() -> None:
    reason = "Thứ Bảy; Tết 100 % (chờ văn bản xác nhận); Giỗ Tổ"
    assert str(reason_phrase(reason)) == reason
    assert reason_phrase(reason).said(translate) == "Saturday; Tết 100 % (awaited); Giỗ Tổ"
