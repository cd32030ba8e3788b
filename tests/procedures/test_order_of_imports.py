"""The order of imports does not matter: every permutation of sources ends in the same catalogue."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.procedures.support import clock, flat, write_lines

from motcua.procedures.content import Attributes, ChannelTerms, Limit, Named
from motcua.procedures.merge import PRECEDENCE, Period, merge, timeline
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.record import record
from motcua.procedures.services import import_file, load_demo

FILES = (
    "dvcqg_detail_raw_485.jsonl.gz",
    "dvcqg_detail_flat_485.jsonl.gz",
    "caobang/caobang_procedures_2025.csv",
    "official_lists_xlsx/danh-sach-tthc-BoTuPhap.xlsx",
    "bqp_structured_201.jsonl.gz",
    "demonstration",
)


def catalogue_after(files: tuple[str, ...], folder: Path) -> tuple[set[Any], set[Any], set[Any]]:
    """Heads, versions in force and contradictions after importing in this order; then all is undone."""
    with transaction.atomic():
        for name in files:
            if name == "demonstration":
                load_demo(clock())
            else:
                import_file(folder / name, clock=clock())
        heads = set(Procedure.objects.values_list("code", "name", "field__name", "field__code", "state"))
        standing = ProcedureVersion.objects.filter(superseded=False)
        versions = set(
            standing.values_list(
                "procedure__code", "valid_from", "valid_to", "source", "digest", "receivable"
            )
        )
        found = set(
            standing.values_list(
                "procedure__code", "valid_from", "contradictions__key", "contradictions__where"
            )
        )
        transaction.set_rollback(True)
    return heads, versions, found


@pytest.mark.django_db
def test_real_files_in_two_orders(shared_data: Path) -> None:
    folder = shared_data / "03_procedures"
    first = catalogue_after(FILES, folder)
    assert len(first[0]) > 800
    mixed = list(FILES)
    random.Random(7).shuffle(mixed)
    assert mixed[::-1] != list(FILES) != mixed
    assert catalogue_after(tuple(mixed), folder) == first


@pytest.mark.django_db
def test_a_source_writes_only_what_it_has(tmp_path: Path) -> None:
    details = write_lines(tmp_path, flat())
    listed = tmp_path / "list.csv"
    listed.write_text(
        "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
        "1.009999,Thủ tục thử nghiệm,Hộ tịch,Ủy ban nhân dân cấp xã,Bộ Tư pháp,Công dân,UPDATED,STANDARD\n",
        encoding="utf-8",
    )
    import_file(details, clock=clock())
    before = record("1.009999")
    import_file(listed, clock=clock())
    after = record("1.009999")
    assert after["receivable"]
    assert after["versions"][0]["channels"] == before["versions"][0]["channels"]
    assert after["versions"][0]["source"] == "portal_detail_flat, catalogue"


WORDS = st.sampled_from(["a", "b", "c"])
SAID = st.builds(
    Attributes,
    name=WORDS,
    state=st.none() | WORDS,
    fields=st.none() | st.tuples(st.builds(Named, name=WORDS, code=st.none() | WORDS)),
    channels=st.none()
    | st.tuples(st.builds(ChannelTerms, channel=WORDS, limit=st.builds(Limit, text=WORDS))),
)


@given(st.dictionaries(st.sampled_from(PRECEDENCE), SAID, min_size=1, max_size=4))
def test_merge_is_the_same_for_every_order(by_source: dict[str, Attributes]) -> None:
    merged = merge(by_source)
    for order in itertools.permutations(by_source.items()):
        assert merge(dict(order)) == merged


DAYS = st.dates(date(2022, 1, 1), date(2022, 1, 12))


@given(st.lists(st.tuples(st.sampled_from(PRECEDENCE), DAYS, st.none() | DAYS, SAID), min_size=1, max_size=5))
def test_timeline_has_no_gaps_inside_and_no_overlap(
    raw: list[tuple[str, date, date | None, Attributes]],
) -> None:
    seen = set()
    periods = []
    for source, start, end, said in raw:
        if (end is None or end >= start) and source not in seen:
            seen.add(source)
            periods.append(Period(source, start, end, said))
    spans = timeline(periods)
    for before, after in itertools.pairwise(spans):
        assert before.valid_to is not None
        assert before.valid_to < after.valid_from
    for day in (date(2022, 1, n) for n in range(1, 13)):
        active = {
            p.source: p.attributes for p in periods if p.valid_from <= day and (p.valid_to or day) >= day
        }
        holding = [s for s in spans if s.valid_from <= day and (s.valid_to or day) >= day]
        assert len(holding) == bool(active)
        if active:
            assert holding[0].content == merge(active)
