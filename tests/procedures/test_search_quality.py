"""Real phrasings: the procedure that is meant stands among the first three, here and in the national list."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import find_shared_data
from tests.procedures.support import clock

from motcua.foundation.text import fold
from motcua.procedures import queries, services
from motcua.procedures.importers.readers import Source
from motcua.procedures.importers.registry import importer_for
from motcua.procedures.models import Procedure
from motcua.procedures.naming import search_name
from motcua.procedures.search_state import record_use
from motcua.procedures.searching.finder import Finder
from motcua.procedures.searching.index import Entry, Index
from motcua.procedures.searching.words import everyday, life_events, typed_words

ASKS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "phrasings.toml").read_text(encoding="utf-8")
)["ask"]
DAY = date(2026, 11, 22)
FIRST = 3
CATALOGUE = "dvcqg_catalog_2026-07-18_5670.csv"


def missed(find: Any, asks: list[dict[str, Any]]) -> list[str]:
    """What was asked in vain, with what came instead."""
    wrong = []
    for ask in asks:
        found = find(ask["text"])[:FIRST]
        if not set(found) & set(ask["codes"]):
            wrong.append(f"{ask['text']}: {found} instead of {ask['codes']}")
    return wrong


@pytest.fixture
def demonstration(db: None) -> Iterator[None]:
    services.load_demo(clock())
    return


def codes(text: str, **values: Any) -> list[str]:
    return [hit.code for hit in queries.find(text, clock=clock(), **values)]


def test_enough_phrasings_of_every_kind() -> None:
    texts = [ask["text"] for ask in ASKS]
    assert len(set(texts)) == len(texts) >= 60
    assert sum(text == fold(text) for text in texts) > len(texts) / 2, "most people type without accents"


def test_demonstration_catalogue(demonstration: None) -> None:
    assert missed(codes, [ask for ask in ASKS if "only" not in ask]) == []


@pytest.fixture(scope="module")
def country() -> Finder:
    """The national list read by the importer into an index, without a database."""
    source = Source(find_shared_data() / "03_procedures" / CATALOGUE)
    entries = []
    for row in importer_for(source).rows(source):
        said = row.attributes
        if said is None or said.name is None or said.state == "abolished":
            continue
        by = fold(said.promulgated_by.name if said.promulgated_by else "")
        abroad = "o nuoc ngoai" in fold(said.executing[0].name if said.executing else "")
        field = "; ".join(each.name for each in said.fields or ())
        entries.append(
            Entry(
                code=row.code,
                name=said.name,
                field=field,
                levels=said.levels or (),
                receivable=False,
                online=False,
                elsewhere=abroad or (by.startswith("ubnd") and "cao bang" not in by),
                valid_from=date(2025, 7, 1),
                valid_to=None,
                words=tuple(word.folded for word in typed_words(search_name(said.name))),
                field_words=tuple(word.folded for word in typed_words(field)),
            )
        )
    return Finder(Index(entries), {})


def test_national_catalogue(country: Finder) -> None:
    def find(text: str) -> list[str]:
        found = country.beginning_with(text, DAY, limit=3) or country.find(text, DAY, limit=3)
        return [each.entry.code for each in found]

    assert len(country._index.entries) > 5600
    # Procedures of our demonstration alone cannot be found there.
    with (find_shared_data() / "03_procedures" / CATALOGUE).open(encoding="utf-8") as rows:
        known = {row["code"] for row in csv.DictReader(rows)}
    asks = [ask for ask in ASKS if set(ask["codes"]) & known]
    assert len(asks) >= 60
    assert missed(find, asks) == []


def test_marks_that_were_typed_are_heeded(demonstration: None) -> None:
    assert "1.012753" in codes("sổ đỏ")[:3]
    assert "1.012753" in codes("so do")[:3]
    assert "1.012753" not in codes("sơ đồ")[:3]


def test_what_is_asked_for_most_comes_first_among_equals(demonstration: None) -> None:
    register, notify = "1.003676", "1.003654"
    for first, second in ((register, notify), (notify, register)):
        record_use({first: 900, second: 1})
        assert codes("le hoi cap tinh")[:2] == [first, second]
    assert [each.code for each in queries.most_asked_for(DAY, 5)] == [notify, register]
    record_use({})
    assert queries.most_asked_for(DAY, 5) == []


def test_a_change_of_the_catalogue_is_seen_at_once(demonstration: None, tmp_path: Path) -> None:
    assert "1.008888" not in codes("khinh khi cau")
    listed = tmp_path / "list.csv"
    listed.write_text(
        "code,name,fields,departments_executing,promulgated_by,subjects,state,type\n"
        "1.008888,Cấp phép bay khinh khí cầu,Hàng không,Ủy ban nhân dân cấp xã,Bộ,Dân,ACTIVE,STANDARD\n",
        encoding="utf-8",
    )
    services.import_file(listed, clock=clock())
    assert codes("khinh khi cau")[0] == "1.008888"


def test_one_statement_while_the_catalogue_stands_still(demonstration: None) -> None:
    codes("khai sinh")
    with CaptureQueriesContext(connection) as sent:
        codes("mở tiệm tạp hóa")
    assert len(sent) == 1


def test_other_provinces_own_procedures_come_last(demonstration: None, country: Finder) -> None:
    found = country.find("tách thửa đất", DAY, limit=3)
    assert found[0].entry.elsewhere is False


def test_browsing_by_event_field_level_and_online(demonstration: None) -> None:
    events = {each.event.key: each.procedures for each in queries.events(DAY)}
    assert set(events) == {each.key for each in life_events()}
    for key, count in events.items():
        listed = queries.browse(on=DAY, event=key)
        assert len(listed) == count >= 1
    assert "1.001193" in {each.code for each in queries.browse(on=DAY, event="sinh-con")}
    everything = queries.browse(on=DAY)
    online = queries.browse(on=DAY, online=True)
    assert 0 < len(online) < len(everything)
    assert all(each.online for each in online)
    communes = queries.browse(on=DAY, level="commune", field="Hộ tịch")
    assert communes
    assert all("commune" in each.level and each.field == "Hộ tịch" for each in communes)
    assert queries.browse(on=DAY, event="khong-co") == []


def test_everyday_words_name_procedures_that_there_are(demonstration: None, country: Finder) -> None:
    """A pinned code that no catalogue has would answer nobody."""
    known = {entry.code for entry in country._index.entries}
    known |= set(Procedure.objects.values_list("code", flat=True))
    sayings = {phrase.saying for group in everyday().phrases.values() for phrase in group if phrase.saying}
    named = {code for saying in sayings for code in saying.codes}
    named |= {code for event in life_events() for code in event.codes}
    assert named - known == set()
    assert all(saying.why for saying in sayings)
