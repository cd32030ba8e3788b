"""Interlinked work between pairs of agencies: who sent parts to whom, and whether they came back in time."""

from __future__ import annotations

from typing import Any, Final

from motcua.figures.counting.kinds.common import AS_KNOWN
from motcua.figures.counting.measures import RECEIVED, Counted, Identity, Joined, Measure, OwnRows, Ratio
from motcua.figures.ii06a import Scope
from motcua.figures.in_order import by_name
from motcua.figures.rule_sets import RuleSet
from motcua.foundation.errors import gettext_noop as _
from motcua.organisation.queries import agency_labels

_SENT, _BACK, _RUNNING = (
    _("Phần việc đã gửi"),
    _("Đã có kết quả"),
    _("Chưa có kết quả"),
)
_PARTS: Final = """JOIN (
  SELECT q.dossier_id, q.agency_id, q.place, q.due_at,
    CASE WHEN q.ended_known <= %(as_of)s THEN q.ended_at END AS ended_at
  FROM dossiers_partrow q WHERE q.sent_known <= %(as_of)s
) q ON q.dossier_id = k.dossier_id"""
_LATE: Final = "coalesce(q.ended_at > q.due_at, false)"
_OVER: Final = "coalesce(q.due_at < %(as_of)s, false)"


def _parts(_scope: Scope, _rules: RuleSet) -> Joined:
    return Joined(_PARTS)


def _pairs(keys: set[Any]) -> dict[Any, str]:
    ids = {key: tuple(map(int, key.split(">"))) for key in keys}
    names = agency_labels({each for pair in ids.values() for each in pair})
    told = {key: " → ".join(names[each][0] for each in pair) for key, pair in ids.items()}
    return dict(sorted(told.items(), key=lambda each: by_name(each[1])))


def _agencies(keys: set[Any]) -> dict[Any, str]:
    told = {key: name for key, (name, _level) in agency_labels(keys).items()}
    return dict(sorted(told.items(), key=lambda each: by_name(each[1])))


PAIRS: Final = Counted(
    id="linked_pairs",
    title=_("Phần việc liên thông giữa từng cặp cơ quan"),
    law=_("Nghị định 61/2018/NĐ-CP, Điều 19 khoản 6 và 7"),
    base=RECEIVED,
    by=("pair", "to", "agency", "level", "field", "procedure"),
    particulars=False,
    several=True,
    columns=(
        Measure(key="parts", label=_("Tổng số"), group=_SENT),
        Measure(key="same", label=_("Cùng cấp"), when="q.place = 'same_level'", group=_SENT),
        Measure(key="above", label=_("Khác cấp"), when="q.place <> 'same_level'", group=_SENT),
        Measure(key="back", label=_("Tổng số"), when="q.ended_at IS NOT NULL", group=_BACK),
        Measure(
            key="in_time",
            label=_("Đúng hạn"),
            when=f"q.ended_at IS NOT NULL AND NOT {_LATE}",
            group=_BACK,
        ),
        Measure(key="late", label=_("Trễ hạn"), when=_LATE, group=_BACK, late=True),
        Measure(key="running", label=_("Tổng số"), when="q.ended_at IS NULL", group=_RUNNING),
        Measure(
            key="within", label=_("Trong hạn"), when=f"q.ended_at IS NULL AND NOT {_OVER}", group=_RUNNING
        ),
        Measure(
            key="over", label=_("Quá hạn"), when=f"q.ended_at IS NULL AND {_OVER}", group=_RUNNING, late=True
        ),
        Ratio(key="in_time_pct", label=_("Tỷ lệ đúng hạn"), top=("in_time",), bottom=("back",)),
    ),
    identities=(
        Identity(name=_("Đã gửi = cùng cấp + khác cấp"), whole="parts", parts=("same", "above")),
        Identity(name=_("Đã gửi = đã có + chưa có kết quả"), whole="parts", parts=("back", "running")),
        Identity(name=_("Đã có kết quả = đúng hạn + trễ hạn"), whole="back", parts=("in_time", "late")),
        Identity(name=_("Chưa có kết quả = trong hạn + quá hạn"), whole="running", parts=("within", "over")),
    ),
    notes=(
        _(
            "Mỗi phần việc đếm một lần, từ cơ quan chủ trì đến cơ quan phối hợp; bấm vào để mở các hồ sơ có"
            " phần việc ấy."
        ),
        _("Phần việc không được hẹn ngày thì không trễ. Quá hạn xét tại thời điểm chốt số liệu."),
        AS_KNOWN,
    ),
    join=_parts,
    rows={
        "pair": OwnRows(expression="k.competent_id || '>' || q.agency_id", named=_pairs),
        "to": OwnRows(expression="q.agency_id", named=_agencies),
    },
)
