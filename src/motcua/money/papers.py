"""Receipts, closes, the section's money and settlements as papers; layout stands with the other forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from motcua.dossiers import store
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.types import PaymentMethod
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.papers import qr_url, render
from motcua.dossiers.papers.data import Frame
from motcua.dossiers.papers.money import FeeReceiptData, FeeRow, MoneyBookData, MoneyRow, RefundSlipData
from motcua.dossiers.printing_source import PLACE, check_line, governing_unit
from motcua.dossiers.queries.names import Names
from motcua.dossiers.queries.told import words_of
from motcua.foundation.clock import Instant, SystemClock, day_of
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.foundation.money import dong
from motcua.law.regimes import regime_on
from motcua.money.hand import PAYMENT
from motcua.money.models import DayClose, Receipt, Refund, Settlement
from motcua.money.queries import Entry, SectionMoney, entries_of_close
from motcua.organisation.models import Agency
from motcua.organisation.queries import section_of
from motcua.procedures.queries import fees_of_version

METHODS: Final = {"cash": "Tiền mặt", "transfer": "Chuyển khoản", "online": "Trực tuyến"}
KINDS: Final = {"fee": "Phí", "charge": "Lệ phí", "obligation": "Nghĩa vụ tài chính"}
INNER: Final = "nội bộ"
"""Where a form has no number of its own in any decree."""


def receipt_paper(receipt: Receipt) -> bytes:
    """The receipt as printed on its day, with what was given back since. Raises: `NotFound`."""
    code = receipt.dossier.code or receipt.dossier.reference or ""
    locked = store.read(code)
    if locked is None:
        raise NotFound(gettext_noop("Không tìm thấy hồ sơ của biên lai này."))
    place = receipt.seq - 1
    event, (_, digest) = locked.events[place], locked.log[place]
    opened = store.open_private(locked.id)
    intake = locked.tracked.state.intake
    payload = event.payload
    owed = isinstance(payload, ev.ObligationFulfilled)
    if isinstance(payload, ev.FeePaid):
        payer = opened.get(payload.payer or intake.owner) or {}
        fees = fees_of_version(intake.procedure.version, intake.channel.value)
        texts = {no: fee.text for no, fee in enumerate(fees, start=1)}
    else:
        assert isinstance(payload, ev.ObligationFulfilled)
        payer = opened.get(intake.owner) or {}
        texts = {0: _asked_before(locked.events[:place], opened)}
    section = Agency.objects.select_related("parent").get(pk=receipt.section_id)
    data = FeeReceiptData(
        frame=_frame(
            section,
            receipt.at,
            title="Chứng từ nộp nghĩa vụ tài chính" if owed else "Biên lai thu phí, lệ phí",
            number=receipt.number,
            form_number=INNER if owed else settings.MOTCUA_FEE_RECEIPT_FORM,
            code=code,
            qr=qr_url(settings.MOTCUA_PUBLIC_URL, code, bytes(digest).hex()),
        ),
        payer=payer.get("name", ""),
        procedure_name=receipt.dossier.version.content.get("name", ""),
        rows=tuple(
            FeeRow(
                name=f"{KINDS.get(line['kind'], 'Khoản thu')}: {texts.get(line['no'], '')}",
                unit=dong(line["unit"]),
                quantity=line["quantity"],
                amount=dong(line["amount"]),
            )
            for line in receipt.lines
        ),
        less=_less(receipt),
        total=dong(receipt.amount),
        method=_method(receipt),
        collector=Names(actors=[receipt.by]).actor(receipt.by),
        counter=str(receipt.counter.number) if receipt.counter else "",
        taken_at=moment_text(receipt.at),
        refunds=tuple(
            f"{each.number}: {dong(each.amount)}, {moment_text(each.at)}" for each in receipt.refunds.all()
        ),
        by_system=receipt.by == PAYMENT,
    )
    return render("fee_receipt", data)


def _asked_before(events: list[ev.Event], opened: Mapping[str, Any]) -> str:
    """What the last notice asked for."""
    notices = (each.payload for each in reversed(events))
    asked = next(each for each in notices if isinstance(each, ev.ObligationRequested))
    return words_of(opened, asked.content)


def _less(receipt: Receipt) -> tuple[tuple[str, str], ...]:
    """What was taken off the sum of the lines: the sum itself first, then each reason."""
    if not receipt.waived and not receipt.credited:
        return ()
    lines = [("Cộng", dong(sum(line["amount"] for line in receipt.lines)))]
    if receipt.waived:
        waiver = receipt.dossier.waivers.filter(seq__lt=receipt.seq).latest("seq")
        lines.append((f"Được giảm ({waiver.legal_ground})", f"−{dong(receipt.waived)}"))
    if receipt.credited:
        before = receipt.dossier.receipts.filter(seq__lt=receipt.seq).order_by("seq")
        numbers = ", ".join(each.number for each in before)
        lines.append((f"Đã nộp trước ({numbers})", f"−{dong(receipt.credited)}"))
    return tuple(lines)


def _method(row: Receipt | Refund) -> str:
    return METHODS[row.method] + (f" ({row.reference})" if row.reference else "")


def refund_paper(refund: Refund) -> bytes:
    """The slip that goes with money given back. Raises: `NotFound`."""
    receipt = refund.receipt
    code = receipt.dossier.code or receipt.dossier.reference or ""
    locked = store.read(code)
    if locked is None:
        raise NotFound(gettext_noop("Không tìm thấy hồ sơ của phiếu hoàn tiền này."))
    place = refund.seq - 1
    payload, (_, digest) = locked.events[place].payload, locked.log[place]
    paid = locked.events[receipt.seq - 1].payload
    assert isinstance(payload, ev.FeeRefunded)
    assert isinstance(paid, ev.FeePaid)
    opened = store.open_private(locked.id)
    receiver = opened.get(paid.payer or locked.tracked.state.intake.owner) or {}
    earlier = sum(each.amount for each in receipt.refunds.filter(seq__lte=refund.seq))
    section = Agency.objects.select_related("parent").get(pk=refund.section_id)
    taken_on = day_of(receipt.at)
    data = RefundSlipData(
        frame=_frame(
            section,
            refund.at,
            title="Phiếu hoàn trả phí, lệ phí",
            number=refund.number,
            code=code,
            qr=qr_url(settings.MOTCUA_PUBLIC_URL, code, bytes(digest).hex()),
        ),
        receiver=receiver.get("name", ""),
        procedure_name=receipt.dossier.version.content.get("name", ""),
        receipt=receipt.number,
        receipt_day=f"ngày {taken_on.day}/{taken_on.month}/{taken_on.year}",
        taken=dong(receipt.amount),
        amount=dong(refund.amount),
        left=dong(receipt.amount - earlier),
        method=_method(refund),
        reason=words_of(opened, payload.reason),
        giver=Names(actors=[refund.by]).actor(refund.by),
        given_at=moment_text(refund.at),
        due_again=refund.due_again,
        to_account=refund.method == PaymentMethod.ONLINE.value,
    )
    return render("refund_slip", data)


def close_paper(done: DayClose) -> bytes:
    """What the officer hands over with the cash."""
    section = Agency.objects.select_related("parent").get(pk=done.till.section_id)
    names = Names(actors=[done.till.officer, done.closed_by])
    facts = [
        ("Cán bộ thu", names.actor(done.till.officer)),
        ("Người chốt", f"{names.actor(done.closed_by)}, {moment_text(done.closed_at)}"),
        ("Thu tiền mặt", dong(done.cash_in)),
        ("Hoàn tiền mặt", dong(done.cash_out)),
        ("Tiền mặt phải có", dong(done.expected)),
        ("Tiền mặt đếm được", dong(done.counted)),
        ("Chênh lệch", dong(done.difference)),
        ("Thu, hoàn chuyển khoản", f"{dong(done.transfer_in)}, {dong(done.transfer_out)}"),
    ]
    if done.explanation:
        facts.append(("Giải trình", done.explanation))
    return _book(
        section,
        done.closed_at,
        title="Biên bản chốt tiền phí, lệ phí",
        number=f"{done.day:%d%m%Y}-{done.pk}",
        period=f"Ngày {done.day.day}/{done.day.month}/{done.day.year}",
        facts=facts,
        entries=entries_of_close(done),
        signers=("Người nộp tiền", "Người nhận tiền"),
    )


def section_paper(money: SectionMoney) -> bytes:
    """The section's money of a period."""
    section = Agency.objects.select_related("parent").get(pk=money.section.pk)
    total = money.total
    facts = [(each.officer, f"{dong(each.sums.expected)} tiền mặt") for each in money.officers]
    facts += [
        ("Tiền mặt thu, hoàn", f"{dong(total.cash_in)}, {dong(total.cash_out)}"),
        ("Chuyển khoản thu, hoàn", f"{dong(total.transfer_in)}, {dong(total.transfer_out)}"),
    ]
    first, last = money.first, money.last
    return _book(
        section,
        SystemClock().now(),
        title="Bảng kê thu phí, lệ phí",
        number="",
        period=f"Từ {first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}",
        facts=facts,
        entries=money.entries,
        signers=("Người lập", "Trưởng Bộ phận Một cửa"),
    )


