"""Small files in the real shapes, and clocks, for the tests of this room."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from motcua.foundation.clock import FixedClock, instant_of


def clock(year: int = 2026, month: int = 11, day: int = 22) -> FixedClock:
    """A clock that stands at nine in the morning of a day."""
    return FixedClock(instant_of(datetime(year, month, day, 9, 0)))


FLAT: dict[str, Any] = {
    "code": "1.009999",
    "name": "Thủ tục thử nghiệm",
    "state": "ACTIVE",
    "type": "STANDARD",
    "fields": [{"code": "G15-TP07", "name": "Hộ tịch"}],
    "levels": ["WARD"],
    "channels": [
        {"channel": "DIRECT", "time": 3.5, "unit": "WORKING_DAY", "note": "", "fees": []},
        {"channel": "ONLINE", "time": 3, "unit": "WORKING_DAY", "note": "", "fees": []},
    ],
    "componentGroups": [
        {"name": "Giấy tờ phải nộp", "components": [{"name": "Tờ khai", "originals": 1, "copies": 0}]}
    ],
    "cases": [],
    "results": [{"code": "KQ.G15.000031", "name": "Giấy khai sinh"}],
    "legalBasis": [{"no": "60/2014/QH13", "name": "Luật Hộ tịch"}],
}


def flat(**changes: Any) -> dict[str, Any]:
    """One flat record with other values."""
    return {**copy.deepcopy(FLAT), **changes}


def channel(name: str, time: Any, unit: str, *fees: dict[str, Any]) -> dict[str, Any]:
    """One channel row of a flat record."""
    return {"channel": name, "time": time, "unit": unit, "note": "", "fees": list(fees)}


def write_lines(folder: Path, *records: Any, name: str = "records.jsonl") -> Path:
    """A file of JSON lines; bytes and text are written as they are."""
    path = folder / name
    with path.open("wb") as out:
        for record in records:
            if isinstance(record, bytes):
                out.write(record + b"\n")
            else:
                out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    return path
