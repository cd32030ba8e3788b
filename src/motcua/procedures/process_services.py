"""The only writers of internal processes: import, decide, put in force and take out, save what was drawn."""

from __future__ import annotations

from .process_deciding import decide, save_graph, set_uses
from .process_demonstration import load_demo
from .process_importing import Imported, import_file, store
from .process_in_force import put_in_force, take_out_of_force
from .process_rows import Use

__all__ = [
    "Imported",
    "Use",
    "decide",
    "import_file",
    "load_demo",
    "put_in_force",
    "save_graph",
    "set_uses",
    "store",
    "take_out_of_force",
]
