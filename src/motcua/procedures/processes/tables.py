"""What a decision prints of its internal processes, as values: nothing added, converted or guessed.

Readers (`read_text`, `read_office`) make these from a file; `from_table` makes the graph of them. The printed
words are kept beside everything that was understood, and what was not understood is a `Doubt`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from motcua.foundation.phrase import Phrase
from motcua.law.roles import Role
from motcua.procedures.content import Frozen


class Unit(StrEnum):
    """Units in which decisions print times. They are never converted into each other."""

    WORKING_DAY = "working_day"
    """ngày làm việc"""
    CALENDAR_DAY = "calendar_day"
    """ngày, without "làm việc" """
    WORKING_HOUR = "working_hour"
    """giờ làm việc"""
    HOUR = "hour"
    """giờ, without "làm việc" """


class PostKind(StrEnum):
    """Who does a step: the kind of post or group, as decisions name it."""

    RECEPTION = "reception"
    """Bộ phận tiếp nhận và trả kết quả, TTPVHCC, cán bộ TN&TKQ"""
    SECTION_HEAD = "section_head"
    """Trưởng Bộ phận TN&TKQ, Lãnh đạo TTPVHCC"""
    OFFICER = "officer"
    """Chuyên viên, công chức, viên chức"""
    DIVISION_HEAD = "division_head"
    """Lãnh đạo phòng, Trưởng phòng"""
    AGENCY_LEADER = "agency_leader"
    """Lãnh đạo Sở, Lãnh đạo UBND, Lãnh đạo Văn phòng UBND tỉnh"""
    CLERK = "clerk"
    """Văn thư"""
    COUNCIL = "council"
    """Hội đồng, tổ, ban of people from several agencies"""
    AGENCY = "agency"
    """An agency or division as a whole: no post of it is named"""
    APPLICANT = "applicant"
    """Tổ chức, cá nhân: a step that waits for the applicant"""


POST_ROLES: dict[PostKind, Role | None] = {
    PostKind.RECEPTION: Role.RECEIVING_OFFICER,
    PostKind.SECTION_HEAD: Role.SECTION_HEAD,
    PostKind.OFFICER: Role.HANDLING_OFFICER,
    PostKind.DIVISION_HEAD: Role.LEADER,
    PostKind.AGENCY_LEADER: Role.LEADER,
    PostKind.CLERK: Role.HANDLING_OFFICER,
    PostKind.COUNCIL: None,
    PostKind.AGENCY: None,
    PostKind.APPLICANT: Role.APPLICANT,
}
"""The role of the house that a kind of post works in; None: the decision does not say who there."""


class Post(Frozen, kw_only=True, frozen=True):
    """One post named in the cell "Trách nhiệm thực hiện"; `text` is the part of the cell that names it.

    `agency_kind` and `level` are values of `organisation.models.tree` (AgencyKind, Level), empty where the
    words do not tell them; `agency` and `division` are names as printed, empty where none stands: then it
    is the agency that handles the procedure. `any_of` marks "các sở, ban, ngành", "các xã, phường".
    """

    text: str
    kind: PostKind | None = None
    agency_kind: str = ""
    level: str = ""
    agency: str = ""
    division: str = ""
    any_of: bool = False

    @property
    def role(self) -> Role | None:
        """The role of the house, where the kind has one."""
        return POST_ROLES[self.kind] if self.kind else None


class Time(Frozen, kw_only=True, frozen=True):
    """A printed time. `quantity` and `unit` stand or lack together.

    `counted` is False for "Không tính thời gian" alone. "Trong ngày", "Không quy định", an empty cell or two
    times in one cell have no quantity, are counted, and leave a doubt.
    """

    text: str = ""
    quantity: Decimal | None = None
    unit: Unit | None = None
    counted: bool = True


class Doubt(Frozen, kw_only=True, frozen=True):
    """Something that a reader did not understand or that contradicts itself.

    `step` is the printed number of the step, None where the doubt is about the process or decision.
    """

    kind: str
    message: Phrase
    step: str | None = None


class Step(Frozen, kw_only=True, frozen=True):
    """One row of the table. `no` as printed without "Bước" ("1", "3.1"); `post` and `content` as printed.

    Numbers may repeat: a cell merged over several rows gives each of them its number, a table in sections
    ("I. Quy trình tại cấp xã") counts from 1 in each, and decisions misnumber. `section` is the title of the
    section, `product` the cell "Sản phẩm", "Biểu mẫu/Kết quả"; both are empty where the table has none.
    """

    no: str
    content: str
    post: str
    posts: tuple[Post, ...] = ()
    time: Time = Time()
    section: str = ""
    product: str = ""


class Process(Frozen, kw_only=True, frozen=True):
    """One internal process: keyed by decision and `order` (from 1), not by procedure code.

    `codes` are the procedures that it serves, in printed order; `sums` adds the steps by unit as printed;
    `sum_matches` is None where it cannot be told: no printed total, no time of any step, unlike units.
    """

    order: int
    name: str
    codes: tuple[str, ...] = ()
    heading: str = ""
    steps: tuple[Step, ...] = ()
    total: Time | None = None
    sums: dict[Unit, Decimal] = {}
    sum_matches: bool | None = None
    doubts: tuple[Doubt, ...] = ()


class DecisionTables(Frozen, kw_only=True, frozen=True):
    """A decision and its processes; `date` as ISO text. No process is a result, not an error."""

    number: str = ""
    place: str = ""
    date: str | None = None
    processes: tuple[Process, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def sums_of(steps: Iterable[Step]) -> dict[Unit, Decimal]:
    """What the steps add to, each unit for itself."""
    sums: dict[Unit, Decimal] = {}
    for step in steps:
        if step.time.quantity is not None and step.time.unit is not None:
            sums[step.time.unit] = sums.get(step.time.unit, Decimal(0)) + step.time.quantity
    return sums
