"""Agencies: new from a day, corrected, under a new name or parent from a day, ended with who takes over.

An agency under one name, code and parent is one period, because papers and logs of a day name it as it was
called that day. A change from a day therefore ends the period and begins another one, which takes over the
dossiers, the section, the posts and those who hold them; a mistake in what was entered is corrected in place.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec

from motcua.foundation.clock import Clock
from motcua.foundation.codes.agency import DECISION_20, QCVN_102, parse_agency_code
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation import entered
from motcua.organisation.changes import record_change
from motcua.organisation.entered import ONE_DAY, changing, overlaps, written
from motcua.organisation.models import Agency, AgencyAccount, AgencyKind, Level, Section, Succession
from motcua.organisation.rights import Person
from motcua.organisation.seats import end_posts_of, open_posts

OpenDossiers = Callable[[int], int]
"""From the id of an agency to the number of dossiers that it received, resolves or holds and that wait for
something; the floor of the dossiers gives it, this one does not know them."""

DISTRICTS_END: Final = date(2025, 6, 30)
"""The last day of the district level (Law 72/2025/QH15 on the organisation of local government)."""
WITHOUT_PARENT: Final = frozenset({AgencyKind.PROVINCE.value, AgencyKind.VERTICAL.value})
SIMILAR: Final = 3


class AgencyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is entered of an agency; `parent` is the id of the agency above."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: int | None = None
    code_qcvn: str = ""
    code_is_invented: bool = False
    gso_code: str = ""


class Ended(NamedTuple):
    """What ended with an agency, and how many open dossiers its successor takes."""

    posts: int
    assignments: int
    dossiers: int


def add_agency(
    actor: Person,
    facts: AgencyFacts,
    *,
    since: date,
    until: date | None = None,
    reason: str,
    clock: Clock | None = None,
) -> Agency:
    """A new agency from a day on.

    Raises: `Forbidden`; DomainError `agency_code_invalid`, `code_taken`, `agency_needs_parent`,
    `outside_period`, `districts_ended`, `level_of_kind`, and what `entered` refuses.
    """
    with changing(actor):
        entered.period(since, until)
        agency = Agency(valid_from=since, valid_to=until)
        fill_agency(agency, facts)
        check_agency(agency)
        agency.save(force_insert=True)
        _record(actor, agency, None, reason, clock)
        return agency


def correct_agency(
    actor: Person, agency_id: int, facts: AgencyFacts, *, reason: str, clock: Clock | None = None
) -> Agency:
    """Put right what was entered wrongly; it then reads as if it had always been so. The code stays: the log
    of the dossiers names the agency by it.

    Raises: as `add_agency`; `NotFound`; DomainError `code_stays`, `agency_circle`, `nothing_changed`.
    """
    with changing(actor):
        agency = agency_by_id(agency_id)
        before = told(agency)
        if facts.code.strip().upper() != agency.code:
            raise DomainError(
                gettext_noop("Mã định danh đã nằm trong mã hồ sơ và nhật ký, không sửa lùi được."),
                gettext_noop("Chọn “từ một ngày” để cơ quan mang mã mới từ ngày ấy."),
                id="code_stays",
                field="code",
            )
        fill_agency(agency, facts)
        check_agency(agency)
        agency.save()
        _record(actor, agency, before, reason, clock)
        return agency


def end_agency(
    actor: Person,
    agency_id: int,
    last: date,
    *,
    successor: int | None,
    end_posts: bool,
    reason: str,
    open_dossiers: OpenDossiers,
    clock: Clock | None = None,
) -> Ended:
    """End an agency on its last day; `successor` takes its dossiers from the next day on. `end_posts` ends
    its section, its posts and who holds them on the same day.

    Raises: `Forbidden`, `NotFound`; DomainError `agency_has_children`, `agency_has_posts`,
    `agency_has_dossiers`, `successor_invalid`, and what `entered` refuses.
    """
    with changing(actor):
        agency = agency_by_id(agency_id)
        before = told(agency)
        entered.last_day_of(agency, last)
        _refuse_children(agency, last)
        heir = _heir(agency, successor, last)
        dossiers = open_dossiers(agency.pk)
        if dossiers and heir is None:
            raise _nobody_takes(agency, dossiers)
        posts = open_posts(agency.pk, last)
        if posts and not end_posts:
            raise _posts_left(agency, len(posts))
        ended = end_posts_of(actor, posts, last, reason, clock)
        _end_what_is_there(agency, last)
        agency.valid_to = last
        agency.save(update_fields=["valid_to"])
        if heir is not None:
            Succession.objects.create(predecessor=agency, successor=heir, day=last + ONE_DAY)
        _record(actor, agency, before, reason, clock, successor=heir.name if heir else "")
        return Ended(len(posts), ended, dossiers)


def _nobody_takes(agency: Agency, dossiers: int) -> DomainError:
    return DomainError(
        gettext_noop("%(name)s còn %(count)s hồ sơ chưa xong; chưa có ai tiếp nhận."),
        gettext_noop("Chọn cơ quan kế thừa để nhận các hồ sơ này."),
        id="agency_has_dossiers",
        field="successor",
        name=agency.name,
        count=dossiers,
    )


def _posts_left(agency: Agency, posts: int) -> DomainError:
    return DomainError(
        gettext_noop("%(name)s còn %(count)s vị trí công tác sau ngày này."),
        gettext_noop("Đánh dấu để kết thúc các vị trí cùng ngày, hoặc kết thúc từng vị trí trước."),
        id="agency_has_posts",
        field="end_posts",
        name=agency.name,
        count=posts,
    )


def agency_by_id(agency_id: int) -> Agency:
    """One period of an agency, with its parent. Raises: `NotFound`."""
    found = Agency.objects.select_related("parent").filter(pk=agency_id).first()
    if found is None:
        raise entered.unknown(gettext_noop("Không có cơ quan này."))
    return found


def told(agency: Agency) -> dict[str, Any]:
    """What the register of changes keeps of an agency."""
    return {
        "code": agency.code,
        "code_qcvn": agency.code_qcvn,
        "code_is_invented": agency.code_is_invented,
        "name": agency.name,
        "short_name": agency.short_name,
        "kind": agency.kind,
        "level": agency.level,
        "parent": agency.parent.name if agency.parent else "",
        "gso_code": agency.gso_code,
        "valid_from": agency.valid_from,
        "valid_to": agency.valid_to,
    }


def _record(
    actor: Person,
    agency: Agency,
    before: dict[str, Any] | None,
    reason: str,
    clock: Clock | None,
    **more: Any,
) -> None:
    record_change(
        actor,
        kind="agency",
        subject=agency.code,
        named=agency.name,
        before=before,
        after=told(agency) | {name: value for name, value in more.items() if value},
        reason=reason,
        clock=clock,
    )


def _end_what_is_there(agency: Agency, last: date) -> None:
    """A section or account that had not begun by then is gone; another one ends on that day."""
    rows: list[Section | AgencyAccount] = [*Section.objects.filter(agency=agency)]
    rows += AgencyAccount.objects.filter(agency=agency)
    for row in rows:
        if row.valid_from > last:
            row.delete()
        elif (row.valid_to or date.max) > last:
            row.valid_to = last
            row.save(update_fields=["valid_to"])


def fill_agency(agency: Agency, facts: AgencyFacts) -> None:
    """Put what was entered on the row; nothing is saved. Raises: as `add_agency`."""
    agency.code = _code(facts.code, DECISION_20, "code")
    agency.code_qcvn = _code(facts.code_qcvn, QCVN_102, "code_qcvn") if facts.code_qcvn.strip() else ""
    agency.code_is_invented = facts.code_is_invented
    agency.name = entered.text(facts.name, "name", 255)
    agency.short_name = entered.text(facts.short_name, "short_name", 120)
    agency.kind = _choice(facts.kind, AgencyKind.values, "kind")
    agency.level = _choice(facts.level, Level.values, "level")
    agency.gso_code = facts.gso_code.strip()
    if agency.gso_code and not (agency.gso_code.isascii() and agency.gso_code.isdigit()):
        raise _invalid(gettext_noop("Mã đơn vị hành chính chỉ gồm chữ số."), "gso_code")
    if len(agency.gso_code) > 5:
        raise _invalid(gettext_noop("Mã đơn vị hành chính có nhiều nhất 5 chữ số."), "gso_code")
    agency.parent = agency_by_id(facts.parent) if facts.parent is not None else None


def _invalid(message: str, field: str) -> DomainError:
    return DomainError(message, gettext_noop("Sửa lại rồi lưu."), id="agency_invalid", field=field)


def _code(typed: str, scheme: str, field: str) -> str:
    code = entered.text(typed, field, 200).upper()
    read = parse_agency_code(code)
    if read is None or read.scheme != scheme:
        form = "H14.40.03" if scheme == DECISION_20 else "000.03.40.H14"
        raise DomainError(
            gettext_noop("Mã “%(code)s” không đúng dạng."),
            gettext_noop("Viết như %(form)s, không quá 35 ký tự."),
            id="agency_code_invalid",
            field=field,
            code=code[:35],
            form=form,
        )
    return code


def _choice(value: str, values: list[str], field: str) -> str:
    if value not in values:
        raise DomainError(
            gettext_noop("Lựa chọn này không có trong danh sách."), id="unknown_choice", field=field
        )
    return value


def check_agency(agency: Agency) -> None:
    """What the rows of the tree may not break, told before the database would refuse it."""
    if agency.parent is None and agency.kind not in WITHOUT_PARENT:
        raise DomainError(
            gettext_noop("Cơ quan này phải có cơ quan cấp trên."),
            gettext_noop("Chọn cơ quan cấp trên; chỉ UBND tỉnh và cơ quan ngành dọc không có."),
            id="agency_needs_parent",
            field="parent",
        )
    levels = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE}
    if levels.get(agency.kind, agency.level) != agency.level:
        raise DomainError(
            gettext_noop("Cấp không khớp với loại cơ quan."),
            gettext_noop("UBND tỉnh, huyện, xã thuộc cấp cùng tên."),
            id="level_of_kind",
            field="level",
        )
    if agency.level == Level.DISTRICT and (agency.valid_to or date.max) > DISTRICTS_END:
        raise DomainError(
            gettext_noop("Cấp huyện chấm dứt hoạt động sau ngày %(day)s (Luật số 72/2025/QH15)."),
            gettext_noop("Ghi ngày cuối không sau ngày ấy, hoặc chọn cấp khác."),
            id="districts_ended",
            field="level",
            day=written(DISTRICTS_END),
        )
    refuse_circle(agency)
    if agency.parent is not None and not overlaps(agency.parent, agency.valid_from, agency.valid_from):
        raise DomainError(
            gettext_noop("Vào ngày %(day)s không có %(name)s."),
            gettext_noop("Chọn cơ quan cấp trên có mặt vào ngày đầu của cơ quan này."),
            id="outside_period",
            field="parent",
            day=written(agency.valid_from),
            name=agency.parent.name,
        )
    for field, label in (
        ("code", gettext_noop("Mã %(code)s đang do %(name)s mang, từ ngày %(first)s.")),
        ("code_qcvn", gettext_noop("Mã %(code)s đang do %(name)s mang, từ ngày %(first)s.")),
        ("gso_code", gettext_noop("Mã %(code)s đang do %(name)s mang, từ ngày %(first)s.")),
    ):
        _refuse_taken(agency, field, label)


def _refuse_taken(agency: Agency, field: str, message: str) -> None:
    value = getattr(agency, field)
    others = Agency.objects.filter(**{field: value}).exclude(pk=agency.pk) if value else ()
    for other in others:
        if overlaps(other, agency.valid_from, agency.valid_to):
            raise DomainError(
                message,
                gettext_noop("Mỗi mã trong một ngày chỉ thuộc một cơ quan; chọn mã hoặc ngày khác."),
                id="code_taken",
                field=field,
                code=value,
                name=other.name,
                first=written(other.valid_from),
            )


def refuse_circle(agency: Agency) -> None:
    """An agency under itself, or under one of those below it."""
    above = agency.parent
    seen: set[int] = set()
    while above is not None and above.pk not in seen:
        if above.pk == agency.pk:
            raise DomainError(
                gettext_noop("%(parent)s nằm dưới %(name)s, không thể là cơ quan cấp trên."),
                gettext_noop("Chọn một cơ quan không trực thuộc cơ quan này."),
                id="agency_circle",
                field="parent",
                parent=agency.parent.name if agency.parent else "",
                name=agency.name,
            )
        seen.add(above.pk)
        above = above.parent


def _refuse_children(agency: Agency, last: date) -> None:
    below = [child for child in agency.children.order_by("code") if (child.valid_to or date.max) > last]
    if below:
        raise DomainError(
            gettext_noop("Còn %(count)s cơ quan trực thuộc sau ngày này: %(names)s."),
            gettext_noop("Kết thúc các cơ quan ấy, hoặc chuyển sang cơ quan cấp trên khác trước."),
            id="agency_has_children",
            field="valid_to",
            count=len(below),
            names=", ".join(child.short_name for child in below[:SIMILAR])
            + ("…" if len(below) > SIMILAR else ""),
        )


def _heir(agency: Agency, successor: int | None, last: date) -> Agency | None:
    if successor is None:
        return None
    heir = agency_by_id(successor)
    if heir.pk == agency.pk or not overlaps(heir, last + ONE_DAY, last + ONE_DAY):
        raise DomainError(
            gettext_noop("%(name)s không có mặt vào ngày %(day)s để tiếp nhận hồ sơ."),
            gettext_noop("Chọn một cơ quan khác, hoặc thêm cơ quan mới từ ngày ấy trước."),
            id="successor_invalid",
            field="successor",
            name=heir.name,
            day=written(last + ONE_DAY),
        )
    return heir
