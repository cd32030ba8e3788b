"""Procedures: found by words, and one with all its versions."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from motcua.api import schemas
from motcua.api.answers import answer, tagged
from motcua.api.door import needs
from motcua.procedures.content import LEVELS
from motcua.procedures.queries import find
from motcua.procedures.record import record

router = Router(tags=["procedures"])
MOST: Final = 200
_LEVELS: Final = f"^({'|'.join(LEVELS)})$"


@router.get("", response=schemas.ProcedureHits, summary="Find procedures")
@needs("procedures:read", "see_catalogue")
def find_procedures(
    request: HttpRequest,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="Words of the name, a code, or a field")
    ],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
    level: Annotated[str | None, Query(pattern=_LEVELS)] = None,
) -> HttpResponse:
    """Procedures in force today, best first, as `motcua search` finds them; marks may be left out."""
    hits = find(q.replace("\0", " "), limit=limit, level=level)
    return answer({"items": [msgspec.to_builtins(hit) for hit in hits]})


@router.get("/{code}", response=schemas.Procedure, summary="Read a procedure")
@needs("procedures:read", "see_catalogue")
def read_procedure(
    request: HttpRequest,
    code: Annotated[str, Path(pattern=r"^[0-9A-Z.]{1,40}$", description="`1.004884`")],
) -> HttpResponse:
    """One procedure with its versions in order of time, and where its sources differ."""
    return tagged(request, record(code), "p")
