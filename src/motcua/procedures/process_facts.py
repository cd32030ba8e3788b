"""What is known outside a process: the legal times of its procedures, the posts of the agencies that run it,
the processes that it calls. Five statements, however many procedures it serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.law.roles import Role
from motcua.organisation.models import Post
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import agencies_on, sections_on

from .content import VersionContent
from .models import ProcessPeriod, ProcessUse, ProcessVersion
from .offers import limits_of
from .process_queries import by_version
from .processes.check import AgencyPosts, Facts, LegalTime
from .processes.model import Call, Process
from .processes.tables import POST_ROLES
from .queries import InForce, versions_in_force

_NOBODY_NAMED: Final = frozenset(kind for kind, role in POST_ROLES.items() if role in (None, Role.APPLICANT))
"""Kinds of posts that no seat of an agency stands for: councils, whole agencies, the applicant."""
_CHANNELS: Final[dict[str, str]] = {
    "direct": gettext_noop("nộp trực tiếp"),
    "online": gettext_noop("nộp trực tuyến"),
    "postal": gettext_noop("nộp qua bưu chính"),
}


def facts_of(
    process: Process,
    uses: Sequence[ProcessUse],
    day: date,
    printed: LegalTime | None = None,
    *,
    agencies: Agencies | None = None,
) -> Facts:
    """The facts of that day for a process with these uses; `printed` is the total of its decision.

    Who checks many processes hands the `agencies` of the day in.
    """
    served = versions_in_force({use.procedure_code for use in uses}, day)
    limits = [] if printed is None else [printed]
    for use in uses:
        if use.procedure_code in served:
            limits += _limits(use, served[use.procedure_code])
    agencies = agencies or Agencies(day)
    return Facts(
        executing=agencies.executing(uses, {code: each.content for code, each in served.items()}),
        others=tuple(agencies.posts.values()),
        limits=tuple(limits),
        called=called_by(process, day),
    )


def called_by(process: Process, day: date) -> dict[str, Process]:
    """The processes that it calls, directly and further down: what is in force on the day, else the newest.

    One statement a level of calls.
    """
    found: dict[str, Process] = {}
    wanted = _calls(process)
    while wanted:
        standing = Exists(ProcessPeriod.objects.filter(holds(day), version=OuterRef("pk")))
        rows = ProcessVersion.objects.filter(process__code__in=wanted).annotate(standing=standing)
        first = rows.order_by("process__code", "-standing", "-number").distinct("process__code")
        made = {code: by_version(key).process for code, key in first.values_list("process__code", "hash")}
        found |= made
        wanted = {code for each in made.values() for code in _calls(each)} - set(found)
    return found


def _calls(process: Process) -> set[str]:
    return {node.process for node in process.nodes if isinstance(node, Call) and node.process}


def _limits(use: ProcessUse, version: InForce) -> Iterable[LegalTime]:
    """Each different time once, with the cases or channels that have it."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for channel, case, limit in limits_of(version.content, version.decided):
        if limit.quantity is not None and (not use.case or not case or case == use.case):
            found.setdefault((limit.quantity, limit.unit), []).append((channel, case))
    for (quantity, unit), places in found.items():
        yield LegalTime(
            where=_where(use.procedure_code, version.content, places), quantity=quantity, unit=unit
        )


def _where(code: str, content: VersionContent, places: Sequence[tuple[str, str]]) -> Phrase:
    cases = list(dict.fromkeys(case for _, case in places if case))
    channels = list(dict.fromkeys(channel for channel, _ in places))
    if cases:
        names = {case.code: case.name for case in content.cases}
        said = "; ".join(names.get(case, case) for case in cases)
        return Phrase(gettext_noop("thủ tục %(code)s, trường hợp %(case)s"), {"code": code, "case": said})
    if len(channels) == 1 and channels[0] in _CHANNELS:
        channel = Phrase(_CHANNELS[channels[0]])
        return Phrase(gettext_noop("thủ tục %(code)s, %(channel)s"), {"code": code, "channel": channel})
    return Phrase(gettext_noop("thủ tục %(code)s"), {"code": code})


class Agencies:
    """The agencies of a day with the kinds of posts that work in each of them."""

    def __init__(self, day: date) -> None:
        self.rows = {agency.pk: agency for agency in agencies_on(day)}
        self.roles: dict[int, set[Role]] = {}
        seats = Post.objects.filter(holds_until(day)).values_list("agency_id", "role")
        for agency_id, role in seats:
            if agency_id in self.rows:
                self.roles.setdefault(self._house(agency_id), set()).add(Role(role))
        centres = {
            role
            for section in sections_on(day)
            if section.agency.kind == "service_centre"
            for role in self.roles.get(section.agency_id, ())
        }
        # Departments have no door of their own: the provincial centre receives for them (Decree 61 art. 7).
        self.posts = {
            pk: AgencyPosts(
                code=agency.code,
                name=agency.short_name,
                kind=agency.kind,
                posts=_kinds(self.roles[pk] | (centres if agency.level == "province" else set())),
            )
            for pk, agency in self.rows.items()
            # An agency without any post does not work here yet; nothing of it can be told.
            if pk in self.roles
        }

    def _house(self, agency_id: int) -> int:
        """The agency that a division belongs to."""
        agency = self.rows[agency_id]
        while agency.kind == "division" and agency.parent_id in self.rows:
            agency = self.rows[agency.parent_id]
        return agency.pk

    def executing(
        self, uses: Sequence[ProcessUse], served: Mapping[str, VersionContent]
    ) -> tuple[AgencyPosts, ...] | None:
        """The agencies that resolve the procedures served; None where that cannot be told."""
        found = {
            pk: self.posts[pk]
            for use in uses
            if use.procedure_code in served
            for pk in self._competent(served[use.procedure_code], use.level)
            if pk in self.posts
        }
        return tuple(found.values()) or None

    def _competent(self, content: VersionContent, level: str) -> list[int]:
        levels = {level} if level else set(content.levels)
        there = [agency for agency in self.rows.values() if agency.level in levels]
        codes = {named.code for named in (*content.competent, *content.executing) if named.code}
        if named := [agency.pk for agency in there if agency.code in codes]:
            return named
        kind, _, name = content.competent_kind.partition(":")
        kind = kind or ("commune" if levels == {"commune"} else "")
        return [
            agency.pk
            for agency in there
            if agency.kind == kind and (not name or name.casefold() in agency.name.casefold())
        ]


def holds_until(day: date) -> Q:
    """Posts that are not closed on the day."""
    return Q(valid_to=None) | Q(valid_to__gte=day)


def _kinds(roles: Iterable[Role]) -> frozenset[str]:
    present = set(roles)
    return frozenset(
        kind.value for kind, role in POST_ROLES.items() if role in present or kind in _NOBODY_NAMED
    )
