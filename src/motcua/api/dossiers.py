"""Dossiers: filed, read, listed, and their chain of events."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router

from motcua.api import schemas
from motcua.api.answers import answer, moment, tagged
from motcua.api.cursors import LONGEST, cursor_after, place_of
from motcua.api.days import Day
from motcua.api.door import needs
from motcua.api.intake_body import DossierIn, request_of
from motcua.api.reading import check_size, read
from motcua.api.shown import dossier_document, event_documents
from motcua.dossiers.openings import record_opening
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.queries.dossier import dossier_with_log
from motcua.dossiers.queries.listing import MOST, Listed, Wanted, in_sight, same_request
from motcua.dossiers.services import Reception, receive
from motcua.foundation.errors import Conflict, gettext_noop
from motcua.law.due_command import read_moment
from motcua.organisation.web import person_on

router = Router(tags=["dossiers"])

KEY_SHORTEST: Final = 8
KEY_LONGEST: Final = 200
KEY_PATTERN: Final = rf"^[\x21-\x7e]{{{KEY_SHORTEST},{KEY_LONGEST}}}$"
CODE_PATTERN: Final = r"^[A-Za-z0-9.-]{1,64}$"
Code = Annotated[
    str, Path(pattern=CODE_PATTERN, description="Dossier code, or reference of an online filing")
]


@router.post("", response={201: schemas.Reception, 200: schemas.Reception}, summary="File a dossier")
@needs("dossiers:file", "receive")
def file_dossier(
    request: HttpRequest,
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            pattern=KEY_PATTERN,
            description="Chosen by the sender, one for each dossier; sent again it gives the same dossier.",
        ),
    ],
) -> HttpResponse:
    """Receive a dossier at the section of the key's officer: it gets its code and promise. Sent again with
    the same idempotency key it answers 200 with the same dossier; with that key for another applicant or
    procedure, 409."""
    check_size(request)
    wanted = request_of(read(request, DossierIn))
    got = receive(person_on(request), wanted, idempotency_key=f"api:{idempotency_key}")
    if got.repeated and not same_request(got.code, wanted.procedure, wanted.owner.identifier):
        raise Conflict(
            gettext_noop("Khóa chống gửi trùng này đã dùng cho hồ sơ khác (%(code)s)."),
            gettext_noop("Mỗi hồ sơ một khóa riêng; hồ sơ vừa gửi chưa được ghi."),
            id="idempotency_key_used",
            code=got.code,
        )
    headers = {"Location": f"/api/v1/dossiers/{got.code}"}
    return answer(_reception(got), 200 if got.repeated else 201, headers)


def _reception(got: Reception) -> dict[str, Any]:
    return {
        "code": got.code,
        "seq": got.seq,
        "received_at": moment(got.received_at),
        "due_at": moment(got.due_at),
        "repeated": got.repeated,
    }


@router.get("", response=schemas.DossierPage, summary="List dossiers in sight, newest first")
@needs("dossiers:read", "read_dossiers")
def list_dossiers(
    request: HttpRequest,
    *,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    cursor: Annotated[str, Query(max_length=LONGEST, description="`next_cursor` of the page before")] = "",
    status: Annotated[int | None, Query(ge=1, le=10)] = None,
    procedure: Annotated[str, Query(max_length=40)] = "",
    section: Annotated[str, Query(max_length=40, description="Code of the receiving agency")] = "",
    competent: Annotated[str, Query(max_length=40, description="Code of the resolving agency")] = "",
    owner_identifier: Annotated[str, Query(max_length=32)] = "",
    received_from: Annotated[Day | None, Query(description="First day of reception")] = None,
    received_to: Annotated[Day | None, Query(description="Last day of reception")] = None,
    due_to: Annotated[Day | None, Query(description="Last day of the promise")] = None,
    changed_since: Annotated[
        str, Query(max_length=40, description="Moment of the last event, at the earliest (RFC 3339)")
    ] = "",
    open: Annotated[bool | None, Query(description="Whether it has not ended yet")] = None,  # noqa: A002
) -> HttpResponse:
    """What the key's officer may see on the pages, narrowed by filters. `next_cursor` goes on from the last
    row and only with the same filters; new dossiers never move a list that was begun."""
    wanted = Wanted(
        status=status,
        procedure=_storable(procedure),
        section=_storable(section),
        competent=_storable(competent),
        owner_identifier=_storable(owner_identifier),
        received_from=received_from,
        received_to=received_to,
        due_to=due_to,
        changed_since=read_moment(changed_since) if changed_since else None,
        open=open,
    )
    person = person_on(request)
    question = {name: getattr(wanted, name) for name in wanted.__struct_fields__}
    after = place_of(cursor, question, person.actor) if cursor else None
    found = in_sight(person, wanted, after=after, size=limit)
    more = len(found) > limit
    following = cursor_after(found[limit - 1].place, question, person.actor) if more else None
    return answer({"items": [_row(each) for each in found[:limit]], "next_cursor": following})


def _storable(text: str) -> str:
    return text.replace("\0", " ")


_TIMES: Final = frozenset(
    {"received_at", "due_at", "original_due_at", "ended_at", "returned_at", "changed_at"}
)
_SHOWN: Final = tuple(name for name in Listed.__struct_fields__ if name != "place")


def _row(row: Listed) -> dict[str, Any]:
    return {name: moment(getattr(row, name)) if name in _TIMES else getattr(row, name) for name in _SHOWN}


@router.get("/{code}", response=schemas.Dossier, summary="Read a dossier")
@needs("dossiers:read", "read_dossiers")
def read_dossier(request: HttpRequest, code: Code) -> HttpResponse:
    """One dossier with the personal data that its page shows; that it was opened is noted for the applicant
    and the inspector. The entity tag changes with every event: ask with `If-None-Match`."""
    person = person_on(request)
    view = dossier_page(person, code)
    given = tagged(request, dossier_document(view), str(view.seq))
    if given.status_code != 304:
        record_opening(person, view.id, "api")
    return given


@router.get("/{code}/events", response=schemas.Events, summary="Read the events of a dossier")
@needs("dossiers:read", "read_dossiers")
def read_events(request: HttpRequest, code: Code) -> HttpResponse:
    """The whole chain, in words and as it can be verified elsewhere (docs/log-format.md)."""
    person = person_on(request)
    view, log = dossier_with_log(person, code)
    document = {"code": view.code, "items": event_documents(view, log)}
    given = tagged(request, document, str(view.seq))
    if given.status_code != 304:
        record_opening(person, view.id, "api")
    return given
