"""Who reports, what is counted, and where the same is opened: in words for files and papers."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.conf import settings

from motcua.figures.ii06a import Scope
from motcua.figures.tables import Table
from motcua.foundation.clock import local_of
from motcua.organisation.models import Agency, Level
from motcua.organisation.queries import agencies_on, agency_names

_WHOLE: Final = "Toàn tỉnh"
_PAGES: Final = {
    "II06a": "ii-06a",
    "article": "bai-bao",
    "index766": "chi-so-766",
    "nine_indices": "chin-chi-so",
}
"""Pages whose address is not the report's id."""


def reporting_unit(agency: int, on: date) -> str:
    """The agency with this key; the province's own committee for 0."""
    if agency:
        return Agency.objects.filter(pk=agency).values_list("name", flat=True).first() or ""
    return next((each.name for each in agencies_on(on, kinds=("province",))), "")


def place_of(agency: int, scope: Scope) -> str:
    """What is counted: an agency with what is below it, a level, a field, a procedure, or all."""
    parts = [agency_names([agency]).get(agency, "")] if agency else []
    if scope.level:
        parts.append(str(Level(scope.level).label).capitalize())
    if scope.field:
        parts.append(f"lĩnh vực {scope.field}")
    if scope.procedure:
        parts.append(f"thủ tục {scope.procedure}")
    whole = ", ".join(parts) or _WHOLE
    return f"{whole}; cơ quan đã sáp nhập tính cho cơ quan kế thừa" if scope.succeeded else whole


def address_of(table: Table, place: str = "") -> str:
    """The page that shows the same report, as known at the same moment."""
    asked = {
        "ky": "any",
        "tu": table.scope.first.isoformat(),
        "den": table.scope.last.isoformat(),
        "pham-vi": place,
        "den-luc": local_of(table.scope.as_of).isoformat(),
        "quy-tac": table.rules.id,
    } | ({"sap-nhap": "ke-thua"} if table.scope.succeeded else {})
    page = _PAGES.get(table.report, table.report)
    return f"{settings.MOTCUA_PUBLIC_URL}/bao-cao/{page}/?{urlencode(asked)}"
