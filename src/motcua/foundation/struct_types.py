"""Making msgspec's types ready before threads meet them.

msgspec 0.22 builds what it knows of a struct type when the type is first decoded into, and publishes it
before it is complete: two threads that are first at the same moment end the process (segmentation fault).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

_ready: set[type[msgspec.Struct]] = set()


def make_ready(package: str = "motcua") -> int:
    """Build every struct type of the package that is loaded so far; how many are ready.

    To be called while one thread runs, before a server takes requests. Types that JSON cannot hold are passed
    over, for nothing is ever decoded into them.
    """
    for kind in _subclasses(msgspec.Struct):
        if kind not in _ready and kind.__module__.partition(".")[0] == package:
            _ready.add(kind)
            try:
                msgspec.json.Decoder(kind)
            except (TypeError, NameError):
                continue
    return len(_ready)


def _subclasses(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)
