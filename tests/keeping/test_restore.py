"""What was saved comes back elsewhere, proven; over live data nothing is ever restored."""

from __future__ import annotations

import shutil
import threading
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from tests.dossiers.lives import long_life
from tests.dossiers.room import RECEPTION, Room
from tests.files.makers import pdf
from tests.keeping.conftest import Machine

from motcua.dossiers.attachments import upload
from motcua.dossiers.models import Attachment, Event
from motcua.foundation.struct_types import make_ready
from motcua.site.keeping import backup, layout
from motcua.site.keeping.restore import refuse_live_data
from motcua.site.secrets import server_key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_store")]
COUNTS = "SELECT (SELECT count(*) FROM dossiers_event), (SELECT count(*) FROM dossiers_dossier)"


def quiet(message: str) -> None:
    """Progress that nobody reads."""


def test_taken_while_the_offices_write_and_proven_elsewhere(
    room: Room, elsewhere: Machine, tmp_path: Path
) -> None:
    long_life(room)
    upload(room.person(RECEPTION), BytesIO(pdf()), "don.pdf", code=room.code)
    make_ready()
    stop, received = threading.Event(), []

    def write() -> None:
        from django.db import connections

        while not stop.is_set():
            received.append(Room("2026-03-02T09:00").receive().code)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = backup.take(tmp_path / "kept", say=quiet)
    finally:
        stop.set()
        writer.join()
    assert received
    assert made.manifest.chain.equal
    saved = {table.name: table.rows for table in made.manifest.tables}

    answer = elsewhere.run("restore", str(tmp_path / "kept"))
    assert answer.code == 0, answer.told
    assert (answer.document["ok"], answer.document["chain_heads_equal"]) == (True, True)
    assert answer.document["log"]["ok"]
    assert answer.document["tables"] == saved
    assert elsewhere.ask(COUNTS) == [(made.manifest.chain.events, made.manifest.chain.dossiers)]
    assert made.manifest.chain.events <= Event.objects.count()

    # The same server key, or no printed receipt could be looked up; the file under its name.
    assert (elsewhere.home / "test" / "keys" / "receipt").read_text().strip() == server_key("receipt")
    sha256 = Attachment.objects.values_list("sha256", flat=True)[0]
    kept = elsewhere.home / "test" / "files" / "attachments" / sha256[:2] / sha256[2:4] / sha256
    assert kept.exists()

    # What is written there from now on is written as here: sequences, triggers, rights.
    with psycopg.connect(elsewhere.owner) as link:
        with pytest.raises(psycopg.errors.IntegrityError, match="append only"):
            link.execute("DELETE FROM dossiers_event")
        link.rollback()
        (last,) = link.execute("SELECT nextval('dossiers_dossier_id_seq')").fetchone() or (0,)
        (most,) = link.execute("SELECT max(id) FROM dossiers_dossier").fetchone() or (0,)
        assert last > most
        indexes = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"
        (there,) = link.execute(indexes).fetchone() or (0,)
    with psycopg.connect(elsewhere.application) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("UPDATE dossiers_event SET unit = ''")
    with psycopg.connect(backup.conninfo()) as link:
        assert link.execute(indexes).fetchone() == (there,)

    # Now the database is live: never again.
    again = elsewhere.run("restore", str(tmp_path / "kept"))
    assert (again.code, again.document["error"]["id"]) == (2, "database_not_empty")
    assert elsewhere.ask(COUNTS) == [(made.manifest.chain.events, made.manifest.chain.dossiers)]


def test_a_database_that_was_only_migrated_counts_as_empty(elsewhere: Machine) -> None:
    """A migration that writes rows of its own names their table in `restore._BY_ITSELF`."""
    answer = elsewhere.run("db", "migrate")
    assert answer.code == 0, answer.told
    with psycopg.connect(elsewhere.owner) as link:
        assert link.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)
        refuse_live_data(link)


def test_refused_with_nothing_changed(room: Room, elsewhere: Machine, here: Machine, tmp_path: Path) -> None:
    room.receive()
    made = backup.take(tmp_path / "kept", say=quiet)

    assert here.run("restore", str(tmp_path / "kept")).document["error"]["id"] == "database_not_empty"
    assert Event.objects.count() == 1

    with psycopg.connect(elsewhere.application, application_name="psql"):
        answer = elsewhere.run("restore", str(tmp_path / "kept"))
        assert (answer.code, answer.document["error"]["id"]) == (2, "database_in_use")

    cut = tmp_path / "cut"
    shutil.copytree(tmp_path / "kept", cut)
    table = layout.table_path(cut / made.folder.name, "dossiers_event")
    table.write_bytes(table.read_bytes()[:20])
    answer = elsewhere.run("restore", str(cut))
    assert (answer.code, answer.document["error"]["id"]) == (2, "backup_cut")

    answer = elsewhere.run("restore", str(tmp_path / "nowhere"))
    assert (answer.code, answer.document["error"]["id"]) == (2, "no_backup")
    assert elsewhere.ask("SELECT to_regclass('public.dossiers_event')::text") == [(None,)]
