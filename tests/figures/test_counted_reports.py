"""Each counted report against a slow recount of the logs, in every row, and its cells opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace
from tests.figures.recount import Counted, counted

from motcua.dossiers.particular_tables import Particulars
from motcua.dossiers.step_tables import PartRow
from motcua.figures.counting.kinds import KINDS
from motcua.figures.ii06a import Scope
from motcua.figures.registry import reports
from motcua.figures.report import TOTAL, report
from motcua.figures.reports import REPORTS, made
from motcua.figures.rule_sets import RULE_SETS
from motcua.figures.tables import DoesNotAddUp, Share, Table
from motcua.figures.timing.lateness import LATENESS
from motcua.foundation.clock import instant_of
from motcua.foundation.errors import NotFound, UsageError
from motcua.organisation.models import Agency
from motcua.procedures.models import Procedure, ServiceFact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("varied")]
PRACTICE = RULE_SETS["practice"]
WINTER = Scope(
    first=date(2025, 12, 15), last=date(2026, 2, 28), as_of=instant_of(datetime(2026, 3, 20, 16, 0))
)
THEN = Scope(first=date(2025, 12, 15), last=date(2026, 2, 28), as_of=instant_of(datetime(2026, 2, 10, 12, 0)))
Said = dict[str, int]
COUNTED = (*KINDS, LATENESS)


def papers(each: Counted, said: Said) -> None:
    lines = each.seen["papers"]
    to_do = [line for line in lines if line["kind"] != "shown"]
    done = sum(line.get("digitised", False) for line in lines)
    if each.received:
        said["received"] += 1
        said["papers"] += len(lines)
        said["shown"] += len(lines) - len(to_do)
        said["digitised"] += done
        said["reused_papers"] += sum(line.get("reused", False) for line in lines)
        said["reused"] += any(line.get("reused") for line in lines)
        said["replaced"] += any(line.get("replaced_by") for line in lines)
        said["store"] += any(line.get("from_store") for line in lines)
        if not to_do:
            said["nothing"] += 1
        elif done >= len(to_do):
            said["whole"] += 1
        else:
            said["part" if done else "none"] += 1
    if each.column <= 10 and each.fact["stood"]["standing"] in {3, 4}:
        said["results"] += 1
        said[{"none": "paper", "scan": "scan", "digital": "digital"}[each.seen["result"]]] += 1


def money(each: Counted, said: Said) -> None:
    if not each.received:
        return
    paid, counts = each.seen["paid"], each.seen["counts"]
    said["received"] += 1
    said[each.seen["fee"]] += 1
    if each.seen["fee"] in {"paid", "refunded"}:
        way = next((way for way in ("online", "cash", "transfer") if paid[way]), "untold")
        said[way] += 1
    asked, done = counts["obligation_requested"], counts["obligation_fulfilled"]
    said["obliged"] += asked > 0
    said["fulfilled"] += asked > 0 and done >= asked
    said["open"] += done < asked
    owed = each.seen["fee"] in {"unpaid", "paid", "refunded"} or asked > 0
    said["owed"] += owed
    said["obliged_online"] += each.seen["obligations_online"] > 0
    said["owed_online"] += owed and (paid["online"] > 0 or each.seen["obligations_online"] > 0)
    for way in ("online", "cash", "transfer"):
        said[f"{way}_dong"] += paid[way]


def supplements(each: Counted, said: Said) -> None:
    if not each.received:
        return
    said["received"] += 1
    said[("never", "once", "more")[min(each.fact["stood"]["requests"], 2)]] += 1
    for fault, number in each.seen["faults"].items():
        said[fault] += number
    said["notices"] += each.seen["counts"]["registration_noticed"] > 0
    said["returned"] += each.seen["counts"]["offer_returned"] > 0


def online(each: Counted, said: Said) -> None:
    if not each.received:
        return
    channel = each.seen["intake"]["channel"]
    said["received"] += 1
    said["level_none"] += 1
    said[channel] += 1
    if channel == "online":
        said["declared"] += bool(each.seen["intake"].get("declaration"))
        said["paid_online"] += each.seen["paid"]["online"] > 0 or each.seen["obligations_online"] > 0
        ended = each.column <= 10 and each.fact["stood"]["standing"] in {3, 4}
        said["digital"] += ended and each.seen["result"] == "digital"


def proofs(each: Counted, said: Said) -> None:
    if not each.received:
        return
    said["received"] += 1
    names = {
        "online_account": "account",
        "population_database": "population",
        "chip_read": "chip",
        "card_shown": "card",
        "authorisation_paper": "authorised",
        "none": "none",
    }
    said[names[each.seen["intake"]["identity_proof"]]] += 1
    said["represented"] += bool(each.seen["intake"].get("representative"))


def linked(each: Counted, said: Said) -> None:
    if not each.received:
        return
    sent = [part for part in each.seen["parts"].values() if part.get("sent_at")]
    places = {part["place"] for part in sent}
    said["received"] += 1
    said["consulted"] += each.seen["counts"]["consultation_requested"] > 0
    said["parts"] += len(sent)
    said["back"] += sum("returned_at" in part for part in sent)
    said["late"] += sum(part.get("returned_at", 0) > part.get("due_at", 2**62) for part in sent)
    if places:
        said["linked"] += 1
        said["both" if len(places) > 1 else {"same_level": "same", "above": "above"}[places.pop()]] += 1
        said["done"] += each.column <= 10
        said["in_time"] += each.column in {8, 9}
        said["overdue"] += each.column == 10


def pairs(each: Counted, said: Said) -> None:
    sent = [part for part in each.seen["parts"].values() if part.get("sent_at")] if each.received else []
    for part in sent:
        due = part.get("due_at", 2**62)
        said["parts"] += 1
        said["same" if part["place"] == "same_level" else "above"] += 1
        if "returned_at" in part:
            said["back"] += 1
            said["late" if part["returned_at"] > due else "in_time"] += 1
        else:
            said["running"] += 1
            said["over" if due < each.seen["as_of"] else "within"] += 1


def form(each: Counted, said: Said) -> None:
    for column in (3, each.came, each.column, 7 if each.column <= 10 else 11):
        said[f"c{column}"] += 1


RECOUNTS: dict[str, Callable[[Counted, Said], None]] = {
    "II06b": form,
    "digitisation": papers,
    "payment": money,
    "supplements": supplements,
    "online": online,
    "identity": proofs,
    "interlinked": linked,
    "linked_pairs": pairs,
}


@cache
def found(scope: Scope) -> tuple[Counted, ...]:
    return tuple(counted(scope, PRACTICE))


def told(table: Table) -> dict[str, Said]:
    """The counts of each row, by its key; zeros and percentages left out."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    return {
        row.key: {key: cell for key, cell in row.cells.items() if isinstance(cell, int) and cell}
        for row in rows
    }


