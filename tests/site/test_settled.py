"""The collector of a worker passes over what was loaded."""

from __future__ import annotations

import subprocess
import sys


def test_what_was_loaded_is_frozen_and_rubbish_still_goes() -> None:
    """In a process of its own: the collector of the tests stays as it is."""
    code = """
import gc, weakref
from motcua.site.settled import THRESHOLD, settle
settle()
assert gc.get_freeze_count() > 1000
assert gc.get_threshold()[0] == THRESHOLD
class Knot: pass
knot = Knot(); knot.itself = knot
seen = weakref.ref(knot)
del knot
rest = [[] for _ in range(THRESHOLD + 10)]
assert seen() is None
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
