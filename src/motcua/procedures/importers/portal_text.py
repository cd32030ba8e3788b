"""`portal_text`: the text of a procedure's page, its table cells run together, one JSON object a line.

Channel rows are read by the fixed words between them; the fee cell begins with one of a few fixed forms,
and everything after it is the note. Components end with their number of originals and copies. The name of
an attached form file is run into the component's name and is told apart only by its ending, so it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from motcua.procedures.content import Attributes, ChannelTerms, Component, Decision, Fee, Limit, Named, Step

from .base import Row, channel_of, clean, code_of, fee_of, limit_of, name_of, names
from .readers import Source
from .records import Lenient, record_rows

_NOTHING: Final = "Không có thông tin"
_LEVELS: Final = (
    ("ministry", "cấp bộ"),
    ("province", "cấp tỉnh"),
    ("district", "cấp huyện"),
    ("commune", "cấp xã"),
    ("other", "cơ quan khác"),
)


class Record(Lenient, kw_only=True):
    """The fields of one page, by the crawler's names."""

    code: str = msgspec.field(name="ma_thu_tuc")
    name: str = msgspec.field(name="ten_thu_tuc")
    methods: str = msgspec.field(name="cach_thuc_thuc_hien")
    decision: str | None = msgspec.field(name="so_quyet_dinh", default=None)
    levels: str | None = msgspec.field(name="cap_thuc_hien", default=None)
    field_name: str | None = msgspec.field(name="linh_vuc", default=None)
    subjects: str | None = msgspec.field(name="doi_tuong_thuc_hien", default=None)
    competent: str | None = msgspec.field(name="co_quan_co_tham_quyen", default=None)
    addresses: str | None = msgspec.field(name="dia_chi_tiep_nhan", default=None)
    authorised: str | None = msgspec.field(name="co_quan_duoc_uy_quyen", default=None)
    coordinating: str | None = msgspec.field(name="co_quan_phoi_hop", default=None)
    steps: str | None = msgspec.field(name="trinh_tu_thuc_hien", default=None)
    components: str | None = msgspec.field(name="thanh_phan_ho_so", default=None)
    legal: str | None = msgspec.field(name="can_cu_phap_ly", default=None)
    executing: str | None = msgspec.field(name="co_quan_thuc_hien", default=None)
    conditions: str | None = msgspec.field(name="yeu_cau_dieu_kien", default=None)
    results: str | None = msgspec.field(name="ket_qua_xu_ly", default=None)


class PortalText:
    """Reader of page texts."""

    shape = "portal_text"

    def recognises(self, source: Source) -> bool:
        """By the crawler's names."""
        return "ma_thu_tuc" in source.sample and "cach_thuc_thuc_hien" in source.sample

    def rows(self, source: Source) -> Iterator[Row]:
        """One row a page."""
        return record_rows(source, Record, _attributes)


def _attributes(record: Record) -> tuple[str, Attributes]:
    steps = _text(record.steps)
    decision = _text(record.decision)
    return code_of(record.code), Attributes(
        name=name_of(record.name),
        fields=names([record.field_name or ""]) or None,
        levels=levels_of(record.levels) or None,
        channels=channels_of(clean(record.methods)),
        components=components_of(_text(record.components) or ""),
        results=results_of(record.results),
        legal_bases=_legal(_text(record.legal)),
        conditions=_before_page_end(_text(record.conditions)),
        steps=(Step(description=steps),) if steps else None,
        subjects=_list(record.subjects),
        executing=_list(record.executing),
        competent=_list(record.competent),
        authorised=_list(record.authorised),
        coordinating=_list(record.coordinating),
        decision=Decision(number=decision) if decision else None,
        addresses=_text(record.addresses),
    )


def _text(text: str | None) -> str | None:
    found = clean(text)
    return None if found in ("", _NOTHING) else found


def _list(text: str | None) -> tuple[Named, ...] | None:
    """Names joined by commas; a comma inside brackets does not part them."""
    found = _text(text)
    if not found:
        return None
    return names(re.split(r",\s*(?![^()]*\))", found))


def levels_of(text: str | None) -> tuple[str, ...]:
    """Levels out of "Cấp bộ, Cấp tỉnh"."""
    found = {part.strip().casefold() for part in clean(text).split(",")}
    return tuple(level for level, word in _LEVELS if word in found)


_MONEY: Final = r"(?:Việt Nam Đồng|VNĐ|USD)"
_FEE_START: Final = rf"(?:Miễn phí|Không có thông tin|\d[\d.,]* {_MONEY})"
_ROW: Final = re.compile(
    r"(?P<channel>Trực tuyến|Trực tiếp|Dịch vụ bưu chính)"
    r"(?:(?P<nothing>Không có thông tin)"
    r"|(?P<number>\d+(?:[.,]\d+)?) (?P<unit>Ngày làm việc|Ngày(?! làm việc)|Giờ|Tháng)"
    # A number without a unit and a fee after it are one run of digits: nobody can part them.
    rf"|(?P<run>\d[\d.,]*) ?(?={_MONEY})"
    rf"|(?P<bare>\d+)(?={_FEE_START}|Phí|Lệ phí|$|\s)"
    rf"|(?P<words>(?:Không|Ngay|Theo|Trong|Hệ thống)[^\d\n]{{0,150}}?)(?={_FEE_START}))"
)
_FEE: Final = re.compile(
    rf"(?P<value>\d[\d.,]*) (?P<unit>{_MONEY})|(?P<free>Miễn phí)|(?P<nothing>Không có thông tin)"
)


