"""Everything that a store holds of its owner, in one file that opens anywhere: a ZIP with the papers' files
and `giay-to.json`, which tells what stands of each, and who used it for what."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any, Final

from motcua.citizens.queries import Applicant
from motcua.dossiers import files
from motcua.foundation.clock import Clock, SystemClock, day_of, local_text
from motcua.foundation.errors import NotFound
from motcua.vault.kinds import kind
from motcua.vault.models import Paper
from motcua.vault.queries import my_papers, state_of, uses_of

MOST_BYTES: Final = 500 * 1024 * 1024
"""How much of files goes into one export; what is beyond is named in the JSON with `file` null."""
_CHUNK: Final = 256 * 1024
LIST: Final = "giay-to.json"


def export(applicant: Applicant, *, clock: Clock | None = None) -> IO[bytes]:
    """The ZIP as an open temporary file, at its beginning; the caller closes it."""
    now = (clock or SystemClock()).now()
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the caller's
    told: list[dict[str, Any]] = []
    left = MOST_BYTES
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        for number, paper in enumerate(my_papers(applicant), start=1):
            name = f"tep/{number:03}-{paper.file_name}"
            whole = paper.size <= left and _put(archive, name, paper)
            left -= paper.size if whole else 0
            told.append(_told(paper, day_of(now)) | {"file": name if whole else None})
        head = {"made_at": local_text(now), "owner": applicant.name, "papers": told}
        archive.writestr(LIST, json.dumps(head, ensure_ascii=False, indent=2))
    out.seek(0)
    return out


def _put(archive: zipfile.ZipFile, name: str, paper: Paper) -> bool:
    """Put one file into the archive; False where the store of files has lost it."""
    try:
        content = files.open_file(paper.sha256)
    except NotFound:
        return False
    with content, archive.open(name, "w") as target:
        for chunk in _chunks(content):
            target.write(chunk)
    return True


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):
        yield chunk


def _told(paper: Paper, today: Any) -> dict[str, Any]:
    return {
        "id": str(paper.pk),
        "kind": paper.kind,
        "kind_name": kind(paper.kind).name,
        "title": paper.title,
        "number": paper.number,
        "issued_by": paper.issued_by,
        "issued_on": paper.issued_on and paper.issued_on.isoformat(),
        "valid_until": paper.valid_until and paper.valid_until.isoformat(),
        "state": state_of(paper, today),
        "fields": {
            each.name: paper.fields[each.key] for each in kind(paper.kind).fields if each.key in paper.fields
        },
        "source": paper.source,
        "verified": paper.verified,
        "signature": paper.signature,
        "pages": paper.pages,
        "version": paper.version,
        "added_at": local_text(paper.added_at),
        "sha256": paper.sha256,
        "size": paper.size,
        "uses": [
            {
                "what": use.what,
                "who": use.who,
                "agency": use.agency,
                "at": local_text(use.at),
                "dossier": use.code,
                "procedure": use.procedure,
                "ground": use.ground,
            }
            for use in uses_of(paper)
        ],
    }
