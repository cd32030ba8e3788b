"""The whole look at one file: its kind by content, then the checks of that kind."""

from __future__ import annotations

from pathlib import Path

from motcua.dossiers.inspection.findings import KINDS, Finding, refused
from motcua.dossiers.inspection.images import inspect_image
from motcua.dossiers.inspection.packages import inspect_package
from motcua.dossiers.inspection.pdf import inspect_pdf
from motcua.dossiers.inspection.photographs import jpeg_of
from motcua.dossiers.inspection.signatures import HEAD, HEIF, sniff
from motcua.dossiers.inspection.xml_files import inspect_xml
from motcua.foundation.errors import gettext_noop


def look(path: Path, cleaned: Path) -> Finding:
    """What the file at `path` is. Writes `cleaned` when something was taken out.

    Raises `FileRefusedError` with the reason and what to do.
    """
    with path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    if kind == "pdf":
        return inspect_pdf(path, cleaned)
    if kind == "zip":
        return inspect_package(path)
    if kind == "xml":
        return inspect_xml(path)
    if kind == HEIF:
        return jpeg_of(path, cleaned)
    if kind in KINDS:
        return inspect_image(path, kind)
    raise refused("kind", gettext_noop("Hệ thống không nhận loại tệp này (%(kind)s)."), "", kind=kind)
