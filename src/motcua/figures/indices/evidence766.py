"""What stands behind a component of index 766: the dossiers or procedures it counts, and those it misses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from motcua.figures.evidence import Cell, behind
from motcua.figures.indices.counting import CONDITIONS, PARTICULARS, RULES, Tally, bound, evidence_where
from motcua.figures.indices.measuring import Known
from motcua.foundation.errors import NotFound, gettext_noop
from motcua.procedures.published import Published

Test = Callable[[Published, Tally | None], bool]


class SeenProcedure(NamedTuple):
    """A procedure behind a component; `missing` are the parts of its content that are not published."""

    code: str
    name: str
    missing: tuple[str, ...]


def _had(name: str) -> Test:
    return lambda _procedure, tally: bool(tally and tally[name])


PROCEDURES: Final[dict[str, tuple[Test, Test]]] = {
    "1.3": (lambda _each, _tally: True, lambda each, _tally: not each.missing),
    "3.1": (lambda _each, _tally: True, lambda each, _tally: each.online),
    "3.2": (lambda each, _tally: each.online, _had("online")),
    "3.5a": (lambda each, _tally: each.fee, lambda each, _tally: each.certain_fee),
    "3.5b": (
        lambda each, tally: bool(tally and (tally["d3.6"] or (each.fee and tally["received"]))),
        _had("n3.6"),
    ),
    "4.5a": (_had("d4.5b"), _had("n4.5b")),
}
"""What a component of procedures divides by, and what of it counts."""


def opens(component: str) -> str:
    """`dossiers` or `procedures` where a component leads to them, else empty."""
    if component in CONDITIONS:
        return "dossiers"
    return "procedures" if component in PROCEDURES else ""


def dossiers(found: Known, component: str, *, missing: bool, after: int = 0) -> Cell:
    """A page of the dossiers of a component. Raises: `NotFound`, `UsageError`."""
    if component not in CONDITIONS:
        raise NotFound(gettext_noop("Thành phần này không đếm hồ sơ."), gettext_noop("Chọn thành phần khác."))
    return behind(
        found.scope,
        RULES,
        evidence_where(component, missing=missing),
        after,
        joined=PARTICULARS,
        more=bound({}, found.papers, found.disliked),
    )


def procedures(found: Known, component: str, *, missing: bool) -> list[SeenProcedure]:
    """The procedures of a component, in order of their codes; of one that is not published any more the code
    alone is known. Raises: `NotFound`."""
    if component not in PROCEDURES:
        raise NotFound(
            gettext_noop("Thành phần này không đếm thủ tục."), gettext_noop("Chọn thành phần khác.")
        )
    divides, counts = PROCEDURES[component]
    tallies = found.counted.together()
    held = {each.code: each for each in found.resolved}
    there = [held.get(code) or _gone(code) for code in sorted(held.keys() | tallies.keys())]
    payable = component != "3.5a" or found.payable
    return [
        SeenProcedure(each.code, each.name, each.missing)
        for each in there
        if (each.code in held or component in {"3.5b", "4.5a"})
        and divides(each, tallies.get(each.code))
        and (payable and counts(each, tallies.get(each.code))) is not missing
    ]


def _gone(code: str) -> Published:
    return Published(
        code=code,
        name=code,
        levels=(),
        kind="",
        places=(),
        codes=frozenset(),
        online=False,
        fee=False,
        certain_fee=False,
        result=False,
        missing=(),
    )
