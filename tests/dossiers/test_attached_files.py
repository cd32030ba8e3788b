"""Files of a dossier: who adds and opens them, and how those of an intake become the dossier's."""

from __future__ import annotations

import io

import pytest
from tests.dossiers.room import (
    ADMINISTRATOR,
    HANDLER,
    INSPECTOR,
    LEADER,
    RECEPTION,
    STRANGER,
    Room,
)
from tests.files.makers import pdf

from motcua.dossiers.attachments import drafts, open_attachment, upload
from motcua.dossiers.models import Attachment
from motcua.dossiers.queries import dossier_page
from motcua.foundation.errors import Forbidden, NotFound

SCAN = pdf()
pytestmark = pytest.mark.usefixtures("own_store")


def add(room: Room, who: str, **where: str) -> Attachment:
    return upload(room.person(who), io.BytesIO(SCAN), "to-khai.pdf", clock=room.clock, **where)


def test_scans_of_an_intake_become_the_dossier_s(room: Room) -> None:
    kept = add(room, RECEPTION, draft_key="d1")
    room.receive(draft_key="d1", paper_1_file=kept.sha256)
    view = dossier_page(room.person(RECEPTION), room.code)
    assert view.papers[0].file == str(kept.id)
    assert view.papers[0].digitised
    assert drafts(room.person(RECEPTION), "d1") == []


def test_a_draft_is_its_owner_s_alone(room: Room) -> None:
    kept = add(room, RECEPTION, draft_key="d1")
    assert drafts(room.person(STRANGER), "d1") == []
    open_attachment(room.person(RECEPTION), kept.id)
    with pytest.raises(NotFound):
        open_attachment(room.person(STRANGER), kept.id)


def test_a_refused_reception_leaves_the_scans_as_drafts(room: Room) -> None:
    add(room, RECEPTION, draft_key="d1")
    with pytest.raises(NotFound):
        room.receive(draft_key="d1", procedure="9.999999")
    assert len(drafts(room.person(RECEPTION), "d1")) == 1


def test_a_second_press_claims_nothing_again(room: Room) -> None:
    add(room, RECEPTION, draft_key="d1")
    room.receive(key="k", draft_key="d1")
    later = add(room, RECEPTION, draft_key="d1")
    room.receive(key="k", draft_key="d1")
    later.refresh_from_db()
    assert later.dossier_id is None


@pytest.mark.parametrize("who", [RECEPTION, HANDLER, LEADER])
def test_who_works_on_it_adds_files(room: Room, who: str) -> None:
    room.receive()
    room.transferred()
    kept = add(room, who, code=room.code, purpose="result")
    assert (kept.dossier_id, kept.purpose) == (room.locked.id, "result")


def test_who_only_watches_adds_none(room: Room) -> None:
    room.receive()
    with pytest.raises(Forbidden):
        add(room, INSPECTOR, code=room.code)
    with pytest.raises(NotFound):
        add(room, STRANGER, code=room.code)
    with pytest.raises(Forbidden):
        add(room, HANDLER, draft_key="d1")


def test_files_open_for_those_who_see_the_dossier(room: Room) -> None:
    room.receive()
    kept = add(room, RECEPTION, code=room.code)
    for who in (RECEPTION, INSPECTOR, LEADER):
        _, stream = open_attachment(room.person(who), kept.id)
        assert stream.read(5) == b"%PDF-"
        stream.close()
    for who in (STRANGER, ADMINISTRATOR):
        with pytest.raises(NotFound):
            open_attachment(room.person(who), kept.id)


def test_a_result_names_only_files_of_its_dossier(room: Room) -> None:
    room.receive()
    room.transferred()
    kept = add(room, HANDLER, code=room.code, purpose="result")
    room.do(HANDLER, "propose_result", granted="1", documents=[kept.sha256, kept.sha256])
    assert room.state.proposal is not None
    assert room.state.proposal.documents == (kept.sha256,)