@pytest.mark.parametrize("name", RECOUNTS)
@pytest.mark.parametrize("scope", [WINTER, THEN], ids=["now", "then"])
def test_a_report_is_what_the_logs_say(name: str, scope: Scope) -> None:
    by_procedure: dict[str, Said] = {}
    total: Counter[str] = Counter()
    for each in found(scope):
        said: Counter[str] = Counter()
        RECOUNTS[name](each, said)
        row = by_procedure.setdefault(f"procedure:{each.fact['procedure_code']}", Counter())
        row.update(said)  # type: ignore[attr-defined]
        total.update(said)
    table = made(name).build(scope, PRACTICE, "procedure")
    wanted = {key: {k: int(v) for k, v in row.items() if v} for key, row in by_procedure.items()}
    wanted = {key: row for key, row in wanted.items() if row} | {
        TOTAL: {k: int(v) for k, v in total.items() if v}
    }
    assert told(table) == wanted
    assert all(each.holds for each in table.held)
    assert sum(total.values()) > 40


@pytest.mark.parametrize("kind", COUNTED, ids=lambda kind: kind.id)
def test_rows_of_any_kind_make_up_one_total(kind: Any) -> None:
    tables = [made(kind.id).build(WINTER, PRACTICE, by) for by in kind.by]
    assert len({str(told(table)[TOTAL]) for table in tables}) == 1
    for table in tables:
        sums: Counter[str] = Counter()
        for row in table.rows:
            sums.update({key: cell for key, cell in row.cells.items() if isinstance(cell, int)})
        assert {k: v for k, v in sums.items() if v} == told(table)[TOTAL]


@pytest.mark.parametrize("kind", COUNTED, ids=lambda kind: kind.id)
def test_a_cell_opens_the_dossiers_it_counts(kind: Any) -> None:
    opened = made(kind.id).opened
    assert opened is not None
    table = made(kind.id).build(WINTER, PRACTICE, kind.by[0])
    for row in (*table.rows[:3], table.total):
        assert row is not None
        for measure in kind.measures:
            number, after, seen = row.cells[measure.key], 0, []
            while True:
                page = opened(WINTER, PRACTICE, row.key, measure.key, after)
                seen += [each.id for each in page.rows]
                after = page.after
                if not after:
                    break
            if measure.amount or kind.several:
                assert len(seen) == len(set(seen))
                assert bool(seen) == bool(number)
            else:
                assert len(seen) == len(set(seen)) == number, (row.key, measure.key)


