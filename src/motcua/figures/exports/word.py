"""A report as a Word document across A4 or A3, laid as the paper; equal reports give equal bytes.

The library keeps the package and its parts; the table itself is written as its markup, since rows made one
cell at a time take seconds for a few hundred of them (decision 0089).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from motcua.figures.exports.export import SIMULATED, Export
from motcua.figures.exports.laid import laid
from motcua.figures.exports.workbook import text_of
from motcua.foundation.clock import aware_of

_NS: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MILLIMETRE: Final = 56.7
"""Twentieths of a point."""
_SHEETS: Final = {False: (297, 210), True: (420, 297)}
_MARGIN: Final = 13
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)


def write_docx(export: Export, out: BinaryIO) -> None:
    """The document into a file. Raises: `TooLongToPrint`."""
    import docx  # 15 MB that most workers never need
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    sheet = laid(export)
    document = docx.Document()
    across, down = _SHEETS[sheet["wide"]]
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(across), Mm(down)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    _properties(document, export)
    body: Any = document.element.body
    width = round((across - 2 * _MARGIN) * _MILLIMETRE)
    for markup in (
        _top(sheet, width),
        _paragraph(f"Đơn vị tính: {sheet['counted']}", align="right", italic=True, points=9),
        _table(sheet, width),
        *(_paragraph(text, points=9) for text in _below(sheet)),
        _signatures(sheet, width),
    ):
        body.insert(len(body) - 1, parse_xml(markup))
    footer = section.footer.paragraphs[0]
    footer.text = _foot(sheet)
    _steady(document, out)


def _properties(document: Any, export: Export) -> None:
    known = document.core_properties
    at = aware_of(export.scope.as_of).replace(tzinfo=None)
    known.title, known.author, known.language = text_of(export.title), "Một Cửa", "vi-VN"
    known.last_modified_by, known.comments, known.revision = "Một Cửa", "", 1
    # Of the figures, not of the writing: the same report a year later is the same file.
    known.created = known.modified = at


def _steady(document: Any, out: BinaryIO) -> None:
    """The package with its parts dated alike: zip archives remember when they were written."""
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _ZIPPED)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))


def _below(sheet: dict[str, Any]) -> list[str]:
    lines = [f"Quy tắc đếm: {sheet['rules']}"]
    if sheet["proof"]:
        lines.append(f"Phép thử khớp ở mọi dòng: {sheet['proof']}.")
    return [*lines, *sheet["notes"], *([sheet["later"]] if sheet["later"] else [])]


def _foot(sheet: dict[str, Any]) -> str:
    parts = [
        f"{sheet['title']} · {sheet['period']} · {sheet['known']}",
        f"Mở hồ sơ đã đếm: {sheet['address']}" if sheet["address"] else "",
        SIMULATED if sheet["simulated"] else "",
    ]
    return text_of(" · ".join(part for part in parts if part))


def _top(sheet: dict[str, Any], width: int) -> str:
    left = [f"Biểu số {sheet['form']}"] if sheet["form"] else []
    left.append(sheet["law"])
    if sheet["simulated"]:
        left.append("DỮ LIỆU MÔ PHỎNG")
    right = [f"Đơn vị báo cáo: {sheet['unit']}", f"Phạm vi: {sheet['place']}"]
    if sheet["form"]:
        right.append("Đơn vị nhận báo cáo: ..............................")
    middle = [
        _paragraph(sheet["title"].upper(), align="center", bold=True, points=13),
        _paragraph(sheet["period"], align="center", italic=True),
        _paragraph(sheet["known"], align="center", points=9),
    ]
    side = round(width * 0.28)
    return _grid(
        [side, width - 2 * side, side],
        [
            "".join(_paragraph(text, points=9.5, bold=n == 0) for n, text in enumerate(left)),
            "".join(middle),
            "".join(_paragraph(text, points=9.5) for text in right),
        ],
    )


def _signatures(sheet: dict[str, Any], width: int) -> str:
    def signed(over: str, heading: str, note: str) -> str:
        return (
            _paragraph(over, align="center", italic=True, points=10.5)
            + _paragraph(heading, align="center", bold=True, points=10.5)
            + _paragraph(note, align="center", italic=True, points=9)
            + _paragraph("") * 3
        )

    return _grid(
        [width // 2, width - width // 2],
        [
            signed("", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
            signed(sheet["place_day"], "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, ghi rõ họ tên và đóng dấu)"),
        ],
    )


def _grid(widths: list[int], cells: list[str]) -> str:
    """A row without lines: blocks side by side."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr></w:tbl>"
    )


def _table(sheet: dict[str, Any], width: int) -> str:
    widths = _widths(sheet, width)
    points = sheet["points"]
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="6E6E6E"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = [*_head_rows(sheet, len(widths), points)]
    if sheet["numbers"]:
        rows.append(_row((_cell(text, "center", points - 1) for text in sheet["numbers"]), heading=True))
    for row in sheet["rows"]:
        bold = row["kind"] != "line"
        rows.append(
            _row(
                _cell(text, align, points, bold=bold)
                for text, align in zip(row["cells"], sheet["aligns"], strict=True)
            )
        )
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(sheet: dict[str, Any], width: int) -> list[int]:
    """The number narrow, the name wide, words twice as wide as numbers."""
    shares = [0.6, 3.6, *(2.0 if each == "left" else 1.0 for each in sheet["aligns"][2:])]
    return [int(width * share / sum(shares)) for share in shares]


def _head_rows(sheet: dict[str, Any], columns: int, points: float) -> list[str]:
    """Headings over several rows: a cell below one that reaches down goes on it (`vMerge`)."""
    held: dict[int, tuple[int, int]] = {}  # column -> rows still covered, columns across
    rows = []
    for line in sheet["head"]:
        cells, column = [], 0
        own = {cell["column"]: cell for cell in line}
        while column < columns:
            cell = own.get(column)
            if cell is None:
                left, across = held.get(column, (0, 1))
                held[column] = (left - 1, across)
                cells.append(_cell("", "center", points, bold=True, across=across, merge="continue"))
            else:
                across = cell["across"]
                held[column] = (cell["down"] - 1, across)
                merge = "restart" if cell["down"] > 1 else ""
                cells.append(_cell(cell["text"], "center", points, bold=True, across=across, merge=merge))
            column += across
        rows.append(_row(cells, heading=True))
    return rows


def _row(cells: Iterable[str], *, heading: bool = False) -> str:
    mark = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str, align: str, points: float, *, bold: bool = False, across: int = 1, merge: str = ""
) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = _paragraph(text, align=align, bold=bold, points=points, named=False)
    return f'<w:tc><w:tcPr>{span}{down}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def _paragraph(
    text: str,
    *,
    align: str = "left",
    bold: bool = False,
    italic: bool = False,
    points: float = 10,
    named: bool = True,
) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    look = f'<w:rPr>{face}{marks}<w:sz w:val="{round(points * 2)}"/></w:rPr>'
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text_of(text).split("\n")
    )
    run = f"<w:r>{look}{words}</w:r>" if text else ""
    space = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    lay = f'<w:pPr>{space}<w:jc w:val="{align}"/></w:pPr>'
    return f"<w:p{f' {_NS}' if named else ''}>{lay}{run}</w:p>"
