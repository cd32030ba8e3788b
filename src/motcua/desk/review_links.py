"""From a row of a report to a proposal of review about its procedure, with that report attached."""

from __future__ import annotations

from urllib.parse import urlencode

from motcua.desk.report_asked import Asked
from motcua.figures.reviewing.proposals import EVIDENCE, WRITE
from motcua.figures.tables import Row
from motcua.organisation.rights import Person, may


def review_query(person: Person, wanted: Asked, report: str, row: Row) -> str:
    """The query of the page that begins a proposal; empty where the row is of no procedure, the report is no
    evidence, or the person writes none."""
    kind, _mark, rest = row.key.partition(":")
    if kind not in {"procedure", "paper", "step"} or report not in EVIDENCE or not may(person, WRITE):
        return ""
    scope = wanted.scope
    days = {"tu": scope.first.isoformat(), "den": scope.last.isoformat()}
    return urlencode({"thu-tuc": rest.partition(":")[0], "bao-cao": report, **days})
