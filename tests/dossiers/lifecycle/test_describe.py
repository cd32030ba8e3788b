"""Each event is one plain sentence for officers and one for citizens, with no personal data in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace
from tests.support.dossier_life import (
    APPLICANT,
    HANDLER,
    HEAD,
    ITEMS,
    LEADER,
    OTHER_AGENCY,
    REASON,
    RECEIVER,
    RESOLVER,
    SYSTEM,
    Dossier,
    at,
    correct,
    rules,
    secret,
)
from tests.support.good_commands import good
from tests.support.memory_paths import UPPER
from tests.support.places_in_life import NOW, PLACES
from tests.support.steps_life import OFFICER

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle import events as e
from motcua.dossiers.lifecycle.corrections import FIELDS
from motcua.dossiers.lifecycle.describe import FIELD_NAMES, Audience, describe
from motcua.dossiers.lifecycle.types import ComponentLine, CopyKind, FeeState, Holder, PaymentMethod, Step

COMMITMENT = re.compile(r"[0-9a-f]{64}")


def long_life(**of_intake: str | None) -> Dossier:
    """Through most kinds of event, twice where an event has two faces."""
    ground = "Luật Đất đai 2013, Điều 195"
    d = Dossier(rules(), **of_intake).filed("2022-08-01T07:10")
    d.do("2022-08-01T07:20", c.NoticeRegistration(by=RECEIVER, reason=REASON, items=ITEMS))
    d.in_process(received="2022-08-01T08:00").do("2022-08-01T10:00", c.Assign(by=LEADER, to=RESOLVER))
    d.do("2022-08-01T10:10", c.RecordVerification(by=HANDLER, content=secret("biên bản")))
    question = c.RequestConsultation(
        by=HANDLER, consulted=OTHER_AGENCY, content=secret("hỏi"), deadline=at("2022-08-01T16:00")
    )
    d.do("2022-08-01T10:20", question).do("2022-08-01T10:30", question)
    d.do("2022-08-01T15:00", c.AnswerConsultation(by=HANDLER, no=1, answer=secret("đáp"), paper="12/STP"))
    d.do("2022-08-01T16:30", c.AnswerConsultation(by=HANDLER, no=2, answer=secret("đáp"), paper="12/STP"))
    d.supplement_proposed("2022-08-02T08:00").do(
        "2022-08-02T09:00", c.RejectSupplement(by=RECEIVER, reason=REASON)
    )
    d.supplement_requested("2022-08-02T10:00").supplement_received("2022-08-03T08:00")
    d.supplement_requested("2022-08-03T09:00", deadline=at("2022-08-20T17:00"), legal_ground=ground)
    paper = ComponentLine(no=9, kind=CopyKind.ELECTRONIC, name=secret("giấy"))
    d.do("2022-08-03T10:00", c.OfferSupplement(by=APPLICANT, components=(paper,)))
    d.do("2022-08-03T11:00", c.ReturnOffer(by=RECEIVER, reason=REASON))
    d.do("2022-08-03T15:00", c.AskWithdrawal(by=APPLICANT, reason=REASON))
    d.rules = rules(supplement_policy="pause")
    d.supplement_received("2022-08-04T08:00")
    d.do("2022-08-04T09:00", c.RequestObligation(by=HANDLER, content=secret("thuế")))
    d.do("2022-08-05T09:00", c.FulfilObligation(by=RECEIVER))
    d.do(
        "2022-08-05T09:10",
        c.RequestObligation(by=HANDLER, content=secret("phí"), deadline=at("2022-08-30T17:00")),
    )
    d.do("2022-08-05T09:20", c.FulfilObligation(by=RECEIVER))
    d.do("2022-08-05T10:00", c.Stop(by=LEADER, reason=REASON, legal_ground=ground, suspension=True))
    d.do("2022-08-05T11:00", c.Resume(by=LEADER, reason=REASON))
    d.do("2022-08-05T11:10", correct("owner", secret("tên đúng")))
    d.do("2022-08-05T11:20", correct("limit", "7 working_day"))
    d.result_proposed("2022-08-08T08:00", granted=False).do(
        "2022-08-08T09:00", c.SendBack(by=LEADER, reason=REASON)
    )
    return d.finished("2022-08-09T08:00").returned("2022-08-10T08:00")


def every_event() -> Iterator[e.Event]:
    for dossier in (
        long_life(),
        long_life(quantity=None, unit="other"),
        *(make() for make in PLACES.values()),
    ):
        yield from dossier.events
    transfer = Dossier(fee_state=FeeState.UNPAID).received()
    for command in (c.RecordPayment, c.RefundFee):
        money = good(command, HEAD, transfer.state, at("2022-08-01T10:00"))
        moved = msgspec.structs.replace(money, method=PaymentMethod.TRANSFER)
        transfer.do("2022-08-01T10:00", moved)
    yield from transfer.events
    paid = PLACES["4 paid"]()
    yield from paid.do("2022-08-02T08:00", good(c.RefundFee, HEAD, paid.state, NOW)).events
    for place in ("4 waived", "4 reduced"):
        waived = PLACES[place]()
        yield from waived.events
        yield from waived.do("2022-08-02T08:00", good(c.WithdrawWaiver, HEAD, waived.state, NOW)).events
    late = Dossier().in_process("2022-08-01T16:00", received="2022-08-01T15:30")
    for when in ("2022-08-02T08:00", "2022-08-09T08:00"):
        again = Dossier().in_process("2022-08-01T16:00", received="2022-08-01T15:30")
        apology = c.Reschedule(
            by=RECEIVER, new_due_at=at("2022-08-19T17:00"), reason=REASON, signed_by="ct01"
        )
        yield from again.do(when, apology).events
    yield from late.events
    yield from _stepping()
    named = Holder(agency=OTHER_AGENCY, step=Step.RESOLVE, officer="tl02")
    yield from late.do("2022-08-02T08:00", c.Assign(by=LEADER, to=named)).events
    refused = Dossier().in_process().finished("2022-08-02T08:00", granted=False)
    yield from refused.events
    expired = Dossier().in_process().supplement_requested("2022-08-02T08:00")
    yield from expired.do("2022-08-30T08:00", c.ExpireSupplement(by=RECEIVER, reason=REASON)).events


def _stepping() -> Iterator[e.Event]:
    """A process with its parts: every kind of event of the steps, and their two faces."""
    place = PLACES["4 step open"]()
    by = OFFICER
    for officer in ("tl02", None):
        place.do("2022-08-02T08:00", replace(good(c.AssignStep, by, place.state, NOW), officer=officer))
    forward = good(c.MoveProcess, SYSTEM, place.state, NOW)
    place.do("2022-08-02T08:00", forward)
    back = good(c.MoveProcess, SYSTEM, place.state, NOW)
    place.do("2022-08-02T08:00", replace(back, undoes=place.state.seq))
    two = c.SendParts(
        by=by,
        parts=tuple(
            c.PartOrder(agency=code, content=secret("việc"), due_at=at("2022-08-04T17:00"))
            for code in (OTHER_AGENCY, UPPER)
        ),
    )
    place.do("2022-08-02T09:00", two)
    inner = place.state.running.steps_of(1)[0]
    place.do("2022-08-02T09:00", c.AssignStep(by=by, no=inner.no, agency=inner.agency, officer="ph01"))
    place.do("2022-08-02T09:00", c.AssignStep(by=by, no=inner.no, agency=inner.agency))
    place.do("2022-08-02T09:30", c.Urge(by=HEAD, agency=UPPER, answer_by=at("2022-08-03T17:00")))
    for part in (1, 2):
        place.do("2022-08-02T10:00", c.RecallPart(by=by, no=part, reason=REASON))
    for _ in range(2):
        place.do("2022-08-02T10:00", good(c.CompleteStep, by, place.state, NOW))
    yield from place.events
    yield from PLACES["4 part out"]().events


EVENTS = list(every_event())


def test_the_sample_has_every_kind_of_event() -> None:
    assert {type(event.payload) for event in EVENTS} == set(e.AnyPayload.__args__)


@pytest.mark.parametrize("audience", ["officer", "citizen"])
def test_every_sentence_fills_and_holds_no_private_record(audience: Audience) -> None:
    for event in EVENTS:
        template, values = describe(event, audience)
        sentence = template % values
        assert sentence.endswith(".")
        assert "%" not in sentence
        assert "None" not in sentence
        assert not COMMITMENT.search(sentence)


def test_citizens_see_no_officer_no_consulted_agency_no_ground() -> None:
    for event in EVENTS:
        template, values = describe(event, "citizen")
        assert not {"officer", "consulted", "ground"} & set(values)
        assert not any(word in template for word in ("%(officer)s", "%(consulted)s"))


@pytest.mark.parametrize(
    ("kind", "audience", "sentence"),
    [
        (e.Received, "citizen", "Hồ sơ đã được tiếp nhận; hẹn trả kết quả 8/8/2022 08:00."),
        (
            e.SupplementReceived,
            "officer",
            "Nhận đủ bổ sung lần 1; thời hạn tính lại từ đầu, hẹn trả 10/8/2022 08:00.",
        ),
        (e.ConsultationAnswered, "officer", "Nhận ý kiến trả lời lần 1."),
        (e.Transferred, "officer", "Chuyển hồ sơ đến 000.00.12.H14."),
    ],
)
def test_some_sentences_word_for_word(kind: type[e.Payload], audience: Audience, sentence: str) -> None:
    event = next(event for event in long_life().events if type(event.payload) is kind)
    template, values = describe(event, audience)
    assert template % values == sentence


def test_every_field_that_can_be_corrected_has_a_name() -> None:
    assert set(FIELD_NAMES) == set(FIELDS) | {"case", "version"}
