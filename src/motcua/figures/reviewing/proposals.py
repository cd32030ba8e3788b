"""Proposals of a review: written by a procedure-control officer, decided by a leader, with figures attached.

Evidence is a row of a report as it was told at one moment; it can be told again for the same moment, which
must give the same, and as things are known now, which may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from motcua.figures.ii06a import Scope
from motcua.figures.models import ReviewEvidence, ReviewProposal
from motcua.figures.reports import made
from motcua.figures.reviewing import missing, unused, usual
from motcua.figures.rule_sets import rule_set
from motcua.figures.timing import step_time
from motcua.foundation.clock import Clock, Instant, SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.changes import record_change
from motcua.organisation.rights import ACTIONS, Held, Person, reach_of, require
from motcua.procedures.finding import names_of

WRITE: Final = "write_review"
DECIDE: Final = "decide_review"
EVIDENCE: Final = {
    unused.ID: "procedure",
    usual.ID: "procedure",
    step_time.ID: "step",
    missing.ID: "procedure",
}
"""Reports of which rows may be attached, with what their rows are."""
LONGEST: Final = 4000
MOST_ROWS: Final = 8
"""Rows of a report that are attached."""
State = ReviewProposal.State


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a proposal says, as typed."""

    procedure: str
    measure: str
    ground: str
    criteria: tuple[str, ...]
    reasons: str
    product: str


def plan_day(today: date) -> date:
    """The last day to send the next yearly plan: before 31 January (Decree 63/2010/NĐ-CP, article 30)."""
    return date(today.year + (today.month > 1 or today.day > 30), 1, 30)


def proposals(person: Person) -> QuerySet[ReviewProposal]:
    """The proposals that the person may read, newest first. Raises: `Forbidden`."""
    require(person, "see_reports")
    rows = ReviewProposal.objects.order_by("-written_at", "-pk")
    reach = reach_of(person, "see_reports")
    return rows if reach is None else rows.filter(agency_id__in=reach)


def proposal(person: Person, pk: int) -> ReviewProposal:
    """One of them. Raises: `Forbidden`, `NotFound`."""
    found = proposals(person).filter(pk=pk).first()
    if found is None:
        raise NotFound(gettext_noop("Không có đề xuất này."), gettext_noop("Mở danh sách đề xuất rà soát."))
    return found


def editable(person: Person, pk: int) -> ReviewProposal:
    """One's own draft. Raises: `Forbidden`, `NotFound`; DomainError `review_state`."""
    require(person, WRITE)
    return _draft(person, proposal(person, pk))


def own_draft(person: Person, pk: int) -> ReviewProposal:
    """The same, locked until the transaction ends. Raises: as `editable`."""
    return _draft(person, _locked(person, pk, State.DRAFT))


