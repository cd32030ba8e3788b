"""The only writers of electronic forms: drafts, publishing from a day on, withdrawing, keeping made forms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from motcua.foundation.clock import Clock, Instant, SystemClock, aware_of, day_of
from motcua.foundation.errors import Conflict, DomainError, gettext_noop
from motcua.foundation.text import fold
from motcua.organisation.changes import record_change
from motcua.organisation.models.dated import holds
from motcua.organisation.rights import OPERATOR, Person, require

from .definition.default import PREFIX
from .definition.findings import Finding
from .definition.model import Definition, from_text, revision_of, to_text
from .models import Form, FormPeriod, FormRevision
from .queries import StoredForm, by_revision, checked, form_for, form_of_code

__all__ = [
    "create",
    "discard_draft",
    "load_demo",
    "pinned",
    "publish",
    "save_draft",
    "start_draft",
    "withdraw",
]

_LOCK: Final = 0x666F726D
"""Advisory lock: two who publish at once would number revisions twice, or two forms for one procedure."""


def ensure_may(actor: Person) -> None:
    """Raise Forbidden without the right; the machine's own rights let the operator of a command in."""
    if actor is not OPERATOR:
        require(actor, "administer_forms")


@transaction.atomic
def create(actor: Person, definition: Definition, *, clock: Clock | None = None) -> Form:
    """A new form as a draft, under its code.

    Raises: Forbidden; Conflict `form_exists`; DomainError `form_code_reserved`.
    """
    ensure_may(actor)
    _one_at_a_time()
    if definition.code.startswith(PREFIX):
        raise DomainError(
            gettext_noop("Mã bắt đầu bằng “default.” dành cho biểu mẫu máy tự lập."),
            gettext_noop("Chọn mã khác, ví dụ: ho-tich.khai-sinh."),
            id="form_code_reserved",
            field="code",
        )
    if Form.objects.filter(code=definition.code).exists():
        raise Conflict(
            gettext_noop("Đã có biểu mẫu mã %(code)s."),
            gettext_noop("Mở biểu mẫu đó để sửa, hoặc chọn mã khác."),
            id="form_exists",
            field="code",
            code=definition.code,
        )
    form = Form(code=definition.code, title=definition.title, folded=fold(definition.title))
    _write_draft(form, actor, definition, _now(clock))
    return form


@transaction.atomic
def save_draft(actor: Person, definition: Definition, *, expected: str, clock: Clock | None = None) -> str:
    """Keep a definition as the draft of its form; the revision that the draft would get.

    `expected` is the revision of the draft that was edited (empty: there was none), so that who edits in two
    windows, or two who edit, lose nothing unawares. Raises: Forbidden; NotFound; Conflict `form_draft_moved`.
    """
    ensure_may(actor)
    form = _locked(definition.code)
    if _draft_revision(form) != expected:
        raise Conflict(
            gettext_noop("Bản nháp đã được sửa ở nơi khác (%(who)s)."),
            gettext_noop("Tải lại trang để xem bản mới nhất rồi sửa tiếp."),
            id="form_draft_moved",
            who=form.draft_by or "–",
        )
    return _write_draft(form, actor, definition, _now(clock))


@transaction.atomic
def start_draft(actor: Person, code: str, *, clock: Clock | None = None) -> str:
    """Begin a draft from the newest revision, where none is being written; its revision.

    Raises: Forbidden; NotFound.
    """
    ensure_may(actor)
    form = _locked(code)
    if not form.draft:
        newest = form.revisions.order_by("-number").values_list("definition", flat=True).first()
        if newest is not None:
            return _write_draft(form, actor, from_text(newest), _now(clock))
    return _draft_revision(form)


@transaction.atomic
def discard_draft(actor: Person, code: str, *, expected: str) -> None:
    """Throw the draft away; a form that was never published goes with it.

    Raises: Forbidden; NotFound; Conflict `form_draft_moved`.
    """
    ensure_may(actor)
    form = _locked(code)
    if _draft_revision(form) != expected:
        raise Conflict(
            gettext_noop("Bản nháp đã được sửa ở nơi khác (%(who)s)."),
            gettext_noop("Tải lại trang để xem bản mới nhất rồi sửa tiếp."),
            id="form_draft_moved",
            who=form.draft_by or "–",
        )
    if form.revisions.exists():
        form.draft, form.draft_by, form.draft_at = "", "", None
        form.save(update_fields=["draft", "draft_by", "draft_at"])
    else:
        form.delete()


