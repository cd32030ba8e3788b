"""Everything that the page of one dossier shows, in one statement: each further one costs as much again."""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec
import orjson

from motcua.dossiers import store
from motcua.dossiers.queries.told import Opened
from motcua.dossiers.queries.views import File
from motcua.procedures.content import VersionContent
from motcua.procedures.queries import content_by_digest, version_content


class Rows(NamedTuple):
    """A dossier with its log, the words of its private records, its files by SHA-256, the content of its
    procedure version, the names of the officers in its log by code, and whether a correction is asked for."""

    locked: store.Locked
    opened: Opened
    files: dict[str, File]
    content: VersionContent
    officers: dict[str, str]
    correction_waits: bool


def rows_of(code: str) -> Rows | None:
    """The rows of a dossier by code or reference; none where there is none. Raises: `LogBroken`.

    One statement, and once a process and version one for the procedure's content.
    """
    found = store.fetch(_ROWS, code)
    if found is None:
        return None
    locked = store.locked_of(found, code)
    opened, files, officers, waits, version, digest = found[9:]
    pinned = locked.tracked.state.intake.procedure.version
    return Rows(
        locked,
        {commitment: orjson.loads(body) for commitment, body in opened or ()},
        {row["sha256"]: msgspec.convert(row, File) for row in files or ()},
        content_by_digest(version, digest) if pinned == version else version_content(pinned),
        officers or {},
        waits,
    )


_MORE: Final = """,
  (SELECT json_agg(json_build_array(encode(r.commitment, 'hex'), r.body)) FROM dossiers_privaterecord r
   WHERE r.dossier_id = d.id AND r.body IS NOT NULL),
  (SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'size', a.size, 'media_type', a.media_type,
     'purpose', a.purpose, 'sha256', a.sha256, 'uploaded_at', a.uploaded_at,
     'scanned', a.scanned_at IS NOT NULL, 'virus', a.virus,
     'by_citizen', starts_with(a.uploaded_by, 'citizen:')) ORDER BY a.uploaded_at)
   FROM dossiers_attachment a WHERE a.dossier_id = d.id),
  (SELECT json_object_agg(o.code, o.full_name) FROM organisation_officer o
   WHERE o.code = d.holder_officer OR o.code IN (
     SELECT replace(e.actor, 'officer:', '') FROM dossiers_event e WHERE e.dossier_id = d.id)),
  EXISTS (SELECT 1 FROM dossiers_correctionrequest q WHERE q.dossier_id = d.id AND q.answer = ''),
  v.id, v.digest
FROM dossiers_dossier d JOIN procedures_procedureversion v ON v.id = d.version_id"""
_ROWS: Final = store.READ.replace("\nFROM dossiers_dossier d", _MORE, 1)
