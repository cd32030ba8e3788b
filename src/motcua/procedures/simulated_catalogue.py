"""A province's simulated catalogue: procedures that are listed and not received, and their service facts.

How many there must be on the last counted day is asked for; everything else follows from the seed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.resources import files
from itertools import product
from random import Random
from typing import Final, NamedTuple

import msgspec

from .content import Attributes, Frozen, Named
from .demonstration import OLD_FROM, OLD_TO, entries
from .merge import Period
from .process_demonstration import interlinked_codes
from .service_tables import ServiceFact

SOURCE: Final = "simulation"
_FIRST: Final = date(2019, 6, 1)
"""Services were opened and processes interlinked from then on."""
_PORTAL: Final = date(2019, 12, 9)
"""The national portal opened."""
_RAISED: Final = 0.3
"""Share of the services of level 3 and 4 that began at a lower one."""
_ABOVE_2: Final = 0.45
"""Share of level 3 and 4 among what is not integrated."""
_Kind, _Value = ServiceFact.Kind, ServiceFact.Value


class Wanted(Frozen, kw_only=True, frozen=True):
    """What must hold on `counted_until`; `later` is how much of each comes from the day after to `ends`. All
    of it stands `until` a day, as long as the demonstration's procedures of that time."""

    counted_until: date
    ends: date
    online: int
    integrated: int
    integrated_level_3_4: int
    same_level: int
    cross_level: int
    later: float
    until: date | None = OLD_TO


class Listed(NamedTuple):
    """A simulated procedure."""

    code: str
    attributes: Attributes


class _Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    code: str
    levels: list[str]
    objects: list[str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    acts: list[str]
    field: list[_Field]


def listed(number: int) -> list[Listed]:
    """The first so many simulated procedures, from all fields in turn. Raises ValueError without words."""
    text = files("motcua.procedures").joinpath("data", "simulated", "catalogue.toml").read_text("utf-8")
    words = msgspec.convert(tomllib.loads(text), _Words)
    turns = product(words.acts, range(len(words.field[0].objects)), words.field)
    found = [_listed(at, *turn) for at, turn in zip(range(1, number + 1), turns, strict=False)]
    if len(found) < number:
        raise ValueError(f"words for {len(found)} procedures, not for {number}")
    return found


def _listed(at: int, act: str, which: int, field: _Field) -> Listed:
    name = f"{act} {field.objects[which]} (mô phỏng {at:04d})"
    attributes = Attributes(
        name=name,
        state="active",
        fields=(Named(name=field.name, code=field.code),),
        levels=(field.levels[at % len(field.levels)],),
    )
    return Listed(f"9.{at:06d}", attributes)


def periods(procedures: Sequence[Listed], until: date | None) -> dict[str, list[Period]]:
    """Their source records."""
    return {each.code: [Period(SOURCE, OLD_FROM, until, each.attributes)] for each in procedures}


class Stated(NamedTuple):
    """A service fact to be written."""

    code: str
    kind: ServiceFact.Kind
    value: str
    valid_from: date
    valid_to: date | None


class Plan(NamedTuple):
    """What a catalogue is made of."""

    procedures: list[Listed]
    facts: list[Stated]


def planned(wanted: Wanted, seed: int) -> Plan:
    """Procedures and facts, so that those of `counted_until` are exactly as many as wanted."""
    chance = Random(f"{seed} catalogue")  # noqa: S311 - a simulated catalogue, no secret
    own = [old.code for old, _ in entries() if "online" in old.channels]
    opened_later = round(wanted.online * wanted.later)
    simulated = listed(max(0, wanted.online + opened_later - len(own)))
    codes = [*own, *(each.code for each in simulated)]
    services = codes[: wanted.online]
    chance.shuffle(services)
    facts = list(_services(services, wanted, chance))
    for code in codes[wanted.online :]:
        facts.append(Stated(code, _Kind.ONLINE, _Value.LEVEL_3, _after(wanted, chance), wanted.until))
    facts += _interlinked(codes, wanted, chance)
    return Plan(simulated, facts)


def _services(codes: Sequence[str], wanted: Wanted, chance: Random) -> Iterator[Stated]:
    """Those that are integrated first, of them those of level 3 and 4."""
    later = round(wanted.integrated * wanted.later)
    for at, code in enumerate(codes):
        integrated = at < wanted.integrated
        above = at < wanted.integrated_level_3_4 or (not integrated and chance.random() < _ABOVE_2)
        level = chance.choice("34") if above else "2"
        opened = _between(_FIRST, wanted.counted_until, chance)
        yield from _online(code, level, opened, wanted, chance)
        if integrated:
            day = _between(max(opened, _PORTAL), wanted.counted_until, chance)
            yield Stated(code, _Kind.INTEGRATED, "", day, wanted.until)
        elif at < wanted.integrated + later:
            yield Stated(code, _Kind.INTEGRATED, "", _after(wanted, chance), wanted.until)


def _online(code: str, level: str, opened: date, wanted: Wanted, chance: Random) -> Iterator[Stated]:
    """The service with its level; some were raised to it."""
    if level > "2" and opened < wanted.counted_until and chance.random() < _RAISED:
        raised = _between(opened + _DAY, wanted.counted_until, chance)
        yield Stated(code, _Kind.ONLINE, str(int(level) - 1), opened, raised - _DAY)
        opened = raised
    yield Stated(code, _Kind.ONLINE, level, opened, wanted.until)


def _interlinked(codes: Sequence[str], wanted: Wanted, chance: Random) -> Iterator[Stated]:
    """Those whose process leads to another agency first, as it does; then others by chance."""
    led = interlinked_codes()
    others = [code for code in codes if code not in led]
    chance.shuffle(others)
    taken = iter(others)
    for value, number in ((_Value.SAME_LEVEL, wanted.same_level), (_Value.CROSS_LEVEL, wanted.cross_level)):
        own = [code for code, place in sorted(led.items()) if place == value][:number]
        for at in range(number + round(number * wanted.later)):
            code = own[at] if at < len(own) else next(taken)
            day = _between(_FIRST, wanted.counted_until, chance) if at < number else _after(wanted, chance)
            yield Stated(code, _Kind.INTERLINKED, value, day, wanted.until)


_DAY: Final = timedelta(days=1)


def _between(first: date, last: date, chance: Random) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))


def _after(wanted: Wanted, chance: Random) -> date:
    return _between(wanted.counted_until + _DAY, wanted.ends, chance)
