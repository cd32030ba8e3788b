"""Which agencies resolve which published procedures: by code, by kind and name, else the committees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from motcua.foundation.text import fold
from motcua.organisation.models import Agency
from motcua.procedures.published import Published

_COMMITTEES: Final = frozenset({"province", "district", "commune"})


class _Place(NamedTuple):
    key: int
    code: str
    kind: str
    level: str
    name: str


def procedures_of(
    procedures: Iterable[Published], agencies: Sequence[Agency]
) -> dict[int, tuple[Published, ...]]:
    """The procedures of each of these agencies; an agency without any has an empty tuple."""
    places = [_Place(each.pk, each.code, each.kind, each.level, fold(each.name)) for each in agencies]
    known: dict[tuple[object, ...], list[int]] = {}
    found: dict[int, list[Published]] = {each.key: [] for each in places}
    for procedure in procedures:
        # Most procedures of a level have the same places; they are looked for once.
        about = (procedure.levels, procedure.kind, procedure.places, procedure.codes)
        if about not in known:
            known[about] = _resolving(procedure, places)
        for key in known[about]:
            found[key].append(procedure)
    return {key: tuple(those) for key, those in found.items()}


def _resolving(procedure: Published, places: list[_Place]) -> list[int]:
    there = [place for place in places if place.level in procedure.levels]
    if named := [place.key for place in there if place.code in procedure.codes]:
        return named
    kind, _, name = procedure.kind.partition(":")
    if kind:
        folded = fold(name)
        return [place.key for place in there if place.kind == kind and folded in place.name]
    if called := [place.key for place in there if any(_is(place.name, each) for each in procedure.places)]:
        return called
    return [place.key for place in there if place.kind in _COMMITTEES]


def _is(name: str, published: str) -> bool:
    """ "So Tu phap tinh Cao Bang" is the "So Tu phap" of the published text."""
    return name == published or (bool(published) and name.startswith(f"{published} "))
