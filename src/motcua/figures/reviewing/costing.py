"""The compliance cost of a proposal as it is typed in: read, refused in words, prefilled, kept with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from motcua.figures.ii06a import Scope, lines
from motcua.figures.models import ComplianceCost, ReviewProposal
from motcua.figures.reviewing.cost import STAGES, Activity, Cost, Side, hours_words, read, stored
from motcua.figures.reviewing.proposals import WRITE, own_draft
from motcua.figures.reviewing.unused import months_before
from motcua.figures.rule_sets import rule_set
from motcua.foundation.clock import Clock, SystemClock, day_of, local_of
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.foundation.text import clean_text
from motcua.organisation.changes import record_change
from motcua.organisation.rights import Person, require
from motcua.procedures.queries import versions_in_force

MOST_ACTIVITIES: Final = 30
BLANK: Final = 3
"""Empty rows below those that are filled in."""
_MOST_MONEY: Final = 10**12
_MOST_HOURS: Final = Decimal(100_000)
_MOST_SUBJECTS: Final = 10**9
_MONEY: Final = re.compile(r"\d{1,13}|\d{1,3}(?:[., ]\d{3}){1,4}")
_DECIMAL: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")
SIDES: Final = {"b": gettext_noop("Hiện nay"), "a": gettext_noop("Theo đề xuất")}
COLUMNS: Final = {
    "hours": gettext_noop("Số giờ"),
    "hired": gettext_noop("Thuê, mua ngoài"),
    "fee": gettext_noop("Phí, lệ phí"),
    "times": gettext_noop("Số lần một năm"),
    "subjects": gettext_noop("Số đối tượng"),
    "income": gettext_noop("Thu nhập một giờ"),
}
Typed = Mapping[str, str]
"""What was typed, by name: `income`, `income_source`, `counts_source`; of a side `b` or `a` `b_times`,
`b_subjects`, and of its rows from 0 `b_stage_0`, `b_what_0`, `b_hours_0`, `b_hired_0`, `b_fee_0`."""


def cost_of(proposal: ReviewProposal) -> Cost | None:
    """What was computed for a proposal, if anything."""
    row = ComplianceCost.objects.filter(proposal=proposal).first()
    return None if row is None else read(row.counted)


@transaction.atomic
def keep(person: Person, pk: int, typed: Typed, *, clock: Clock | None = None) -> Cost:
    """Keep the computation of one's own draft in the place of the one before.

    Raises: `Forbidden`, `NotFound`; DomainError `review_state`, `cost_number`, `cost_incomplete`.
    """
    require(person, WRITE)
    proposal = own_draft(person, pk)
    cost = reckoned(typed)
    before = cost_of(proposal)
    ComplianceCost.objects.update_or_create(
        proposal=proposal,
        defaults={
            "counted": stored(cost),
            "written_by": person.officer_code,
            "written_at": (clock or SystemClock()).now(),
        },
    )
    record_change(
        person,
        kind="review_cost",
        subject=str(proposal.pk),
        named=f"{proposal.procedure_code} {proposal.procedure_name}",
        before=None if before is None else _noted(before),
        after=_noted(cost),
        reason=cost.income_source,
        clock=clock,
    )
    return cost


def reckoned(typed: Typed) -> Cost:
    """The computation of what was typed. Pure. Raises: DomainError `cost_number`, `cost_incomplete`."""
    cost = Cost(
        income=_money(typed, "income"),
        income_source=clean_text(typed.get("income_source", ""), 255),
        counts_source=clean_text(typed.get("counts_source", ""), 255),
        before=_side(typed, "b"),
        after=_side(typed, "a"),
    )
    faults = {
        "income_source": not cost.income_source,
        "counts_source": not cost.counts_source,
        "income": not cost.income,
        "b_what_0": not cost.before.activities,
        "b_subjects": not cost.before.subjects,
    }
    if any(faults.values()):
        raise DomainError(
            gettext_noop(
                "Chi phí tuân thủ cần thu nhập một giờ và nguồn, nguồn của số lần và số đối tượng, ít nhất"
                " một việc hiện nay và số đối tượng hiện nay; chưa lưu gì."
            ),
            gettext_noop("Điền phần còn thiếu rồi lưu lại."),
            id="cost_incomplete",
            field=next(name for name, missing in faults.items() if missing),
        )
    return cost


def _side(typed: Typed, side: str) -> Side:
    activities = []
    for number in range(MOST_ACTIVITIES):
        row = {name: typed.get(f"{side}_{name}_{number}", "").strip() for name in _ROW}
        if not any(value for name, value in row.items() if name != "stage"):
            continue
        what = clean_text(row["what"], 200)
        if not what or row["stage"] not in STAGES:
            raise DomainError(
                gettext_noop("Dòng %(row)s (%(side)s) có số mà không nói là việc gì; chưa lưu gì."),
                gettext_noop("Chọn loại việc và ghi việc cụ thể, hoặc xóa trắng cả dòng."),
                id="cost_incomplete",
                field=f"{side}_what_{number}",
                row=number + 1,
                side=Phrase(SIDES[side]),
            )
        activities.append(
            Activity(
                stage=row["stage"],
                what=what,
                hours=_decimal(typed, f"{side}_hours_{number}"),
                hired=_money(typed, f"{side}_hired_{number}"),
                fee=_money(typed, f"{side}_fee_{number}"),
            )
        )
    return Side(
        activities=tuple(activities),
        times=_decimal(typed, f"{side}_times"),
        subjects=_money(typed, f"{side}_subjects", most=_MOST_SUBJECTS),
    )


_ROW: Final = ("stage", "what", "hours", "hired", "fee")


def _money(typed: Typed, name: str, *, most: int = _MOST_MONEY) -> int:
    """A whole number with or without thousands apart; nothing is 0."""
    text = typed.get(name, "").strip().removesuffix("đ").strip()
    if not text:
        return 0
    value = int(re.sub(r"[., ]", "", text)) if text.isascii() and _MONEY.fullmatch(text) else most + 1
    if value > most:
        raise _no_number(name, typed)
    return value


def _decimal(typed: Typed, name: str) -> Decimal:
    """A number with at most two decimals after a comma or point; nothing is 0."""
    text = typed.get(name, "").strip()
    if not text:
        return Decimal(0)
    if not text.isascii() or not _DECIMAL.fullmatch(text) or Decimal(text.replace(",", ".")) > _MOST_HOURS:
        raise _no_number(name, typed)
    return Decimal(text.replace(",", "."))


def _no_number(name: str, typed: Typed) -> DomainError:
    side, rest = (name[0], name[2:]) if name[:2] in {"a_", "b_"} else ("", name)
    column, _mark, number = rest.partition("_")
    value = "".join(sign for sign in typed.get(name, "") if sign.isprintable())[:40]
    do = gettext_noop("Nhập số từ 0; giờ và số lần có nhiều nhất hai chữ số thập phân, tiền là đồng chẵn.")
    told = Phrase(COLUMNS[column])
    where: dict[str, Any] = {"id": "cost_number", "field": name, "value": value, "column": told}
    if not number:
        said = gettext_noop("“%(value)s” ở ô “%(column)s” không phải là số dùng được; chưa lưu gì.")
        return DomainError(said, do, **where)
    said = gettext_noop(
        "“%(value)s” ở dòng %(row)s (%(side)s), cột “%(column)s” không phải là số dùng được; chưa lưu gì."
    )
    return DomainError(said, do, **where, row=int(number) + 1, side=Phrase(SIDES[side]))


def _noted(cost: Cost) -> dict[str, int]:
    return {
        "income": cost.income,
        "before": cost.before.year(cost.income),
        "after": cost.after.year(cost.income),
    }


def typed_of(cost: Cost) -> dict[str, str]:
    """A computation as it would be typed."""
    found = {
        "income": str(cost.income) if cost.income else "",
        "income_source": cost.income_source,
        "counts_source": cost.counts_source,
    }
    for mark, side in (("b", cost.before), ("a", cost.after)):
        found |= {f"{mark}_times": hours_words(side.times), f"{mark}_subjects": str(side.subjects)}
        for number, each in enumerate(side.activities):
            row = {
                "stage": each.stage,
                "what": each.what,
                "hours": hours_words(each.hours) if each.hours else "",
                "hired": str(each.hired or ""),
                "fee": str(each.fee or ""),
            }
            found |= {f"{mark}_{name}_{number}": value for name, value in row.items()}
    return found


def prefilled(proposal: ReviewProposal, clock: Clock | None = None) -> dict[str, str]:
    """What the catalogue and the last twelve months say, to begin with: papers to prepare, the lowest certain
    fee, and how many dossiers were received; hours and income are for the reviewer to find out."""
    now = (clock or SystemClock()).now()
    today = day_of(now)
    first = months_before(today, 12) + timedelta(days=1)
    received = _received(proposal.procedure_code, first, today, now)
    side = Side(activities=_activities(proposal.procedure_code, today), subjects=received)
    source = (
        f"Biểu II.06a: {received} hồ sơ tiếp nhận từ {first:%d/%m/%Y} đến {today:%d/%m/%Y}, như biết lúc"
        f" {local_of(now):%H:%M %d/%m/%Y}; mỗi hồ sơ là một lần của một đối tượng"
    )
    return typed_of(Cost(income=0, income_source="", counts_source=source, before=side, after=side))


def _received(code: str, first: date, last: date, now: Any) -> int:
    scope = Scope(first=first, last=last, as_of=now, procedure=code)
    return sum(line.c4 + line.c5 for line in lines(scope, rule_set("practice"), "all"))


def _activities(code: str, today: date) -> tuple[Activity, ...]:
    version = versions_in_force([code], today).get(code)
    if version is None:
        return ()
    content = version.content
    found = [
        Activity(stage="prepare", what=each.name[:200]) for each in content.components[: MOST_ACTIVITIES - 8]
    ]
    fees = [
        fee for channel in content.channels for fee in channel.fees if fee.certain and fee.amount is not None
    ]
    found.append(Activity(stage="submit", what="Đi lại, nộp hồ sơ"))
    if fees:
        # Low average values (article 27): of several fees the lowest.
        least = min(fees, key=lambda fee: fee.amount or 0)
        found.append(Activity(stage="pay", what=least.text[:200] or "Phí, lệ phí", fee=least.amount or 0))
    found.append(Activity(stage="receive", what="Đi lại, nhận kết quả"))
    return tuple(found)