def channels_of(text: str) -> tuple[ChannelTerms, ...]:
    """The rows of the run-together table "Hình thức nộp | Thời gian | Phí, lệ phí | Mô tả"."""
    body = text.split("Mô tả", 1)[-1]
    starts = list(_ROW.finditer(body))
    rows = []
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(body)
        fees, note = _fee_cell(body[match.end() : end])
        rows.append(
            ChannelTerms(
                channel=channel_of(match["channel"]),
                limit=_limit(match),
                fees=fees,
                note=note,
            )
        )
    return tuple(rows)


def _limit(match: re.Match[str]) -> Limit:
    if match["run"] or match["words"]:
        return Limit(text=(match["run"] or match["words"]).strip())
    return limit_of(match["number"] or match["bare"], match["unit"])


def _fee_cell(cell: str) -> tuple[tuple[Fee, ...], str]:
    """The fees at the head of the cell (each may be followed by a remark in brackets), and the note."""
    fees: list[Fee] = []
    rest = cell.strip()
    while match := _FEE.match(rest):
        remark, rest = _bracket(rest[match.end() :])
        if match["value"]:
            value = re.sub(r"[.,]", "", match["value"])
            fees.append(fee_of("FEE", value, remark, "USD" if match["unit"] == "USD" else "VND"))
        elif match["free"]:
            fees.append(fee_of("FEE", 0, remark, "Việt Nam Đồng"))
        else:
            break
    return tuple(fees), rest.removeprefix(_NOTHING).strip()


def _bracket(text: str) -> tuple[str, str]:
    """The remark in balanced brackets at the start of `text`, and what follows."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for index, char in enumerate(text):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            return text[1:index].strip(), text[index + 1 :]
    return text[1:].strip(), ""


_COPIES: Final = re.compile(
    r"(?P<originals>\d+) bản chính(?:,(?P<copies>\d+) bản sao)?|(?P<only>\d+) bản sao"
)
_TABLE: Final = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def components_of(text: str) -> tuple[Component, ...]:
    """Components by group out of the run-together table."""
    head, *tables = text.split(_TABLE)
    group = head.strip(" -:\n")
    found: list[Component] = []
    for table in tables:
        start = 0
        for match in _COPIES.finditer(table):
            name = table[start : match.start()].strip()
            start = match.end()
            if name:
                found.append(
                    Component(
                        name=name,
                        group=group,
                        originals=int(match["originals"] or 0),
                        copies=int(match["copies"] or match["only"] or 0),
                    )
                )
        group = table[start:].strip(" -:\n")
    return tuple(found)


_PAGE_END: Final = re.compile(
    r"Từ khóa(?:Không có thông tin|.{0,300})Mô tả|Chọn cơ quan thực hiện|Từ khóaKhông", re.DOTALL
)


def _before_page_end(text: str | None) -> str | None:
    """The text without the foot of the page that the crawler ran into it."""
    if not text:
        return None
    end = _PAGE_END.search(text)
    return clean(text[: end.start()] if end else text).removesuffix(_NOTHING) or None


def results_of(text: str | None) -> tuple[Named, ...] | None:
    """Results out of "…Mã: KQ.G15.000110…"."""
    body = _before_page_end(_text(text))
    if not body:
        return None
    parts = re.split(r"Mã: ?([A-Za-z0-9.\-_]*\d)", body)
    found = [
        Named(name=" ".join(name.split()), code=code.strip(".") or None)
        for name, code in zip(parts[::2], [*parts[1::2], ""], strict=False)
        if name.strip()
    ]
    return tuple(dict.fromkeys(found)) or None


_LAW_CODE: Final = re.compile(
    r"(?P<code>\d+/\d{4}/(?:[A-ZĐƠƯ]+[\dA-ZĐƠƯ]*)(?:-\s?[A-ZĐƠƯ]+\d*)*)(?=[A-ZĐƠƯÁÀẢÃẠÂẤẦẨẪẬÓÔ][a-zà-ỹ]|\s|$)"
)


def _legal(text: str | None) -> tuple[Named, ...] | None:
    """Legal bases; where the run-together cells cannot be parted with certainty the text stays whole."""
    if not text:
        return None
    body = text.removeprefix("Tên văn bản pháp lýMã văn bản")
    found: list[Named] = []
    start = 0
    for match in _LAW_CODE.finditer(body):
        name = " ".join(body[start : match.start()].split())
        if name:
            found.append(Named(name=name, code=match["code"]))
            start = match.end()
    rest = " ".join(body[start:].split())
    if rest:
        found.append(Named(name=rest))
    return tuple(dict.fromkeys(found))