@transaction.atomic
def write(
    person: Person, words: Words, *, pk: int | None = None, clock: Clock | None = None
) -> ReviewProposal:
    """A new proposal, or other words for one's own draft.

    Raises: `Forbidden`, `NotFound`; DomainError `review_incomplete`, `review_state`.
    """
    require(person, WRITE)
    now = (clock or SystemClock()).now()
    values = _cleaned(words)
    if pk is None:
        row = ReviewProposal(agency_id=_post(person, WRITE).agency_id, written_by=person.officer_code)
        before = None
    else:
        row = own_draft(person, pk)
        before = _told(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.written_at, row.year = now, plan_day(day_of(now)).year
    row.save()
    _note(person, row, before, clock)
    return row


@transaction.atomic
def write_with_figures(
    person: Person, words: Words, report: str, days: tuple[date, date], *, clock: Clock | None = None
) -> ReviewProposal:
    """A new proposal with the row of a report from which it was begun, both or neither.

    Raises: as `write` and `attach`.
    """
    row = write(person, words, clock=clock)
    attach(person, row.pk, report, *days, clock=clock)
    return row


@transaction.atomic
def submit(person: Person, pk: int, *, clock: Clock | None = None) -> ReviewProposal:
    """Hand one's draft up for a decision; it says what figures it stands on.

    Raises: `Forbidden`, `NotFound`; DomainError `review_state`, `review_no_evidence`.
    """
    require(person, WRITE)
    row = own_draft(person, pk)
    if not row.evidence.exists():
        raise DomainError(
            gettext_noop("Đề xuất chưa kèm số liệu nào nên chưa trình được; bản soạn vẫn được giữ."),
            gettext_noop("Đính kèm ít nhất một bảng số liệu rồi trình lại."),
            id="review_no_evidence",
        )
    before = _told(row)
    row.state, row.submitted_at = State.SUBMITTED, (clock or SystemClock()).now()
    row.save()
    _note(person, row, before, clock)
    return row


@transaction.atomic
def decide(
    person: Person, pk: int, decision: str, words: str, *, clock: Clock | None = None
) -> ReviewProposal:
    """Accept or decline a proposal (`accepted`, `declined`), or give it back (`draft`), with words.

    Raises: `Forbidden`, `NotFound`; DomainError `review_state`, `review_words`.
    """
    require(person, DECIDE)
    row = _locked(person, pk, State.SUBMITTED)
    if not may_decide(person, row):
        raise Forbidden(
            gettext_noop("Đề xuất này do lãnh đạo cơ quan có thẩm quyền quyết định."),
            gettext_noop("Bạn có thể đọc, không quyết định được."),
        )
    said = clean_text(words, 500, lines=True)
    if decision not in {State.ACCEPTED, State.DECLINED, State.DRAFT} or not said:
        raise DomainError(
            gettext_noop("Quyết định cần có ý kiến bằng lời; chưa ghi gì."),
            gettext_noop("Ghi ý kiến rồi chọn chấp thuận, không chấp thuận hoặc trả lại."),
            id="review_words",
            field="words",
        )
    before = _told(row)
    row.state, row.decision = decision, said
    if decision != State.DRAFT:
        row.decided_by, row.decided_at = person.officer_code, (clock or SystemClock()).now()
    row.save()
    _note(person, row, before, clock)
    return row


def may_decide(person: Person, row: ReviewProposal) -> bool:
    """Whether the person leads what the proposing agency is part of, and did not write it."""
    posts = [post for post in person.held if post.role in ACTIONS[DECIDE]]
    leads = any(post.whole or row.agency_id in post.reach for post in posts)
    return leads and row.written_by != person.officer_code


@transaction.atomic
def attach(
    person: Person, pk: int, report: str, first: date, last: date, *, clock: Clock | None = None
) -> ReviewEvidence:
    """Attach the row of the procedure in a report, as known now.

    Raises: `Forbidden`, `NotFound`, `UsageError`, `DoesNotAddUp`; DomainError `review_state`,
    `review_no_row`.
    """
    require(person, WRITE)
    row = own_draft(person, pk)
    if report not in EVIDENCE:
        raise NotFound(
            gettext_noop("Không có báo cáo này."), gettext_noop("Chọn một báo cáo trong danh sách.")
        )
    now = (clock or SystemClock()).now()
    document = told(
        report, Scope(first=first, last=last, as_of=now, procedure=row.procedure_code), "practice"
    )
    if not document["rows"]:
        raise DomainError(
            gettext_noop("Báo cáo này không có dòng nào của thủ tục trong kỳ đã chọn; chưa đính kèm gì."),
            gettext_noop("Chọn báo cáo hoặc kỳ khác."),
            id="review_no_row",
        )
    return ReviewEvidence.objects.create(
        proposal=row,
        report=report,
        first=first,
        last=last,
        as_of=now,
        rules="practice",
        document=document,
        attached_by=person.officer_code,
        attached_at=now,
    )


def told(report: str, scope: Scope, rules: str) -> dict[str, Any]:
    """The document of a report over one procedure, in plain values. Raises: as the report does."""
    document = made(report).build(scope, rule_set(rules), EVIDENCE[report]).document()
    rows = [each for each in document["rows"] if each["kind"] != "total"]
    # A report may have several rows of a procedure, such as its papers: the first, which matter most.
    document["rows"] = rows[:MOST_ROWS]
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return plain


class Compared(msgspec.Struct, frozen=True):
    """A figure of an evidence: as attached, told again for that moment, and as known now. `row`: of which row
    it is, empty where that is the procedure itself; `group`: the heading above the column, or
    empty."""

    row: str
    group: str
    label: str
    unit: str
    attached: Any
    again: Any
    now: Any

    @property
    def holds(self) -> bool:
        """Whether the same moment still tells the same."""
        return bool(self.attached == self.again)

    @property
    def moved(self) -> bool:
        """Whether what is known now tells otherwise."""
        return bool(self.attached != self.now)


def compared(evidence: ReviewEvidence, clock: Clock | None = None) -> list[Compared]:
    """The figures of an evidence beside the same figures told again. Raises: as the report does."""
    return _beside(
        evidence,
        *(
            told(evidence.report, _scope(evidence, moment), evidence.rules)
            for moment in (evidence.as_of, (clock or SystemClock()).now())
        ),
    )


def attached(evidence: ReviewEvidence) -> list[Compared]:
    """The figures of an evidence as they were attached, not told again."""
    return _beside(evidence, evidence.document, evidence.document)


def _beside(evidence: ReviewEvidence, again: dict[str, Any], now: dict[str, Any]) -> list[Compared]:
    was, *others = (_rows(each) for each in (evidence.document, again, now))
    return [
        Compared(
            row["label"] if row["label"] != evidence.proposal.procedure_name else "",
            each.get("group", ""),
            each["label"],
            each["unit"],
            row.get(each["key"]),
            *(side.get(key, {}).get(each["key"]) for side in others),
        )
        for key, row in was.items()
        for each in columns_of(evidence.document)
    ]


def columns_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns of an evidence, without those that name the procedure: the proposal does."""
    return [each for each in document["columns"] if each["key"] not in {"procedure", "code"}]


def _scope(evidence: ReviewEvidence, as_of: Instant) -> Scope:
    code = evidence.proposal.procedure_code
    return Scope(first=evidence.first, last=evidence.last, as_of=as_of, procedure=code)


def _rows(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    dates = [column["key"] for column in document["columns"] if column["unit"] == "date"]
    found = {row["key"]: dict(row) for row in document["rows"]}
    for row in found.values():
        for key in dates:
            if row.get(key):
                row[key] = date.fromisoformat(row[key])
    return found


def _cleaned(words: Words) -> dict[str, Any]:
    names = names_of([words.procedure])
    values = {
        "procedure_code": words.procedure,
        "procedure_name": names.get(words.procedure, ""),
        "measure": words.measure,
        "ground": words.ground,
        "criteria": [each for each in ReviewProposal.Criterion.values if each in words.criteria],
        "reasons": clean_text(words.reasons, LONGEST, lines=True),
        "product": clean_text(words.product, 300),
    }
    faults = {
        "procedure": not values["procedure_name"],
        "measure": words.measure not in ReviewProposal.Measure.values,
        "ground": words.ground not in ReviewProposal.Ground.values,
        "criteria": not values["criteria"],
        "reasons": not values["reasons"],
        "product": not values["product"],
    }
    if any(faults.values()):
        raise DomainError(
            gettext_noop(
                "Đề xuất cần một thủ tục có trong danh mục, phương án, căn cứ, ít nhất một tiêu chí, lý do và"
                " sản phẩm; chưa lưu gì."
            ),
            gettext_noop("Điền phần còn thiếu rồi lưu lại."),
            id="review_incomplete",
            field=next(name for name, missing in faults.items() if missing),
        )
    return values


def _locked(person: Person, pk: int, state: str) -> ReviewProposal:
    proposal(person, pk)
    return _in_state(ReviewProposal.objects.select_for_update().get(pk=pk), state)


def _in_state(row: ReviewProposal, state: str) -> ReviewProposal:
    if row.state != state:
        raise DomainError(
            gettext_noop("Đề xuất đang ở tình trạng “%(state)s”, không làm việc này được."),
            gettext_noop("Tải lại trang để xem tình trạng mới nhất."),
            id="review_state",
            state=str(State(row.state).label),
        )
    return row


def _draft(person: Person, row: ReviewProposal) -> ReviewProposal:
    if row.written_by != person.officer_code:
        raise Forbidden(
            gettext_noop("Chỉ người viết được sửa và trình đề xuất này."),
            gettext_noop("Bạn có thể đọc, hoặc viết một đề xuất khác."),
        )
    return _in_state(row, State.DRAFT)


def _post(person: Person, action: str) -> Held:
    return next(post for post in person.held if post.role in ACTIONS[action])


def _told(row: ReviewProposal) -> dict[str, Any]:
    return {
        "state": row.state,
        "measure": row.measure,
        "ground": row.ground,
        "criteria": ", ".join(row.criteria),
        "product": row.product,
        "length": len(row.reasons),
    }


def _note(person: Person, row: ReviewProposal, before: dict[str, Any] | None, clock: Clock | None) -> None:
    record_change(
        person,
        kind="review_proposal",
        subject=str(row.pk),
        named=f"{row.procedure_code} {row.procedure_name}",
        before=before,
        after=_told(row),
        reason=row.decision or row.product,
        clock=clock,
    )
