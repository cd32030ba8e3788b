"""Struct types are complete before threads decode into them; msgspec alone would end the process."""

from __future__ import annotations

import subprocess
import sys

SERVED = """
import motcua.site.wsgi
from motcua.foundation import struct_types
ready = len(struct_types._ready)
assert ready > 100, ready
assert struct_types.make_ready() == ready
"""

CROWD = """
import sys, threading, msgspec
from motcua.foundation.struct_types import make_ready
sys.setswitchinterval(1e-6)
for _ in range(60):
    fields = [(f"f{number}", int | None, None) for number in range(40)]
    inner = msgspec.defstruct("Inner", fields, module="motcua.made_up")
    outer = msgspec.defstruct("Outer", [("a", inner), ("b", list[inner])], module="motcua.made_up")
    make_ready()
    together = threading.Barrier(8)
    def read():
        together.wait()
        msgspec.convert({"a": {}, "b": [{}]}, outer)
    crowd = [threading.Thread(target=read) for _ in range(8)]
    for each in crowd: each.start()
    for each in crowd: each.join()
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_the_server_has_made_every_type_ready() -> None:
    answer = run(SERVED)
    assert answer.returncode == 0, answer.stderr


def test_a_crowd_of_threads_reads_a_type_that_was_made_ready() -> None:
    answer = run(CROWD)
    assert answer.returncode == 0, answer.stderr