@transaction.atomic
def publish(
    actor: Person,
    code: str,
    day: date,
    reason: str,
    *,
    expected: str,
    backdated: bool = False,
    clock: Clock | None = None,
) -> FormRevision:
    """Freeze the draft as a revision and let its procedures ask it from `day` on. Drafts of dossiers that are
    being filled in stay on their revision and are offered a move.

    Raises: Forbidden; NotFound; Conflict `form_draft_moved`, `form_other_in_force`, `form_later_period`;
    DomainError `form_no_draft`, `form_unsound`, `form_backdated`, `nothing_changed`, `reason_needed`.
    """
    ensure_may(actor)
    _one_at_a_time()
    form = _locked(code)
    if _draft_revision(form) != expected or not form.draft:
        raise Conflict(
            gettext_noop("Bản nháp không còn như bạn đã xem."),
            gettext_noop("Tải lại trang, xem lại bản nháp rồi công bố."),
            id="form_draft_moved",
        )
    definition = from_text(form.draft)
    _ensure_sound(checked(definition, day))
    if day < day_of(_now(clock)) and not backdated:
        raise DomainError(
            gettext_noop("Ngày áp dụng %(day)s đã qua."),
            gettext_noop("Chọn từ hôm nay trở đi."),
            id="form_backdated",
            field="valid_from",
            day=_said(day),
        )
    before = form.periods.filter(holds(day)).select_related("revision").first()
    if before is not None and before.revision.hash == revision_of(form.draft):
        raise DomainError(
            gettext_noop("Bản nháp giống hệt phiên bản %(number)d đang áp dụng."),
            gettext_noop("Sửa nội dung rồi công bố, hoặc bỏ bản nháp."),
            id="nothing_changed",
            number=before.revision.number,
        )
    revision = _frozen(form, form.draft, _now(clock))
    _set_periods(form, revision, definition, day)
    form.title, form.folded = definition.title, fold(definition.title)
    form.draft, form.draft_by, form.draft_at = "", "", None
    form.save()
    record_change(
        actor,
        kind="form",
        subject=code,
        named=form.title,
        before={"revision": before.revision.number} if before else None,
        after={
            "revision": revision.number,
            "hash": revision.hash,
            "valid_from": day,
            "procedures": list(definition.procedures),
        },
        reason=reason,
        clock=clock,
    )
    return revision


@transaction.atomic
def withdraw(actor: Person, code: str, last_day: date, reason: str, *, clock: Clock | None = None) -> int:
    """End a form after `last_day`: its procedures then ask the form made from their papers. How many periods
    ended. Raises: Forbidden; NotFound; DomainError `form_backdated`, `nothing_changed`, `reason_needed`."""
    ensure_may(actor)
    _one_at_a_time()
    form = _locked(code)
    if last_day < day_of(_now(clock)) - timedelta(days=1):
        raise DomainError(
            gettext_noop("Ngày %(day)s đã qua."),
            gettext_noop("Chọn từ hôm nay trở đi."),
            id="form_backdated",
            field="last_day",
            day=_said(last_day),
        )
    periods = list(form.periods.exclude(valid_to__lte=last_day).select_related("revision"))
    if not periods:
        raise DomainError(
            gettext_noop("Biểu mẫu không áp dụng sau ngày %(day)s."),
            gettext_noop("Không cần làm gì thêm."),
            id="nothing_changed",
            day=_said(last_day),
        )
    for period in periods:
        _end(period, last_day + timedelta(days=1))
    record_change(
        actor,
        kind="form",
        subject=code,
        named=form.title,
        before={"revision": max(period.revision.number for period in periods)},
        after={"revision": None, "valid_to": last_day},
        reason=reason,
        clock=clock,
    )
    return len(periods)


@transaction.atomic
def pinned(procedure_code: str, case: str | None, day: date, *, clock: Clock | None = None) -> StoredForm:
    """What the procedure asks on that day, kept so that it is found again by its revision: a form made from
    the papers is written down the first time somebody begins it. For who begins a draft of a dossier.

    Raises: NotFound where the procedure is not in force.
    """
    stored = form_for(procedure_code, case, day)
    if stored.kept:
        return stored
    found = FormRevision.objects.filter(form__code=stored.code, hash=stored.revision).exists()
    if not found:
        _one_at_a_time()
        form, _made = Form.objects.get_or_create(
            code=stored.code,
            defaults={"title": stored.definition.title, "folded": fold(stored.definition.title)},
        )
        _frozen(form, to_text(stored.definition), _now(clock))
    return by_revision(stored.code, stored.revision)