def settlement_paper(done: Settlement) -> bytes:
    """The quarter's settlement with one agency (Decree 61/2018 art. 12(9))."""
    section = Agency.objects.select_related("parent").get(pk=done.section_id)
    confirmation = getattr(done, "confirmation", None)
    names = Names(actors=[done.by, confirmation.by if confirmation else ""])
    facts = [
        ("Cơ quan hưởng", done.competent.name),
        ("Đã thu", f"{dong(done.collected)}, {done.receipts} biên lai"),
        ("Đã hoàn", f"{dong(done.refunded)}, {done.refunds} phiếu"),
        ("Bàn giao", dong(done.amount)),
        ("Người bàn giao", f"{names.actor(done.by)}, {moment_text(done.at)}"),
    ]
    if confirmation:
        facts.append(("Đã xác nhận", f"{names.actor(confirmation.by)}, {moment_text(confirmation.at)}"))
    return _book(
        section,
        done.at,
        title="Quyết toán phí, lệ phí",
        number=done.number,
        period=f"Quý {done.quarter} năm {done.year}",
        facts=facts,
        entries=(),
        signers=("Bên giao", "Bên nhận"),
    )


def _book(
    section: Agency,
    at: Instant,
    *,
    title: str,
    number: str,
    period: str,
    facts: list[tuple[str, str]],
    entries: tuple[Entry, ...],
    signers: tuple[str, str],
) -> bytes:
    data = MoneyBookData(
        frame=_frame(section, at, title=title, number=number),
        period=period,
        facts=tuple(facts),
        rows=tuple(
            MoneyRow(
                no=no,
                at=moment_text(row.at),
                number=row.number,
                code=row.code,
                officer=row.by,
                method=METHODS[row.method],
                amount=dong(row.amount),
            )
            for no, row in enumerate(reversed(entries), start=1)
        ),
        total=dong(sum(row.amount for row in entries)) if entries else "",
        signers=signers,
    )
    return render("money_book", data)


def _frame(
    section: Agency,
    at: Instant,
    *,
    title: str,
    number: str,
    form_number: str = INNER,
    code: str = "",
    qr: str = "",
) -> Frame:
    day = day_of(at)
    law = regime_on(day)
    door = section_of(section.pk, day)
    return Frame(
        form_number=form_number,
        form_title=title,
        regime=law.id,
        regime_note="",
        governing_unit=governing_unit(section),
        section_name=door.name if door else section.name,
        number=number,
        place=PLACE,
        issued_at=at,
        code=code,
        qr_url=qr,
        check_line=check_line() if qr else "",
        simulated=settings.MOTCUA_SIMULATED,
    )
