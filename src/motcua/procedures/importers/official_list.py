"""`official_list`: the portal's own list export in xlsx, five columns under a merged title.

Mã số, Tên, Cơ quan ban hành, Cơ quan thực hiện (one agency a line in the cell), Lĩnh vực.
"""

from __future__ import annotations

from collections.abc import Iterator

from motcua.procedures.content import Attributes, Named

from .base import Refused, Row, clean, code_of, name_of, names
from .readers import Cells, Source

_CODE, _NAME, _ISSUER, _EXECUTING, _FIELD = (
    "mã số",
    "tên",
    "cơ quan ban hành",
    "cơ quan thực hiện",
    "lĩnh vực",
)


class OfficialList:
    """Reader of the xlsx export."""

    shape = "official_list"

    def recognises(self, source: Source) -> bool:
        """By its headings."""
        return source.kind in ("sheet", "table") and {_CODE, _NAME, _FIELD} <= set(source.header)

    def rows(self, source: Source) -> Iterator[Row]:
        """One row a procedure."""
        return (_row(cells) for cells in source.table())


def _row(cells: Cells) -> Row:
    values = cells.values
    code = values.get(_CODE, "")
    if cells.reason:
        return Row(cells.number, code[:40], None, cells.reason)
    try:
        issuer = " ".join(clean(values.get(_ISSUER)).split())
        attributes = Attributes(
            name=name_of(values.get(_NAME, "")),
            fields=names([values.get(_FIELD, "")]),
            executing=names(values.get(_EXECUTING, "").splitlines()),
            promulgated_by=Named(name=issuer) if issuer else None,
        )
        return Row(cells.number, code_of(code), attributes)
    except Refused as refused:
        return Row(cells.number, code.encode("utf-8", "replace").decode()[:40].strip(), None, str(refused))