def load_demo(clock: Clock | None = None) -> int:
    """Publish the forms of the demonstration from the day the two tiers begin; how many. Repeatable."""
    from .demonstration import NEW_FROM, definitions

    made = 0
    for definition in definitions():
        if Form.objects.filter(code=definition.code).exists():
            continue
        create(OPERATOR, definition, clock=clock)
        expected = revision_of(to_text(definition))
        publish(
            OPERATOR,
            definition.code,
            NEW_FROM,
            "Dữ liệu trình diễn",
            expected=expected,
            backdated=True,
            clock=clock,
        )
        made += 1
    return made


def _frozen(form: Form, text: str, now: Instant) -> FormRevision:
    """The revision with this text, an old one again where it said the same."""
    revision = revision_of(text)
    found = form.revisions.filter(hash=revision).first()
    if found is not None:
        return found
    last = form.revisions.aggregate(last=Max("number"))["last"] or 0
    return FormRevision.objects.create(
        form=form, number=last + 1, hash=revision, definition=text, made_at=aware_of(now)
    )


def _set_periods(form: Form, revision: FormRevision, definition: Definition, day: date) -> None:
    """End what the form asked until then; let the new revision serve each of its procedures."""
    later = form.periods.filter(valid_from__gt=day).select_related("revision").first()
    if later is not None:
        raise Conflict(
            gettext_noop("Phiên bản %(number)d đã được định áp dụng từ %(day)s."),
            gettext_noop("Ngừng áp dụng phiên bản đó trước, hoặc chọn ngày sau đó."),
            id="form_later_period",
            number=later.revision.number,
            day=_said(later.valid_from),
        )
    for period in form.periods.filter(holds(day)):
        _end(period, day)
    for procedure in dict.fromkeys(definition.procedures):
        others = FormPeriod.objects.filter(procedure_code=procedure, case=definition.case)
        other = others.exclude(valid_to__lt=day).select_related("form").first()
        if other is not None:
            raise Conflict(
                gettext_noop("Thủ tục %(procedure)s đang dùng biểu mẫu %(code)s."),
                gettext_noop("Ngừng áp dụng biểu mẫu đó trước, hoặc ghi rõ trường hợp của từng biểu mẫu."),
                id="form_other_in_force",
                procedure=procedure,
                code=other.form.code,
            )
        FormPeriod.objects.create(
            form=form, revision=revision, procedure_code=procedure, case=definition.case, valid_from=day
        )


def _end(period: FormPeriod, day: date) -> None:
    """The period ends the day before `day`; one that would not have begun was never in force."""
    if period.valid_from >= day:
        period.delete()
        return
    period.valid_to = day - timedelta(days=1)
    period.save(update_fields=["valid_to"])


def _ensure_sound(findings: list[Finding]) -> None:
    faults = [each for each in findings if each.severity == "error"]
    if faults:
        raise DomainError(
            gettext_noop("Chưa công bố được: biểu mẫu còn %(count)d lỗi, như: %(what)s"),
            gettext_noop("Sửa từng chỗ được đánh dấu rồi công bố."),
            id="form_unsound",
            count=len(faults),
            what=faults[0].message,
        )


def _write_draft(form: Form, actor: Person, definition: Definition, now: Instant) -> str:
    text = to_text(definition)
    from_text(text)
    form.draft, form.draft_by, form.draft_at = text, actor.officer_code, aware_of(now)
    if form.pk is None or not form.revisions.exists():
        form.title, form.folded = definition.title, fold(definition.title)
    form.save()
    return revision_of(text)


def _draft_revision(form: Form) -> str:
    return revision_of(form.draft) if form.draft else ""


def _locked(code: str) -> Form:
    form_of_code(code)
    return Form.objects.select_for_update().get(code=code)


def _one_at_a_time() -> None:
    """Wait for whoever publishes now; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _now(clock: Clock | None) -> Instant:
    return (clock or SystemClock()).now()


def _said(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
