"""`portal_tables`: pages of a ministry with their tables kept as tables, one JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from motcua.procedures.content import Attributes, ChannelTerms, Component, Decision, Fee, Limit, Named, Step

from .base import Row, channel_of, clean, code_of, fee_of, limit_of, name_of, names
from .portal_text import levels_of
from .readers import Source
from .records import Lenient, record_rows

_NOTHING: Final = frozenset(("", "không có thông tin"))


class _Head(Lenient, kw_only=True):
    code: str = msgspec.field(name="mã_thủ_tục")
    name: str = msgspec.field(name="tên_thủ_tục")
    decision: str | None = msgspec.field(name="số_quyết_định", default=None)
    levels: str | None = msgspec.field(name="cấp_thực_hiện", default=None)
    field_name: str | None = msgspec.field(name="lĩnh_vực", default=None)


class _Body(Lenient, kw_only=True):
    steps: str | None = msgspec.field(name="trình_tự_thực_hiện", default=None)
    subjects: str | None = msgspec.field(name="đối_tượng_thực_hiện", default=None)
    executing: str | None = msgspec.field(name="cơ_quan_thực_hiện", default=None)
    competent: str | None = msgspec.field(name="cơ_quan_có_thẩm_quyền", default=None)
    coordinating: str | None = msgspec.field(name="cơ_quan_phối_hợp", default=None)
    addresses: str | None = msgspec.field(name="địa_chỉ_tiếp_nhận_hs", default=None)
    results: str | None = msgspec.field(name="kết_quả_thực_hiện", default=None)
    conditions: str | None = msgspec.field(name="yêu_cầu_điều_kiện_thực_hiện", default=None)


class _Method(Lenient, kw_only=True):
    channel: str = msgspec.field(name="hinh_thuc")
    time: str | None = msgspec.field(name="thoi_han_giai_quyet", default=None)
    fees: str | None = msgspec.field(name="phi_le_phi", default=None)
    note: str | None = msgspec.field(name="mo_ta", default=None)


class _Paper(Lenient, kw_only=True):
    name: str | None = msgspec.field(name="ten_giay_to", default=None)
    form: str | None = msgspec.field(name="so_luong", default=None)
    copies: str | None = msgspec.field(name="ghi_chu", default=None)


class _Law(Lenient, kw_only=True):
    code: str | None = msgspec.field(name="so_ky_hieu", default=None)
    name: str | None = msgspec.field(name="trich_yeu", default=None)


class _Tables(Lenient, kw_only=True):
    methods: list[_Method] = msgspec.field(name="hinh_thuc_nop", default_factory=list)
    papers: list[_Paper] = msgspec.field(name="thanh_phan_ho_so", default_factory=list)
    laws: list[_Law] = msgspec.field(name="can_cu_phap_ly", default_factory=list)


class Record(Lenient, kw_only=True):
    """One page."""

    metadata: _Head
    content: _Body
    tables: _Tables


class PortalTables:
    """Reader of pages with tables."""

    shape = "portal_tables"

    def recognises(self, source: Source) -> bool:
        """By its three parts."""
        return {"metadata", "content", "tables"} <= set(source.sample)

    def rows(self, source: Source) -> Iterator[Row]:
        """One row a page."""
        return record_rows(source, Record, _attributes)


def _attributes(record: Record) -> tuple[str, Attributes]:
    head, body, tables = record.metadata, record.content, record.tables
    steps, result, decision = _text(body.steps), _text(body.results), _text(head.decision)
    return code_of(head.code), Attributes(
        name=name_of(head.name),
        fields=names([head.field_name or ""]) or None,
        levels=levels_of(head.levels) or None,
        channels=tuple(_terms(method) for method in tables.methods),
        components=tuple(_component(paper) for paper in tables.papers if clean(paper.name)),
        results=names([result]) if result else None,
        legal_bases=tuple(_law(law) for law in tables.laws if clean(law.name)),
        conditions=_text(body.conditions),
        steps=(Step(description=steps),) if steps else None,
        subjects=_list(body.subjects),
        executing=_list(body.executing),
        competent=_list(body.competent),
        coordinating=_list(body.coordinating),
        decision=Decision(number=decision) if decision else None,
        addresses=_text(body.addresses),
    )


def _text(text: str | None) -> str | None:
    found = clean(text)
    return None if found.casefold() in _NOTHING else found


def _list(text: str | None) -> tuple[Named, ...] | None:
    found = _text(text)
    return names(re.split(r",\s*(?![^()]*\))", found)) if found else None


_TIME: Final = re.compile(r"(?P<number>\d+(?:[.,]\d+)?) (?P<unit>Ngày làm việc|Ngày|Giờ|Tháng)")


def time_of(text: str | None) -> Limit:
    """ "07 Ngày làm việc" as a limit; any other words stay words."""
    words = " ".join(clean(text).split())
    match = _TIME.fullmatch(words)
    if match:
        return limit_of(match["number"], match["unit"])
    return Limit(text=words) if words and words.casefold() != "không quy định" else Limit()


def _terms(method: _Method) -> ChannelTerms:
    return ChannelTerms(
        channel=channel_of(method.channel),
        limit=time_of(method.time),
        fees=_fees(clean(method.fees)),
        note=clean(method.note),
    )


_FEE: Final = re.compile(r"^(?P<kind>Phí|Lệ phí) :[ \t]*(?P<rest>.*)$", re.MULTILINE)
_VALUE: Final = re.compile(
    r"(?P<value>\d[\d.]*|không|o)\s*(?P<unit>Đồng|USD)\b\s*(?:\((?P<note>.*)\)\s*)?", re.IGNORECASE
)


def _fees(text: str) -> tuple[Fee, ...]:
    """Lines "Phí : 2.000.000 Đồng (…)"; a line without a readable number stays as text."""
    found = []
    for match in _FEE.finditer(text):
        kind = "FEE" if match["kind"] == "Phí" else "SERVICE_FEE"
        rest = match["rest"].strip()
        number = _VALUE.fullmatch(rest)
        if number is None:
            found.append(fee_of(kind, None, rest.removesuffix("Đồng").strip(), None))
            continue
        unit = "Việt Nam Đồng" if number["unit"].casefold() == "đồng" else "USD"
        found.append(fee_of(kind, _value(number["value"], unit), number["note"], unit))
    return tuple(found)


def _value(text: str, unit: str) -> str:
    if text.casefold() in ("không", "o"):
        return "0"
    return text if unit == "USD" else text.replace(".", "")


_COPIES: Final = re.compile(r"Bản chính: (\d+)\s+Bản sao: (\d+)")


def _component(paper: _Paper) -> Component:
    match = _COPIES.search(clean(paper.copies))
    return Component(
        name=clean(paper.name),
        originals=int(match[1]) if match else 0,
        copies=int(match[2]) if match else 0,
        form=clean(paper.form),
    )


def _law(law: _Law) -> Named:
    return Named(name=" ".join(clean(law.name).split()), code=clean(law.code) or None)
