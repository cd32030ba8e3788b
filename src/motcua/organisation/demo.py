"""The demonstration province: reads the facts in `data/` and makes the tables equal to them, every time."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from motcua.law.roles import Role
from motcua.organisation.models import (
    Agency,
    AgencyAccount,
    Assignment,
    Counter,
    Officer,
    Post,
    Section,
    StandIn,
    Succession,
    User,
)
from motcua.organisation.models.people import POST_ROLES, SECTION_ROLES

DATA: Final = Path(__file__).parent / "data"
RECORDS_BEGIN: Final = date(2020, 3, 1)
THREE_TIERS_END: Final = date(2025, 6, 30)
TWO_TIERS_BEGIN: Final = date(2025, 7, 1)
# RFC 2606: nobody can own it, so that a letter of a demonstration reaches nobody.
MAIL_DOMAIN: Final = "caobang.example"
COUNTERS: Final = ("Tư pháp, hộ tịch", "Đất đai, xây dựng, môi trường", "Các lĩnh vực khác")
PRETENDED_BANK: Final = "999999"
"""No bank has this BIN: no banking application sends money there by mistake."""
ACCOUNTS: Final = (
    ("n01273", "0000001273", "UBND PHUONG THUC PHAN (MO PHONG)"),
    ("n01279", "0000001279", "UBND PHUONG NUNG TRI CAO (MO PHONG)"),
)
"""Agencies that collect into an account of their own; the others into the province's."""

Row = dict[str, str]
Say = Callable[[str], None]
Model = TypeVar("Model", bound=models.Model)


class DemoPerson(NamedTuple):
    """Who can sign in: for the welcome of `make demo` and the sign-in page of a demonstration."""

    login: str
    name: str
    role: str
    agency: str


