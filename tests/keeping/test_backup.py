"""A backup is whole or it is none: what it holds, where it may lie, what happens to one that was cut."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import stat
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from tests.dossiers.room import RECEPTION, Room
from tests.files.makers import pdf
from tests.support.databases import Databases

from motcua.dossiers import files
from motcua.dossiers.attachments import upload
from motcua.dossiers.models import Event
from motcua.foundation.errors import DomainError
from motcua.site.keeping import backup, layout
from motcua.site.keeping.check import check
from motcua.site.secrets import server_key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_store")]


def quiet(message: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def one(room: Room, tmp_path: Path) -> Path:
    """A backup of a ward with a dossier and its file."""
    room.receive()
    upload(room.person(RECEPTION), BytesIO(pdf()), "don.pdf", code=room.code)
    return backup.take(tmp_path / "kept", say=quiet).folder


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as caught:
        work()
    assert caught.value.message
    assert caught.value.next_step
    return caught.value.id


def test_it_holds_rows_files_keys_and_heads(one: Path) -> None:
    manifest = check(one.parent, one, quiet)
    rows = {table.name: table.rows for table in manifest.tables}
    assert rows["dossiers_event"] == Event.objects.count() == 1
    assert (manifest.files, manifest.missing) == (1, [])
    assert (manifest.chain.dossiers, manifest.chain.events, manifest.chain.equal) == (1, 1, True)
    assert (one / "keys" / "receipt").read_text().strip() == server_key("receipt")
    assert not list((one / "keys").glob("database-*"))


def test_only_its_owner_reads_it(one: Path) -> None:
    for path in one.parent.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_second_one_shares_the_files(one: Path, room: Room) -> None:
    room.receive()
    again = backup.take(one.parent, say=quiet)
    kept = [path for path in (one.parent / "files").rglob("*") if path.is_file()]
    assert (len(kept), again.manifest.files) == (1, 1)
    assert layout.chosen(one.parent)[1] == again.folder
    check(one.parent, one, quiet)


def test_old_ones_go_with_the_files_that_they_alone_name(one: Path, room: Room) -> None:
    (sha256, _), *_ = layout.listed_files(one)
    with psycopg.connect(backup.conninfo("owner")) as link:
        link.execute("DELETE FROM dossiers_attachment")
    second = backup.take(one.parent, keep=1, say=quiet)
    assert layout.moments(one.parent) == [second.folder]
    assert not layout.file_path(one.parent, sha256).exists()


def test_a_file_lost_by_the_store_is_named(one: Path, room: Room, tmp_path: Path) -> None:
    (sha256, _), *_ = layout.listed_files(one)
    files.remove(sha256)
    again = backup.take(tmp_path / "other", say=quiet)
    assert (again.manifest.missing, again.manifest.files) == ([sha256], 0)


def test_a_head_that_does_not_fit_its_chain_is_told(room: Room, tmp_path: Path) -> None:
    room.receive()
    with psycopg.connect(backup.conninfo("owner")) as link:
        link.execute("UPDATE dossiers_dossier SET head = sha256('x')")
    assert not backup.take(tmp_path / "kept", say=quiet).manifest.chain.equal


def test_nothing_is_written_among_other_things(room: Room, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    assert refused(lambda: backup.take(tmp_path / "photos", say=quiet)) == "backup_place"
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]
    assert refused(lambda: backup.take(tmp_path / "photos" / "cat.jpg", say=quiet)) == "backup_place"


def test_two_at_once(one: Path) -> None:
    def meanwhile(message: str) -> None:
        if not seen:
            seen.append(refused(lambda: backup.take(one.parent, say=quiet)))

    seen: list[str] = []
    backup.take(one.parent, say=meanwhile)
    assert seen == ["backup_running"]


def test_one_that_breaks_off_leaves_the_others_and_no_name(one: Path) -> None:
    def break_off(message: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.take(one.parent, say=break_off)
    assert layout.moments(one.parent) == [one]
    assert layout.parts(one.parent) == []


def test_what_a_killed_one_left_is_no_backup(one: Path) -> None:
    one.rename(one.with_name(f".{one.name}.part"))
    assert refused(lambda: layout.chosen(one.parent)) == "backup_cut"
    backup.take(one.parent, say=quiet)
    assert layout.parts(one.parent) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _other_rows(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"H14", b"H15")))


def _other_count(path: Path) -> None:
    path.write_text(path.read_text().replace('"rows": 1,', '"rows": 0,'))


def _newer(path: Path) -> None:
    document = json.loads(path.read_text())
    document["format"] = layout.FORMAT + 1
    path.write_text(json.dumps(document))
    path.with_name(layout.SEAL).write_text(hashlib.sha256(path.read_bytes()).hexdigest())


SPOILED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "manifest edited": (
        layout.MANIFEST,
        _other_count,
        "backup_changed",
    ),
    "manifest cut": (layout.MANIFEST, _cut, "backup_changed"),
    "manifest gone": (layout.MANIFEST, Path.unlink, "backup_cut"),
    "seal gone": (layout.SEAL, Path.unlink, "backup_cut"),
    "newer format": (layout.MANIFEST, _newer, "backup_newer"),
    "table cut": ("tables/dossiers_event.gz", _cut, "backup_cut"),
    "table emptied": ("tables/dossiers_event.gz", lambda p: p.write_bytes(b""), "backup_changed"),
    "table gone": ("tables/dossiers_event.gz", Path.unlink, "backup_cut"),
    "table with other rows": ("tables/dossiers_dossier.gz", _other_rows, "backup_changed"),
    "list of files cut": (layout.FILES, _cut, "backup_changed"),
    "key gone": ("keys/receipt", Path.unlink, "backup_cut"),
    "key changed": ("keys/receipt", lambda p: p.write_text("another"), "backup_changed"),
    "file gone": ("FILE", Path.unlink, "backup_cut"),
    "file cut": ("FILE", _cut, "backup_changed"),
    "file changed": ("FILE", lambda p: p.write_bytes(b"x" * p.stat().st_size), "backup_changed"),
}


def test_a_spoiled_one_is_recognised(one: Path, tmp_path: Path) -> None:
    (sha256, _), *_ = layout.listed_files(one)
    found: dict[str, str] = {}
    for how, (name, spoil, _) in SPOILED.items():
        place = tmp_path / how
        shutil.copytree(one.parent, place)
        copy = place / one.name
        spoil(layout.file_path(place, sha256) if name == "FILE" else copy / name)
        found[how] = refused(partial(check, place, copy, quiet))
    assert found == {how: id_of_refusal for how, (_, _, id_of_refusal) in SPOILED.items()}


def test_an_empty_database_has_nothing_to_save(
    databases: Databases, elsewhere: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", elsewhere.owner)  # type: ignore[attr-defined]
    assert refused(lambda: backup.take(tmp_path / "kept", say=quiet)) == "nothing_to_back_up"
    assert layout.moments(tmp_path / "kept") == []
