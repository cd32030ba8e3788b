"""A proposal of review as a paper: what is proposed and why, then the attached figures as they were told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from django.conf import settings

from motcua.figures.exports.export import Export
from motcua.figures.exports.paper import write_pdf
from motcua.figures.exports.places import reporting_unit
from motcua.figures.ii06a import Scope
from motcua.figures.models import ReviewEvidence, ReviewProposal
from motcua.figures.reviewing.cost import told
from motcua.figures.reviewing.costing import cost_of
from motcua.figures.reviewing.proposals import columns_of
from motcua.figures.rule_sets import rule_set
from motcua.figures.tables import Column, Row
from motcua.foundation.clock import day_of, local_of

_LAW = "Nghị định 63/2010/NĐ-CP, Điều 27, 28, 30 và 31"


def write_paper(proposal: ReviewProposal, out: BinaryIO) -> None:
    """The proposal into a file as PDF/A. Raises: `PressNotReadyError`."""
    evidence = list(proposal.evidence.order_by("pk"))
    moment = evidence[-1].as_of if evidence else proposal.written_at
    last = evidence[-1].last if evidence else day_of(proposal.written_at)
    first = evidence[-1].first if evidence else last
    export = Export(
        report="de-xuat-ra-soat",
        title=f"Đề xuất rà soát thủ tục hành chính: {proposal.procedure_name}",
        law=_LAW,
        unit=reporting_unit(0, last),
        place=f"Thủ tục {proposal.procedure_code}",
        scope=Scope(first=first, last=last, as_of=moment, procedure=proposal.procedure_code),
        rules=rule_set("practice"),
        counted="",
        label="Nội dung",
        columns=(Column(key="says", label="Đề xuất và số liệu", unit="text"),),
        rows=(*_said(proposal), *_cost(proposal), *(row for each in evidence for row in _figures(each))),
        simulated=settings.MOTCUA_SIMULATED,
    )
    write_pdf(export, out)


def _said(proposal: ReviewProposal) -> list[Row]:
    criteria = [str(label) for value, label in proposal.Criterion.choices if value in proposal.criteria]
    said = [
        ("Phương án", str(proposal.get_measure_display())),
        ("Căn cứ rà soát", str(proposal.get_ground_display())),
        ("Tiêu chí (Điều 28)", "; ".join(criteria)),
        ("Lý do và nội dung đề xuất", " ".join(proposal.reasons.split())),
        ("Sản phẩm", proposal.product),
        ("Thuộc kế hoạch năm", str(proposal.year)),
        ("Tình trạng", str(proposal.get_state_display())),
    ]
    if proposal.decision:
        said.append(("Ý kiến quyết định", " ".join(proposal.decision.split())))
    return [Row(key=label, label=label, cells={"says": words}) for label, words in said]


def _cost(proposal: ReviewProposal) -> list[Row]:
    cost = cost_of(proposal)
    lines = [] if cost is None else told(cost)
    return [
        Row(key=f"cost-{number}", label=label, cells={"says": words})
        for number, (label, words) in enumerate(lines)
    ]


def _figures(evidence: ReviewEvidence) -> list[Row]:
    document = evidence.document
    days = f"{evidence.first:%d/%m/%Y}–{evidence.last:%d/%m/%Y}"
    moment = f"{local_of(evidence.as_of):%H:%M %d/%m/%Y}"
    head = Row(
        key=f"e{evidence.pk}",
        label=f"Số liệu: {document['title']}",
        kind="level",
        cells={"says": f"Kỳ {days}, như biết lúc {moment}; quy tắc: {rule_set(evidence.rules).name}"},
    )
    own = evidence.proposal.procedure_name
    return [
        head,
        *(
            Row(
                key=f"e{evidence.pk}-{number}-{column['key']}",
                label=_heading(column) if told["label"] == own else f"{told['label']}: {_heading(column)}",
                cells={"says": plain(told.get(column["key"]), column["unit"])},
            )
            for number, told in enumerate(document["rows"])
            for column in columns_of(document)
        ),
    ]


def _heading(column: Mapping[str, Any]) -> str:
    return f"{column['group']}: {column['label']}" if column.get("group") else str(column["label"])


def plain(value: Any, unit: str) -> str:
    """A figure of a document in Vietnamese words."""
    if isinstance(value, dict):
        if value["value"] is None:
            return "–"
        return f"{value['value']:.2f}".replace(".", ",") + f"% ({value['numerator']}/{value['denominator']})"
    if value is None:
        return "–"
    if unit == "date":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