@lru_cache
def _read(name: str) -> tuple[Row, ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def demo_people() -> list[DemoPerson]:
    """The listed demonstration accounts, in order of the file; from the file, not from the database."""
    names = {row["key"]: row["short_name"] for row in _agency_rows()}
    return [
        DemoPerson(row["login"], row["full_name"], str(POST_ROLES[Role(row["role"])]), names[row["agency"]])
        for row in _read("people.csv")
        if row["listed"]
    ]


@transaction.atomic
def load(say: Say) -> dict[str, int]:
    """Make the organisation equal to the files; rows written, by table. A second run writes none."""
    loaded = _Loader(say)
    loaded.tree()
    loaded.doors()
    loaded.banks()
    loaded.people()
    return loaded.written


def qcvn_of(code: str) -> str:
    """The four groups of QCVN 102:2016 for a code read from level 1: `H14.40.03` is `000.03.40.H14`."""
    first, *rest = code.split(".")
    second, third, fourth = [*rest, "00", "00", "00"][:3]
    return f"{int(fourth):03d}.{third}.{second}.{first}"


def _agency_rows() -> list[Row]:
    """Every agency of every period as one shape, parents before children."""
    return [
        *_read("agencies.csv"),
        *map(_old_unit, _read("units_2022.csv")),
        *map(_new_unit, _read("units_2025.csv")),
    ]


def _unit(row: Row, **more: str) -> Row:
    return {
        "key": row["key"],
        "code": row["code"],
        "invented": "1",
        "name": f"Ủy ban nhân dân {row['unit']}",
        "short_name": f"UBND {row['unit']}",
        "gso": row["gso"],
        "takes_dossiers_of": "",
        "follows": "",
        **more,
    }


def _old_unit(row: Row) -> Row:
    return _unit(
        row,
        kind=row["kind"],
        level=row["kind"],
        parent=row["parent"],
        valid_from=RECORDS_BEGIN.isoformat(),
        valid_to=THREE_TIERS_END.isoformat(),
    )


def _new_unit(row: Row) -> Row:
    return _unit(
        row,
        kind="commune",
        level="commune",
        parent="ubnd-tinh",
        valid_from=TWO_TIERS_BEGIN.isoformat(),
        valid_to="",
        takes_dossiers_of=" ".join(f"c{code}" for code in row["joins"].split()),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class _Loader:
    """One run; `agencies` and the like map the keys of the files to rows of the tables."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.written: dict[str, int] = {}
        self.agencies: dict[str, Agency] = {}
        self.sections: dict[int, Section] = {}

    def tree(self) -> None:
        """Agencies level by level, because a child needs its parent's id; then who follows whom."""
        rows = {row["key"]: row for row in _agency_rows()}
        waiting = list(rows.values())
        while waiting:
            ready = [row for row in waiting if not row["parent"] or row["parent"] in self.agencies]
            made = self._same(Agency, ("code", "valid_from"), [self._agency(row) for row in ready])
            self.agencies |= {row["key"]: agency for row, agency in zip(ready, made, strict=True)}
            waiting = [row for row in waiting if row["key"] not in self.agencies]
        self._same(Succession, ("predecessor_id", "successor_id"), list(self._successions(rows.values())))
        self.say(f"Tổ chức: {len(self.agencies)} cơ quan")

    def _agency(self, row: Row) -> Agency:
        begins = date.fromisoformat(row["valid_from"])
        return Agency(
            code=row["code"],
            code_qcvn=qcvn_of(row["code"]) if begins < TWO_TIERS_BEGIN else "",
            code_is_invented=bool(int(row["invented"])),
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            level=row["level"],
            parent=self.agencies[row["parent"]] if row["parent"] else None,
            gso_code=row["gso"],
            valid_from=begins,
            valid_to=_day(row["valid_to"]),
        )

    def _successions(self, rows: Iterable[Row]) -> Iterable[Succession]:
        for row in rows:
            for column, takes in (("takes_dossiers_of", True), ("follows", False)):
                for key in row[column].split():
                    old, new = self.agencies[key], self.agencies[row["key"]]
                    day = max(new.valid_from, (old.valid_to or new.valid_from))
                    yield Succession(predecessor=old, successor=new, day=day, takes_dossiers=takes)

    def doors(self) -> None:
        """A one-stop section at the provincial centre, each district and each commune, with its counters."""
        wanted = [
            Section(
                agency=agency,
                name=_section_name(agency),
                address=_section_address(agency),
                valid_from=agency.valid_from,
                valid_to=agency.valid_to,
            )
            for agency in self.agencies.values()
            if agency.kind in {"service_centre", "district", "commune"}
        ]
        made = self._same(Section, ("agency_id", "valid_from"), wanted)
        self.sections = {section.agency_id: section for section in made}
        counters = [
            Counter(section=section, number=number, name=name)
            for section in made
            for number, name in enumerate(COUNTERS, 1)
        ]
        self._same(Counter, ("section_id", "number"), counters)
        self.say(f"Bộ phận Một cửa: {len(made)} bộ phận")

    def banks(self) -> None:
        """Two communes with an account of their own since they are communes."""
        wanted = [
            AgencyAccount(
                agency=self.agencies[key],
                bank=PRETENDED_BANK,
                number=number,
                holder=holder,
                valid_from=TWO_TIERS_BEGIN,
            )
            for key, number, holder in ACCOUNTS
        ]
        self._same(AgencyAccount, ("agency_id", "valid_from"), wanted)

    def people(self) -> None:
        """Accounts, officers, posts, assignments and stand-ins."""
        rows = _read("people.csv")
        users = self._accounts(sorted({row["login"] for row in rows}))
        officers = self._officers(rows, users)
        posts = self._same(Post, ("code",), [self._post(row) for row in rows])
        held = [
            Assignment(
                officer=officers[row["officer"]],
                post=post,
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
            )
            for row, post in zip(rows, posts, strict=True)
        ]
        self._same(Assignment, ("officer_id", "post_id", "valid_from"), held)
        by_code = {post.code: post for post in posts}
        stand_ins = [
            StandIn(
                post=by_code[row["post"]],
                officer=officers[row["officer"]],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]),
                ground=row["ground"],
            )
            for row in _read("stand_ins.csv")
        ]
        self._same(StandIn, ("officer_id", "post_id", "valid_from"), stand_ins)
        self.say(f"Con người: {len(officers)} cán bộ, {len(users)} tài khoản")

    def _officers(self, rows: Sequence[Row], users: dict[str, User]) -> dict[str, Officer]:
        first = {row["officer"]: row for row in reversed(rows)}
        wanted = [
            Officer(
                code=code,
                full_name=row["full_name"],
                user=users[row["login"]],
                email=f"{row['login']}@{MAIL_DOMAIN}",
            )
            for code, row in sorted(first.items())
        ]
        return {officer.code: officer for officer in self._same(Officer, ("code",), wanted)}

    def _post(self, row: Row) -> Post:
        agency = self.agencies[row["agency"]]
        return Post(
            code=row["post"],
            agency=agency,
            section=self.sections[agency.pk] if row["role"] in SECTION_ROLES else None,
            role=row["role"],
            title=row["title"],
            scope=self.agencies[row["scope"]] if row["scope"] else None,
        )

    def _accounts(self, logins: list[str]) -> dict[str, User]:
        """Accounts with the demonstration's password; set again for all where the setting changed."""
        known = {user.login_name: user for user in User.objects.filter(login_name__in=logins)}
        password = settings.MOTCUA_DEMO_PASSWORD
        one = next(iter(known.values()), None)
        stale = list(known.values()) if one is not None and not one.check_password(password) else []
        fresh = [User(login_name=login) for login in logins if login not in known]
        if fresh:
            self.say(f"Đang tạo {len(fresh)} tài khoản trình diễn…")
        if fresh or stale:
            # One hash for all: everybody has the same password, and making a hash is meant to take its time.
            hashed = make_password(password)
            for user in [*fresh, *stale]:
                user.password = hashed
        User.objects.bulk_create(fresh)
        User.objects.bulk_update(stale, ["password"])
        self.written["User"] = len(fresh) + len(stale)
        return known | {user.login_name: user for user in fresh}

    def _same(self, model: type[Model], key: tuple[str, ...], wanted: Sequence[Model]) -> list[Model]:
        """Make rows equal to `wanted`, matched by `key`; the stored rows in the order of `wanted`."""
        fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        stored = {_values(row, key): row for row in model._default_manager.all()}
        fresh: list[Model] = []
        changed: list[Model] = []
        result: list[Model] = []
        for row in wanted:
            known = stored.get(_values(row, key))
            if known is None:
                fresh.append(row)
            elif _values(known, fields) != _values(row, fields):
                for name in fields:
                    setattr(known, name, getattr(row, name))
                changed.append(known)
            result.append(known or row)
        model._default_manager.bulk_create(fresh)
        if changed:
            model._default_manager.bulk_update(changed, _names(model))
        name = model.__name__
        self.written[name] = self.written.get(name, 0) + len(fresh) + len(changed)
        return result


def _values(row: models.Model, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _names(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if not field.primary_key]


def _section_name(agency: Agency) -> str:
    if agency.kind == "service_centre":
        return agency.name
    place = agency.short_name.removeprefix("UBND ")
    if agency.valid_from >= TWO_TIERS_BEGIN:
        return f"Trung tâm Phục vụ hành chính công {place}"
    return f"Bộ phận Tiếp nhận và Trả kết quả {agency.short_name}"


def _section_address(agency: Agency) -> str:
    place = agency.short_name.removeprefix("UBND ")
    if agency.kind == "service_centre":
        return "Tỉnh Cao Bằng"
    return f"Trụ sở UBND {place}, tỉnh Cao Bằng"
