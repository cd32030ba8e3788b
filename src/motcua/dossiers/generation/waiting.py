"""What a life waits for: an opinion, papers of the applicant, a financial obligation."""

from __future__ import annotations

from random import Random
from typing import Final

from motcua.dossiers.generation.stage import DAY_OF_WORK, GATEWAY, Cast, Stage, picked
from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import Actor, ComponentLine, CopyKind, Role, SupplementItem
from motcua.foundation.clock import HOUR, MINUTE

OFFER_RETURNED: Final = 0.2
ITEMS: Final = (
    "Tờ khai đã điền đủ và ký tên",
    "Bản sao giấy tờ tùy thân còn giá trị",
    "Giấy xác nhận nơi cư trú",
)
GROUND: Final = "Khoản 4 Điều 19 Nghị định 61/2018/NĐ-CP"
"""What is put in the place of the special law that allows asking a second time."""
NOTICE: Final = "Thông báo nộp tiền về đất"
TO_PAY: Final = 30
"""Working days that the notice leaves for paying: our assumption, after Decree 126/2020/NĐ-CP art. 18 (from
memory)."""


def consult(stage: Stage, cast: Cast, chance: Random) -> bool:
    """An opinion asked for and given; whether the present is not reached yet."""
    if not stage.wait(chance.randint(1, 6) * HOUR):
        return False
    deadline = stage.rules.calendar.add(stage.at, DAY_OF_WORK)
    stage.do(
        c.RequestConsultation(
            by=cast.handler,
            consulted=stage.state.intake.section,
            content=stage.seals.text("Đề nghị cho ý kiến về nguồn gốc giấy tờ."),
            deadline=deadline,
        )
    )
    if not stage.wait(chance.randint(1, 12) * HOUR):
        return False
    # A result that was sent back may be proposed after a second opinion.
    number = stage.state.consultations[-1].no
    answer = stage.seals.text("Thống nhất.")
    stage.do(c.AnswerConsultation(by=cast.handler, no=number, answer=answer, paper="Công văn trả lời"))
    return True


def supplement(stage: Stage, cast: Cast, chance: Random) -> bool:
    """Papers asked for and brought; whether the dossier goes on before the present."""
    if not stage.wait(chance.randint(1, 10) * HOUR):
        return False
    faults = stage.habits.ways.faults
    words = chance.choice(ITEMS)
    lines = stage.state.intake.components
    # Each kind of words keeps to its paper, so that reviews find some that are often missing at first.
    paper = lines[ITEMS.index(words) % len(lines)].no if lines else None
    fault = picked(faults, chance) if faults else None
    stage.do(
        c.ProposeSupplement(
            by=cast.handler,
            items=(SupplementItem(item=stage.seals.seal("item", words), component=paper, fault=fault),),
            reason=stage.words(chance),
            deadline=stage.rules.calendar.add(stage.at, 10 * DAY_OF_WORK),
            legal_ground=GROUND if stage.state.rounds else None,
        )
    )
    if not stage.wait(chance.randint(10, 200) * MINUTE):
        return False
    stage.do(c.RequestSupplement(by=cast.reception))
    if stage.online:
        return _supplement_online(stage, cast, chance)
    days = chance.choice((1, 1, 2, 3, 5, 12))
    if not stage.wait(days * DAY_OF_WORK - HOUR):
        return False
    if days > 10:
        stage.do(c.ExpireSupplement(by=cast.reception, reason=stage.seals.text("Hết hạn bổ sung.")))
        return False
    number = len(stage.state.intake.components) + 1
    line = ComponentLine(no=number, name=stage.seals.text(ITEMS[0]), kind=CopyKind.ORIGINAL)
    stage.do(c.ReceiveSupplement(by=cast.reception, components=(line,)))
    return True


def _supplement_online(stage: Stage, cast: Cast, chance: Random) -> bool:
    """T32, now and then sent back once (T34), until the section records it (T10)."""
    line = ComponentLine(no=1, kind=CopyKind.ELECTRONIC)
    for again in range(2):
        if not stage.wait(chance.randint(2, 30) * HOUR):
            return False
        stage.do(c.OfferSupplement(by=cast.applicant, components=(line,)))
        if not stage.wait(chance.randint(20, 420) * MINUTE):
            return False
        if again or chance.random() >= OFFER_RETURNED:
            break
        stage.do(c.ReturnOffer(by=cast.reception, reason=stage.seals.text("Ảnh chụp mờ, không đọc được.")))
    stage.do(c.ReceiveSupplement(by=cast.reception))
    return True


def obligation(stage: Stage, cast: Cast, chance: Random) -> bool:
    """A notice of what is to be paid to the state (T12), and the payment (T13); whether the dossier goes on
    before the present."""
    if not stage.wait(chance.randint(1, 8) * HOUR):
        return False
    ways, amount = stage.habits.ways, chance.randint(5, 400) * 50_000
    content = stage.seals.text(NOTICE)
    deadline = stage.rules.calendar.add(stage.at, TO_PAY * DAY_OF_WORK)
    stage.do(c.RequestObligation(by=cast.handler, content=content, amount=amount, deadline=deadline))
    if not stage.wait(chance.randint(*ways.obligation_days) * DAY_OF_WORK - chance.randint(0, 7) * HOUR):
        return False
    if chance.random() < ways.obligation_online:
        gateway = Actor(who=GATEWAY, unit=stage.state.intake.section, roles=frozenset({Role.SYSTEM}))
        receipt = f"MP-NV-{stage.state.dossier}"
        stage.do(c.FulfilObligation(by=gateway, receipt=receipt, amount=amount, paid_at=stage.at))
    else:
        proof = stage.seals.text("Giấy nộp tiền vào ngân sách nhà nước")
        stage.do(c.FulfilObligation(by=cast.reception, proof=proof))
    return True
