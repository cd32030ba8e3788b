"""A file of internal processes, whatever its kind: what it says, as graphs with their printed tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec

from motcua.foundation.errors import UsageError, gettext_noop

from .processes import tables
from .processes.bpmn_parse import BYTES_LIMIT
from .processes.bpmn_read import from_bpmn
from .processes.drawn_table import table_of_graph
from .processes.from_table import Made, from_table, process_code
from .processes.posts import posts_of
from .processes.reading import read_decision
from .processes.report import document
from .processes.tables import DecisionTables

_BPMN: Final = (".bpmn", ".xml")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One process of a file: its graph under a code yet to be confirmed, and the table it was printed as."""

    made: Made
    order: int
    table: tables.Process | None = None


class FileRead(msgspec.Struct, frozen=True, kw_only=True):
    """A file as read; `decision` is empty for BPMN, which names none."""

    file: str
    shape: str
    decision: DecisionTables
    taken: tuple[Taken, ...]

    @property
    def document(self) -> dict[str, Any]:
        """The document of `motcua process import` (contracts, section 1)."""
        return document(self.file, self.decision)


def read_file(path: Path | str, *, name: str = "", code: str = "") -> FileRead:
    """The processes of a decision (text, Word, Excel) or of a BPMN file.

    `name` is what people call the file, `code` the code of the process of a BPMN file where the file has none
    or another. Raises: UsageError, InvalidProcess; nothing is read in part.
    """
    path = Path(path)
    name = name or path.name
    if name.lower().endswith(_BPMN) or _looks_like_xml(path):
        return _bpmn(path, name, code)
    decision = read_decision(path)
    prefix = decision.number or Path(name).stem[:60]
    taken = tuple(
        Taken(made=from_table(table, process_code(prefix, table.order)), order=table.order, table=table)
        for table in decision.processes
    )
    return FileRead(file=name, shape="decision", decision=decision, taken=taken)


def post_of_name(name: str) -> str:
    """The kind of post that the name of a lane tells, empty where no rule knows it."""
    kinds = [post.kind for post in posts_of(name)]
    return kinds[0].value if kinds and kinds[0] else ""


def _looks_like_xml(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            return opened.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    except OSError:
        return False


def _bpmn(path: Path, name: str, code: str) -> FileRead:
    try:
        with path.open("rb") as opened:
            # One byte past the limit is enough to be refused.
            data = opened.read(BYTES_LIMIT + 1)
    except OSError as error:
        raise UsageError(
            gettext_noop("Không đọc được tệp %(name)s: %(why)s."),
            gettext_noop("Kiểm tra đường dẫn và quyền đọc tệp."),
            id="file_unreadable",
            name=name,
            why=error.strerror or type(error).__name__,
        ) from error
    read = from_bpmn(data, post_of=post_of_name)
    process = read.process if not code else msgspec.structs.replace(read.process, code=code)
    doubts = read.doubts
    made = Made(process, doubts)
    shown = table_of_graph(process, doubts)
    return FileRead(
        file=name,
        shape="bpmn",
        decision=DecisionTables(processes=(shown,)),
        taken=(Taken(made=made, order=0),),
    )
