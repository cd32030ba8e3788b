"""Causes of lateness: which dossiers of a period are late, who made them late, and whether that was said.

Late are those of columns 10 and 13 of form II.06a. Of each the log is folded as it was known, and the clock
of its steps tells whose steps overran (decision 0045): working time needs the calendar, so it is no stored
fact (decision 0097).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, Literal, get_args

import msgspec
from django.db import connection

from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.lifecycle.events import Event
from motcua.dossiers.lifecycle.state import State
from motcua.dossiers.log import event_of
from motcua.dossiers.places import agency_key
from motcua.dossiers.projection import agency_at
from motcua.dossiers.queries.step_clocks import calendar_of, told_life
from motcua.dossiers.step_clocks import Life, Why, cause, partition
from motcua.figures.counting.kinds.common import BY_RULES
from motcua.figures.counting.measures import Counted, Identity, Joined, Measure, OwnRows, Ratio
from motcua.figures.ii06a import Scope, statement
from motcua.figures.in_order import by_name
from motcua.figures.rule_sets import RuleSet
from motcua.figures.timing.step_time import HOLDERS
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.calendars import Calendars
from motcua.organisation.in_force import in_force
from motcua.organisation.queries import agency_labels

MOST: Final = 20_000
"""Late dossiers that one report tells the causes of."""
_BLOCK: Final = 500
LATE: Final = "k.cls IN (10, 13)"
Cause = Literal["section", "competent", "partner", "process", "untold", "rules"]
_AT_THE_DOOR: Final = frozenset({"reception", "section_head"})
_WHYS: Final[dict[Why, Cause]] = {Why.PROCESS: "process", Why.UNTOLD: "untold"}


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """A late dossier. `cause` is who has the largest share in it: the one-stop section, the competent agency
    or one that does a part; else that the process is longer than the promise, that it cannot be told, or that
    the rule set alone counts it late. `maker` and `post` are that agency (its key, 0 for none) and its post.
    `said`: a letter of apology with its reason was recorded."""

    id: int
    cause: Cause
    maker: int = 0
    post: str = ""
    said: bool = False
    minutes: int = 0
    """Working minutes past the promise."""


def late_dossiers(scope: Scope, rules: RuleSet) -> list[Late]:
    """The late dossiers of a scope, as known at its moment; two statements and one for each 500 of them.

    Raises: DomainError `too_many_late`.
    """
    sql, values = statement(scope, rules, "k.dossier_id")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE {LATE} ORDER BY 1 LIMIT {MOST + 1}", values)
        ids = [key for (key,) in cursor.fetchall()]
    if len(ids) > MOST:
        raise DomainError(
            gettext_noop("Có hơn %(most)s hồ sơ quá hạn; một báo cáo nguyên nhân nhận nhiều nhất chừng ấy."),
            gettext_noop("Chọn kỳ ngắn hơn hoặc phạm vi hẹp hơn."),
            id="too_many_late",
            most=MOST,
        )
    hours, now = in_force().calendar, min(scope.as_of, scope.end)
    found = []
    for start in range(0, len(ids), _BLOCK):
        for key, events in _logs(ids[start : start + _BLOCK], scope):
            said = any(isinstance(each.payload, ev.Rescheduled) for each in events)
            found.append(_told(Late(id=key, cause="rules", said=said), events, now, hours))
    return found


def _logs(ids: list[int], scope: Scope) -> Iterator[tuple[int, list[Event]]]:
    """The logs as they were known, as far as the end of the period."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dossier_id, body, occurred_at FROM dossiers_event"
            " WHERE dossier_id = ANY(%s) AND recorded_at <= %s ORDER BY dossier_id, seq",
            [ids, scope.as_of],
        )
        for key, rows in groupby(cursor.fetchall(), key=itemgetter(0)):
            events: list[Event] = []
            for _, body, occurred_at in rows:
                # What came first belongs to the dossier whenever it happened: it was counted.
                if events and occurred_at >= scope.end:
                    break
                events.append(event_of(body))
            yield key, events


def _told(late: Late, events: list[Event], now: Instant, hours: Calendars) -> Late:
    state, life = told_life(events)
    by_code = calendar_of(hours, state, now)
    why = cause(life, partition(life, now), now, by_code)
    if why is None:
        return late
    if why.why is not Why.OFFICES:
        return msgspec.structs.replace(late, cause=_WHYS[why.why], minutes=why.late)
    share = why.shares[0]
    return msgspec.structs.replace(
        late,
        cause=_of_office(share.agency, share.post, state, life),
        maker=_key(state, life.house(share.agency), now),
        post=share.post,
        minutes=why.late,
    )


def _of_office(agency: str, post: str, state: State, life: Life) -> Cause:
    if agency == state.intake.section and post in _AT_THE_DOOR:
        return "section"
    house = life.house(agency)
    return "competent" if house in {state.intake.competent, life.house(state.intake.competent)} else "partner"


