"""Files that people attach: taken in with care, kept by their SHA-256, opened again by it."""

from motcua.dossiers.files.store import FileState, check, exists, keep_files, look, open_file, remove, store
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
    "check",
    "exists",
    "keep_files",
    "look",
    "open_file",
    "remove",
    "size_words",
    "store",
]
