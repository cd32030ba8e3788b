"""What the administrator writes into the catalogue by hand: a version from a day, an end, a fee made certain.

Each is a source record of the house's own (`by_hand`), resting on a named document. It stands above published
sources for the attributes it states, from its day; what it leaves out still comes from them, whatever order
they are imported in (decisions/0006). Dossiers keep the version that they pinned.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection, transaction
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from motcua.foundation.clock import Clock, SystemClock, aware_of, day_of
from motcua.foundation.errors import Conflict, DomainError, NotFound, gettext_noop
from motcua.foundation.text import clean_text
from motcua.organisation.changes import reason_of, record_change
from motcua.organisation.rights import Person, require

from .content import PROCEDURE_CODE, Attributes, Fee, Limit, VersionContent, attributes_of, digest, to_json
from .merge import BY_HAND, Period, timeline
from .models import Procedure, SourceRecord
from .versioning import synchronise

MOST_FEE: Final = 10**12
"""In đồng: above it an amount is a slip of the hand."""
FIRST_DAY: Final = date(2000, 1, 1)
FARTHEST: Final = timedelta(days=5 * 366)
MOST_ROWS: Final = 60
_LONGEST: Final = 4000
_LONGEST_DOCUMENT: Final = 200
_AMOUNT: Final = re.compile(r"[0-9]{1,13}|[0-9]{1,3}(?:[. ][0-9]{3}){1,4}")
_QUANTITY: Final = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")


class Plan(NamedTuple):
    """What writing would do on its first day: the content before (none for a new procedure) and after."""

    before: VersionContent | None
    after: VersionContent


def amount_of(text: str) -> int:
    """An amount in đồng as typed: `45000`, `45.000`, `45 000`.

    Raises: DomainError `fee_amount` for what is no whole number from 0 to 10^12.
    """
    typed = text.strip()
    if _AMOUNT.fullmatch(typed):
        amount = int(re.sub(r"[. ]", "", typed))
        if amount <= MOST_FEE:
            return amount
    raise DomainError(
        gettext_noop("Mức thu “%(typed)s” không dùng được; mức cũ được giữ nguyên."),
        gettext_noop("Nhập số đồng là số nguyên từ 0 đến 1.000.000.000.000, không lẻ, không âm, như 45.000."),
        id="fee_amount",
        field="amount",
        typed="".join(c for c in typed if c.isprintable())[:40],
    )


def limit_of(quantity: str, unit: str) -> Limit:
    """A time limit as typed; `other` keeps the words. Empty: none is stated.

    Raises: DomainError `limit_unreadable`.
    """
    typed = clean_text(quantity, 300)
    if not typed:
        return Limit()
    if unit == "other":
        return Limit(text=typed)
    try:
        number = Decimal(typed.replace(",", ".")) if _QUANTITY.fullmatch(typed) else Decimal(0)
    except InvalidOperation:
        number = Decimal(0)
    whole = unit in ("working_day", "calendar_day", "hour", "month") and 0 < number <= 3650
    if not whole or (unit in ("calendar_day", "month") and number != number.to_integral_value()):
        raise DomainError(
            gettext_noop("Thời hạn “%(typed)s” không đọc được."),
            gettext_noop(
                "Nhập một số lớn hơn 0, như 5 hoặc 3,5; ngày theo lịch và tháng phải tròn. "
                "Thời hạn không phải là số thì chọn ghi bằng lời."
            ),
            id="limit_unreadable",
            typed=typed[:40],
        )
    return Limit(quantity=f"{number.normalize():f}", unit=unit)


def fee_key(fee: Fee) -> str:
    """How an address names a fee: by its facts."""
    return hashlib.sha256(msgspec.json.encode(fee)).hexdigest()[:16]


def plan_version(code: str, attributes: Attributes, valid_from: date, *, clock: Clock | None = None) -> Plan:
    """What `write_version` would change, without writing. Raises as it does, but for right and reason."""
    _check(code, attributes, valid_from, day_of((clock or SystemClock()).now()))
    procedure = Procedure.objects.filter(code=code).first()
    periods = _periods(procedure) if procedure else []
    return _planned(periods, attributes, valid_from)


def write_version(
    actor: Person,
    code: str,
    attributes: Attributes,
    *,
    valid_from: date,
    document: str,
    reason: str,
    new: bool = False,
    expected: int | None = None,
    clock: Clock | None = None,
) -> SourceRecord:
    """Write what a procedure is from a day on; with `new` a procedure that the catalogue has not got.

    `expected` is `newest_record` as the actor saw it. Raises: `Forbidden`, `NotFound`, `Conflict`
    `procedure_changed`; DomainError `procedure_code`, `procedure_known`, `version_day`, `version_unfit`,
    `version_document`, `nothing_changed`, `reason_needed`.
    """
    require(actor, "administer_catalogue")
    now = (clock or SystemClock()).now()
    _check(code, attributes, valid_from, day_of(now))
    why, ground = reason_of(reason), _document(document)
    with transaction.atomic():
        _one_at_a_time()
        procedure = _procedure(code, attributes, new=new)
        if expected is not None and expected != newest_record(procedure.pk):
            raise Conflict(
                gettext_noop("Thủ tục vừa có thay đổi khác; nội dung của bạn chưa được ghi."),
                gettext_noop("Xem phiên bản mới nhất rồi nhập lại."),
                id="procedure_changed",
            )
        plan = _planned(_periods(procedure), attributes, valid_from)
        record = _write(procedure, attributes, valid_from, ground, now)
        before = summary(plan.before) if plan.before else None
        after = summary(plan.after)
        if plan.before != plan.after:
            after |= {"valid_from": valid_from, "source": ground}
        record_change(
            actor,
            kind="procedure",
            subject=code,
            named=plan.after.name,
            before=before,
            after=after,
            reason=why,
            clock=clock,
        )
        synchronise([procedure])
    return record


def abolish(
    actor: Person,
    code: str,
    *,
    valid_from: date,
    document: str,
    reason: str,
    clock: Clock | None = None,
) -> SourceRecord:
    """End a procedure: no dossier is received from `valid_from` on. Raises as `write_version` does."""
    standing = standing_by_hand(code, valid_from)
    name = standing.name or Procedure.objects.filter(code=code).values_list("name", flat=True).first()
    attributes = msgspec.structs.replace(standing, name=name or code, state="abolished")
    return write_version(
        actor, code, attributes, valid_from=valid_from, document=document, reason=reason, clock=clock
    )


def make_fee_certain(
    actor: Person,
    code: str,
    key: str,
    *,
    amount: str,
    valid_from: date,
    document: str,
    reason: str,
    clock: Clock | None = None,
) -> SourceRecord:
    """Give a published fee its amount in đồng from a day on; `key` is `fee_key`.

    Raises: DomainError `fee_amount`, `NotFound` for a fee that the version of that day has not got, and as
    `write_version` does.
    """
    require(actor, "administer_catalogue")
    certain = amount_of(amount)
    content = content_on(code, valid_from)
    channels = tuple(
        msgspec.structs.replace(
            row, fees=tuple(_certain(fee, certain) if fee_key(fee) == key else fee for fee in row.fees)
        )
        for row in content.channels
    )
    if not any(fee_key(fee) == key for row in content.channels for fee in row.fees):
        raise NotFound(
            gettext_noop("Phiên bản của ngày đó không có khoản thu này."),
            gettext_noop("Xem lại thủ tục và ngày áp dụng."),
            id="no_fee",
        )
    attributes = msgspec.structs.replace(standing_by_hand(code, valid_from), channels=channels)
    return write_version(
        actor, code, attributes, valid_from=valid_from, document=document, reason=reason, clock=clock
    )


def content_on(code: str, day: date) -> VersionContent:
    """What a procedure is on a day, from its sources. Raises: NotFound."""
    procedure = Procedure.objects.filter(code=code).first()
    content = _on(_periods(procedure), day) if procedure else None
    if content is None:
        raise NotFound(
            gettext_noop("Thủ tục chưa có nội dung vào ngày đó."),
            gettext_noop("Chọn ngày khác, hoặc lập phiên bản mới."),
            id="no_content",
        )
    return content


def standing_by_hand(code: str, day: date) -> Attributes:
    """What the house itself states of a procedure on a day; nothing where it states nothing."""
    rows = SourceRecord.objects.filter(procedure__code=code, source=BY_HAND, valid_from__lte=day)
    text = (
        rows.exclude(valid_to__lt=day)
        .order_by("-valid_from")
        .annotate(text=Cast("attributes", TextField()))
        .values_list("text", flat=True)
        .first()
    )
    return attributes_of(text) if text else Attributes()


def newest_record(procedure_id: int) -> int:
    """The newest source record of a procedure, 0 for none: names the state that somebody looked at."""
    return SourceRecord.objects.filter(procedure=procedure_id).aggregate(last=Max("pk"))["last"] or 0


def summary(content: VersionContent) -> dict[str, Any]:
    """A content as the register of changes keeps it: texts by part."""
    fees = dict.fromkeys(
        f"{fee.kind}: {fee.amount if fee.amount is not None else fee.text}"
        for row in content.channels
        for fee in row.fees
    )
    return {
        "name": content.name,
        "state": content.state,
        "field": content.field,
        "level": list(content.levels),
        "competent": [each.name for each in content.competent],
        "limits": [f"{row.channel}: {row.limit.key}" for row in content.channels],
        "cases": [f"{case.name}: {case.limit.key}" for case in content.cases],
        "components": [f"{row.name} ({row.originals}, {row.copies})" for row in content.components],
        "fees": list(fees),
        "results": [each.name for each in content.results],
        "legal_bases": [each.code or each.name for each in content.legal_bases],
        "conditions": content.conditions,
        "instant": content.flags.instant,
        "obligations": content.flags.obligations,
    }


def _certain(fee: Fee, amount: int) -> Fee:
    return msgspec.structs.replace(fee, amount=amount, certain=True, value=str(amount), currency="VND")


def _procedure(code: str, attributes: Attributes, *, new: bool) -> Procedure:
    found = Procedure.objects.filter(code=code).first()
    if new and found is not None:
        raise DomainError(
            gettext_noop("Danh mục đã có thủ tục mã %(code)s; chưa có gì được ghi."),
            gettext_noop("Kiểm tra lại mã, hoặc mở thủ tục đó để lập phiên bản mới."),
            id="procedure_known",
            field="code",
            code=code,
        )
    if not new and found is None:
        raise NotFound(gettext_noop("Danh mục không có thủ tục này."), id="procedure_unknown")
    return found or Procedure.objects.create(code=code, name=attributes.name or code)


def _check(code: str, attributes: Attributes, valid_from: date, today: date) -> None:
    if not PROCEDURE_CODE.fullmatch(code):
        raise DomainError(
            gettext_noop("Mã thủ tục không đúng dạng."),
            gettext_noop("Mã có dạng 1.004884, hoặc 1.004884.H14 với thủ tục riêng của tỉnh."),
            id="procedure_code",
            field="code",
        )
    if not FIRST_DAY <= valid_from <= today + FARTHEST:
        raise DomainError(
            gettext_noop("Ngày hiệu lực phải từ năm 2000 và không quá 5 năm tới."),
            gettext_noop("Kiểm tra lại ngày, nhất là năm."),
            id="version_day",
            field="valid_from",
        )
    parts: tuple[Sequence[Any] | None, ...] = (
        attributes.channels, attributes.cases, attributes.components, attributes.results,
        attributes.legal_bases, attributes.fields, attributes.competent,
    )  # fmt: skip
    codes = [case.code for case in attributes.cases or ()]
    if attributes.name == "" or any(part and len(part) > MOST_ROWS for part in parts):
        raise _unfit()
    if len(to_json(attributes)) > MOST_ROWS * _LONGEST or len(set(codes)) != len(codes):
        raise _unfit()
    for row in attributes.channels or ():
        if any(fee.amount is not None and not 0 <= fee.amount <= MOST_FEE for fee in row.fees):
            raise _unfit()


def _unfit() -> DomainError:
    return DomainError(
        gettext_noop("Nội dung chưa dùng được: thiếu tên, trùng mã trường hợp hoặc quá dài."),
        gettext_noop("Mỗi phần có nhiều nhất %(most)s dòng; xem lại các dòng đã nhập."),
        id="version_unfit",
        most=MOST_ROWS,
    )


def _document(text: str) -> str:
    document = clean_text(text, _LONGEST_DOCUMENT)
    if not document:
        raise DomainError(
            gettext_noop("Nội dung nhập tay phải ghi văn bản căn cứ."),
            gettext_noop("Ghi số, ngày của quyết định công bố hoặc văn bản quy định."),
            id="version_document",
            field="document",
        )
    return document


def _periods(procedure: Procedure) -> list[Period]:
    rows = SourceRecord.objects.filter(procedure=procedure).annotate(text=Cast("attributes", TextField()))
    found = rows.values_list("source", "valid_from", "valid_to", "text")
    return [Period(source, since, until, attributes_of(text)) for source, since, until, text in found]


def _planned(periods: Sequence[Period], attributes: Attributes, day: date) -> Plan:
    before = _on(periods, day)
    others = [each for each in periods if each.source != BY_HAND]
    after = _on([*others, Period(BY_HAND, day, None, attributes)], day)
    if after is None or not after.name:
        raise _unfit()
    return Plan(before, after)


def _on(periods: Sequence[Period], day: date) -> VersionContent | None:
    for span in timeline(periods):
        if span.valid_from <= day and (span.valid_to is None or span.valid_to >= day):
            return span.content
    return None


def _write(
    procedure: Procedure, attributes: Attributes, valid_from: date, document: str, now: int
) -> SourceRecord:
    """The record, fitted between those that the house wrote for earlier and later days."""
    rows = SourceRecord.objects.filter(procedure=procedure, source=BY_HAND)
    earlier = rows.filter(valid_from__lt=valid_from)
    earlier.exclude(valid_to__lt=valid_from).update(valid_to=valid_from - timedelta(days=1))
    later = rows.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    text = to_json(attributes)
    fresh = {
        "attributes": msgspec.json.decode(text),
        "digest": digest(text),
        "valid_to": later.valid_from - timedelta(days=1) if later else None,
        "file": document,
        "imported_at": aware_of(now),
    }
    record, _ = SourceRecord.objects.update_or_create(
        procedure=procedure, source=BY_HAND, valid_from=valid_from, defaults=fresh
    )
    return record


def _one_at_a_time() -> None:
    """The lock of imports: nobody merges from another's half."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


IMPORT_LOCK: Final = 0x7474_6863  # "tthc"
