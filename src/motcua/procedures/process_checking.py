"""What is wrong with a version of a process, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from motcua.organisation.models.dated import holds

from .models import ProcessPeriod, ProcessUse, ProcessVerdict, ProcessVersion
from .process_doubts import Question, question_of_finding, questions_of_data
from .process_facts import Agencies, facts_of
from .process_queries import by_version, version_of_code
from .processes import tables
from .processes.check import check, untied
from .processes.findings import Finding
from .processes.from_table import printed_total
from .processes.graph import Graph
from .processes.model import Process
from .processes.soundness import structure

_NEVER_RUNS: Final = frozenset({"call_unknown", "call_cycle"})
"""Findings beyond the structure that no reason makes good: the engine would stand still there."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A version as a person decides on it; `verdicts` by the key of the question."""

    process: Process
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    verdicts: dict[str, ProcessVerdict]

    @property
    def blocking(self) -> tuple[Question, ...]:
        """What must be mended in the graph."""
        return tuple(question for question in self.questions if question.weight == "blocking")

    def verdict_of(self, finding: Finding) -> ProcessVerdict | None:
        """What was decided about a finding."""
        return self.verdicts.get(question_of_finding(finding, blocking=False).key)

    @property
    def undecided(self) -> tuple[Question, ...]:
        """What a person has still to answer."""
        return tuple(
            question
            for question in self.questions
            if question.weight == "open" and question.key not in self.verdicts
        )


def table_of(version: ProcessVersion) -> tables.Process | None:
    """What the decision prints, where the version came from a table."""
    return None if version.table is None else msgspec.convert(version.table, tables.Process, strict=False)


def checked(
    version: ProcessVersion,
    day: date,
    *,
    agencies: Agencies | None = None,
    uses: Sequence[ProcessUse] | None = None,
) -> Checked:
    """The version with everything found on that day, each question once.

    Seven statements, and one for each level of calls; fewer where `agencies` of the day or the `uses` of the
    process are handed in.
    """
    process = by_version(version.hash).process
    findings = _findings(process, version, day, agencies, uses)
    questions = [*_questions(process, findings), *questions_of_data(version.doubts)]
    verdicts = {verdict.key: verdict for verdict in version.verdicts.order_by("pk")}
    asked = tuple({question.key: question for question in questions}.values())
    return Checked(process=process, findings=findings, questions=asked, verdicts=verdicts)


def questions_of_drawn(process: Process, base: ProcessVersion, day: date) -> list[Question]:
    """What is found in a graph that is drawn upon a version and not kept yet."""
    return _questions(process, _findings(process, base, day))


def _findings(
    process: Process,
    version: ProcessVersion,
    day: date,
    agencies: Agencies | None = None,
    uses: Sequence[ProcessUse] | None = None,
) -> tuple[Finding, ...]:
    table = table_of(version)
    uses = list(version.process.uses.all()) if uses is None else uses
    facts = facts_of(process, uses, day, printed_total(table) if table else None, agencies=agencies)
    findings = check(process, facts)
    if uses and not structure(Graph(process)):
        findings += untied(process)
    return tuple(findings)


def _questions(process: Process, findings: Iterable[Finding]) -> list[Question]:
    broken = {(finding.kind, finding.node) for finding in structure(Graph(process))}
    return [
        question_of_finding(
            finding, blocking=(finding.kind, finding.node) in broken or finding.kind in _NEVER_RUNS
        )
        for finding in findings
    ]


def checked_all(day: date, code: str = "") -> Iterator[tuple[ProcessVersion, Checked, bool]]:
    """Each process, or the one named: the version in force on the day, else the newest; whether in force.

    Raises: NotFound for a code that is none.
    """
    if code:
        chosen = [version_of_code(code, None, day)]
    else:
        rows = ProcessVersion.objects.select_related("process__decision")
        standing = rows.filter(holds(day, "periods__"))
        drafts = rows.exclude(process__in=standing.values("process"))
        newest = drafts.order_by("process_id", "-number").distinct("process_id")
        chosen = sorted([*standing, *newest], key=lambda version: version.process_id)
    agencies = Agencies(day)
    running = set(
        ProcessPeriod.objects.filter(holds(day), version__in=[version.pk for version in chosen]).values_list(
            "version_id", flat=True
        )
    )
    for version in chosen:
        yield version, checked(version, day, agencies=agencies), version.pk in running