@pytest.mark.parametrize("scope", [WINTER, THEN], ids=["now", "then"])
def test_pairs_are_told_by_who_sent_and_who_does_the_part(scope: Scope) -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    for each in found(scope):
        for part in each.seen["parts"].values() if each.received else ():
            wanted[each.seen["intake"]["competent"], part["agency"]] += 1
    table = made("linked_pairs").build(scope, PRACTICE, "pair")
    codes = dict(Agency.objects.values_list("pk", "code"))
    told_of: Counter[tuple[str, str]] = Counter()
    for row in table.rows:
        sender, receiver = row.key.removeprefix("pair:").split(">")
        told_of[codes[int(sender)], codes[int(receiver)]] += int(row.cells["parts"])  # type: ignore[arg-type]
        assert " → " in row.label
    assert told_of == wanted
    assert len(wanted) > 3
    whole, linked_ones = table.total, made("interlinked").build(scope, PRACTICE, "agency").total
    assert whole is not None
    assert linked_ones is not None
    for key in ("parts", "back", "late"):
        assert whole.cells[key] == linked_ones.cells[key], "both reports of interlinked work tell one thing"


@pytest.mark.parametrize(("known", "column"), [("sent_known", "parts"), ("ended_known", "back")])
def test_a_part_counts_from_when_it_was_known(known: str, column: str) -> None:
    inside = PartRow.objects.filter(**{f"{known}__gt": instant_of(datetime(2026, 1, 5))})
    moment = inside.order_by(known).values_list(known, flat=True)[0]
    counts = []
    for as_of in (moment - 1, moment):
        scope = replace(WINTER, as_of=as_of)
        total = made("linked_pairs").build(scope, PRACTICE, "pair").total
        assert total is not None
        counts.append(total.cells[column])
    assert counts[1] - counts[0] == PartRow.objects.filter(**{known: moment}).count() > 0  # type: ignore[operator]


def test_the_registry_says_of_each_report_what_the_code_says() -> None:
    told_of = {each.id: each for each in reports()}
    assert set(REPORTS) <= set(told_of)
    for kind in COUNTED:
        entry = told_of[kind.id]
        assert (entry.name, entry.law, entry.form, entry.by) == (kind.title, kind.law, kind.form, kind.by)


def test_the_level_of_a_service_is_that_of_its_last_day() -> None:
    codes = sorted({each.fact["procedure_code"] for each in found(WINTER) if each.received})[:4]
    levels = dict(zip(codes, "4324", strict=True))
    for code, level in levels.items():
        ended = WINTER.last - timedelta(days=1) if code == codes[-1] else None
        ServiceFact.objects.create(
            procedure=Procedure.objects.get(code=code),
            kind="online",
            value=level,
            valid_from=WINTER.first,
            valid_to=ended,
            source="thử",
        )
    del levels[codes[-1]]
    said: Counter[str] = Counter()
    for each in found(WINTER):
        if each.received:
            said[f"level_{levels.get(each.fact['procedure_code'], 'none')}"] += 1
    total = made("online").build(WINTER, PRACTICE, "agency").total
    assert total is not None
    assert {key: total.cells[f"level_{key}"] for key in ("2", "3", "4", "none")} == {
        key: said[f"level_{key}"] for key in ("2", "3", "4", "none")
    }
    assert min(said.values()) > 0


def test_percentages_carry_their_parts() -> None:
    total = made("digitisation").build(WINTER, PRACTICE, "level").total
    assert total is not None
    share = total.cells["results_pct"]
    assert isinstance(share, Share)
    assert share.denominator == total.cells["results"]
    assert share.numerator == int(total.cells["scan"]) + int(total.cells["digital"])  # type: ignore[arg-type]


def test_the_summary_is_form_ii06a_by_agency() -> None:
    summary = made("II06b").build(WINTER, PRACTICE, "agency")
    whole = report(WINTER, PRACTICE, "agency")
    assert [row.label for row in summary.rows] == [line.label for line in whole.rows]
    assert summary.total is not None
    assert [summary.total.cells[f"c{n}"] for n in range(3, 14)] == [
        getattr(whole.total, f"c{n}") for n in range(3, 14)
    ]


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UsageError):
        made("payment").build(WINTER, PRACTICE, "officer")
    opened = made("payment").opened
    assert opened is not None
    for row, column in (
        ("total", "nothing"),
        ("agency:x", "paid"),
        ("planet:1", "paid"),
        ("level:moon", "paid"),
    ):
        with pytest.raises(NotFound):
            opened(WINTER, PRACTICE, row, column, 0)
    outside = Scope(first=WINTER.first, last=WINTER.last, as_of=WINTER.as_of, agencies=(1,))
    with pytest.raises(NotFound):
        opened(outside, PRACTICE, "agency:2", "paid", 0)


def test_dossiers_without_particulars_stop_the_report() -> None:
    Particulars.objects.filter(
        dossier__procedure_code=next(iter(found(WINTER))).fact["procedure_code"]
    ).delete()
    with pytest.raises(DoesNotAddUp):
        made("payment").build(WINTER, PRACTICE, "agency")
