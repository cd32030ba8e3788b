"""Files that people attach: taken in with care, kept by their SHA-256, opened again by it."""

from motcua.dossiers.files.named import also_named_by, every_name, forget, is_named, naming_tables
from motcua.dossiers.files.scanning import scan, scanner_configured
from motcua.dossiers.files.scanning_later import scan_later
from motcua.dossiers.files.store import (
    FileState,
    check,
    exists,
    infected,
    keep_files,
    look,
    open_file,
    remove,
    store,
)
from motcua.dossiers.inspection.results import (
    FileRefusedError,
    FileTooLargeError,
    Note,
    StorageFullError,
    StoredFile,
    size_words,
)

__all__ = [
    "FileRefusedError",
    "FileState",
    "FileTooLargeError",
    "Note",
    "StorageFullError",
    "StoredFile",
    "also_named_by",
    "check",
    "every_name",
    "exists",
    "forget",
    "infected",
    "is_named",
    "keep_files",
    "look",
    "naming_tables",
    "open_file",
    "remove",
    "scan",
    "scan_later",
    "scanner_configured",
    "size_words",
    "store",
]
