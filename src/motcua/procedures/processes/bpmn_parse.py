"""BPMN files taken apart safely: entities off, no network, caps on bytes, elements and depth.

All caps hold before anything of the process is built; a file that passes none of them is never read in part.
"""

from __future__ import annotations

import io
from typing import Any, Final

from lxml import etree

from motcua.foundation.errors import UsageError, gettext_noop

from .bpmn import BPMN

BYTES_LIMIT: Final = 8 * 1024 * 1024
"""The largest BPMN file of a public collection has 1.2 MB; ours of 10,000 steps has 7."""
ELEMENT_LIMIT: Final = 400_000


def parsed(data: bytes) -> Any:
    """The root element. Raises `UsageError`: `bpmn_too_large`, `bpmn_unsafe`, `bpmn_unreadable`."""
    if len(data) > BYTES_LIMIT:
        raise unusable(
            "bpmn_too_large",
            gettext_noop("Tệp BPMN có %(size)d MB, quá giới hạn %(limit)d MB."),
            size=len(data) >> 20,
            limit=BYTES_LIMIT >> 20,
        )
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    try:
        for number, (_, element) in enumerate(events):
            if root is None:
                root = element
                if element.getroottree().docinfo.doctype:
                    raise unusable(
                        "bpmn_unsafe",
                        gettext_noop("Tệp BPMN có khai báo DOCTYPE hoặc thực thể XML nên không được đọc."),
                    )
            if number >= ELEMENT_LIMIT:
                raise unusable(
                    "bpmn_too_large",
                    gettext_noop("Tệp BPMN có hơn %(limit)d phần tử."),
                    limit=ELEMENT_LIMIT,
                )
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise unusable(
            "bpmn_unreadable",
            gettext_noop("Tệp không phải là XML đọc được: %(why)s."),
            why=str(error)[:160],
        ) from error
    if root is None or etree.QName(root) != etree.QName(BPMN, "definitions"):
        raise unusable("bpmn_unreadable", gettext_noop("Tệp không phải là BPMN 2.0."))
    return root


def unusable(name: str, message: str, **params: Any) -> UsageError:
    """The refusal of a file as a whole."""
    return UsageError(
        message,
        gettext_noop(
            "Xuất lại quy trình dạng BPMN 2.0 (.bpmn) từ công cụ vẽ rồi nhập lại; chưa có gì được lưu."
        ),
        id=name,
        **params,
    )
