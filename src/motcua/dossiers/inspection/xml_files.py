"""XML data: well formed, without entities, document types, style sheets or anything a browser runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from lxml import etree

from motcua.dossiers.inspection.findings import Finding, refused
from motcua.foundation.errors import gettext_noop

_ACTIVE_NAMESPACES: Final = (
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/XSL/Transform",
)
_ACTIVE_ROOTS: Final = frozenset({"html", "svg", "stylesheet", "transform", "script"})


def inspect_xml(path: Path) -> Finding:
    """Reads the file once, keeping nothing of it."""
    try:
        _walk(path)
    except etree.LxmlError as broken:
        raise refused(
            "xml",
            gettext_noop("Tệp XML không đúng cú pháp."),
            gettext_noop("Xuất lại tệp từ phần mềm đã tạo ra nó."),
        ) from broken
    return Finding(kind="xml")


def _walk(path: Path) -> None:
    events = etree.iterparse(
        str(path),
        events=("start", "end", "pi"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    first = True
    for event, element in events:
        if event == "pi" and element.target == "xml-stylesheet":
            raise _active()
        if event == "start":
            if first:
                _check_document(element)
                first = False
            name = etree.QName(element)
            if name.namespace in _ACTIVE_NAMESPACES:
                raise _active()
        elif event == "end":
            element.clear()


def _check_document(root: etree._Element) -> None:
    about: Any = root.getroottree().docinfo
    if about.doctype or about.internalDTD is not None:
        raise refused(
            "xml_entities",
            gettext_noop("Tệp XML khai báo kiểu tài liệu (DTD), có thể chứa thực thể nguy hiểm."),
            gettext_noop("Xuất lại tệp XML không có DTD."),
        )
    if etree.QName(root).localname.lower() in _ACTIVE_ROOTS:
        raise _active()


def _active() -> Exception:
    return refused(
        "active_xml",
        gettext_noop("Tệp chứa trang web hoặc hình vẽ có thể chạy mã (HTML, SVG, XSLT)."),
        gettext_noop("Nộp bản PDF hoặc ảnh của giấy tờ."),
    )