def _key(state: State, code: str, now: Instant) -> int:
    return agency_key(agency_at(state, code, now))


def _joined(scope: Scope, rules: RuleSet) -> Joined:
    found = late_dossiers(scope, rules)
    return Joined(
        """LEFT JOIN unnest(%(late)s::bigint[], %(causes)s::text[], %(makers)s::int[], %(posts)s::text[],
            %(said)s::boolean[], %(minutes)s::bigint[])
          p(dossier_id, cause, maker, post, said, minutes) ON p.dossier_id = k.dossier_id""",
        {
            "late": [each.id for each in found],
            "causes": [each.cause for each in found],
            "makers": [each.maker for each in found],
            "posts": [each.post for each in found],
            "said": [each.said for each in found],
            "minutes": [each.minutes for each in found],
        },
    )


def _makers(keys: set[Any]) -> dict[Any, str]:
    names = {key: name for key, (name, _level) in agency_labels({key for key in keys if key}).items()}
    return dict(sorted(names.items(), key=lambda each: by_name(each[1]))) | {0: _NOBODY}


def _posts(_found: set[Any]) -> dict[Any, str]:
    return HOLDERS | {"": _NOBODY}


_NOBODY: Final = gettext_noop("Không do cơ quan nào")
_LATE, _CAUSES, _SAID = (
    gettext_noop("Hồ sơ quá hạn"),
    gettext_noop("Nguyên nhân, theo phần lớn nhất của thời gian trễ"),
    gettext_noop("Xin lỗi, hẹn lại"),
)


def _cause(key: Cause, label: str) -> Measure:
    return Measure(key=key, label=label, when=f"p.cause = '{key}'", group=_CAUSES)


LATENESS: Final = Counted(
    id="lateness",
    title=gettext_noop("Nguyên nhân hồ sơ quá hạn"),
    law=gettext_noop("Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9; Thông tư 01/2020/TT-VPCP"),
    base=LATE,
    particulars=False,
    by=("agency", "level", "field", "procedure", "maker", "post"),
    columns=(
        Measure(key="all", label=gettext_noop("Tổng số"), group=_LATE, late=True),
        Measure(key="resolved", label=gettext_noop("Đã giải quyết"), when="k.cls = 10", group=_LATE),
        Measure(key="open", label=gettext_noop("Đang giải quyết"), when="k.cls = 13", group=_LATE),
        _cause("section", gettext_noop("Bộ phận Một cửa")),
        _cause("competent", gettext_noop("Cơ quan giải quyết")),
        _cause("partner", gettext_noop("Cơ quan phối hợp")),
        _cause("process", gettext_noop("Các bước dài hơn thời hạn")),
        _cause("untold", gettext_noop("Bước không có thời gian riêng")),
        _cause("rules", gettext_noop("Chỉ theo quy tắc đếm")),
        Measure(key="said", label=gettext_noop("Có phiếu nêu lý do"), when="p.said", group=_SAID),
        Measure(
            key="unsaid", label=gettext_noop("Không có phiếu"), when="NOT p.said", group=_SAID, late=True
        ),
        Ratio(
            key="said_pct",
            label=gettext_noop("Tỷ lệ có phiếu"),
            top=("said",),
            bottom=("all",),
            group=_SAID,
        ),
        Measure(key="minutes", label=gettext_noop("Phút làm việc trễ"), amount="p.minutes"),
    ),
    identities=(
        Identity(
            name=gettext_noop("Quá hạn = đã giải quyết + đang giải quyết"),
            whole="all",
            parts=("resolved", "open"),
        ),
        Identity(name=gettext_noop("Quá hạn = cộng các nguyên nhân"), whole="all", parts=get_args(Cause)),
        Identity(
            name=gettext_noop("Quá hạn = có phiếu xin lỗi + không có"), whole="all", parts=("said", "unsaid")
        ),
    ),
    notes=(
        gettext_noop(
            "Quá hạn là cột 10 và 13 của biểu II.06a. Mỗi hồ sơ tính một nguyên nhân: nơi giữ hồ sơ quá thời"
            " gian của bước lâu nhất, theo giờ làm việc của nơi ấy."
        ),
        gettext_noop(
            "Các bước dài hơn thời hạn: bước nào cũng đúng hạn mà cộng lại vẫn trễ hẹn. Chỉ theo quy tắc đếm:"
            " chưa quá hẹn theo thời điểm, nhưng bộ quy tắc đã chọn tính là quá hạn."
        ),
        gettext_noop(
            "Lý do ghi trên phiếu xin lỗi là chữ của người ký, nằm trong hồ sơ; ở đây chỉ đếm có hay không."
        ),
        BY_RULES,
    ),
    join=_joined,
    rows={
        "maker": OwnRows(expression="p.maker", named=_makers),
        "post": OwnRows(expression="p.post", named=_posts),
    },
)
