"""Each shape on the files as published: counts, rejections, and a second run that changes nothing."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from tests.conftest import find_shared_data

from motcua.procedures.importers.portal_text import channels_of
from motcua.procedures.merge import LIST_ONLY
from motcua.procedures.models import Procedure, ProcedureVersion, SourceRecord
from motcua.procedures.record import record
from motcua.procedures.services import Report, import_file

FILES = {
    "dvcqg_catalog_2026-07-18_5670.csv": ("catalogue", 5670, 5666, 1, 3),
    "dvcqg_catalog_2026-07-18_5670.jsonl.gz": ("catalogue", 5670, 5666, 1, 3),
    "dvcqg_detail_raw_485.jsonl.gz": ("portal_detail_raw", 485, 485, 0, 0),
    "dvcqg_detail_flat_485.jsonl.gz": ("portal_detail_flat", 485, 485, 0, 0),
    "dvcqg_text_2617_7_ministries.jsonl.gz": ("portal_text", 2617, 2617, 0, 0),
    "bqp_structured_201.jsonl.gz": ("portal_tables", 201, 201, 0, 0),
    "caobang/caobang_procedures_2025.csv": ("provincial_decision", 66, 56, 8, 2),
    "caobang/dvcqg_promulgated_by_caobang.json": ("catalogue", 4, 4, 0, 0),
    "official_lists_xlsx/danh-sach-tthc-BoCongAn.xlsx": ("official_list", 339, 339, 0, 0),
    "official_lists_xlsx/danh-sach-tthc-BoTaiChinh.xlsx": ("official_list", 706, 706, 0, 0),
    "official_lists_xlsx/danh-sach-tthc-BoTuPhap.xlsx": ("official_list", 271, 271, 0, 0),
    "official_lists_xlsx/danh-sach-tthc-BoXayDung.xlsx": ("official_list", 525, 525, 0, 0),
    "official_lists_xlsx/danh-sach-tthc-NganhangNhanuocVietNam.xlsx": ("official_list", 261, 261, 0, 0),
    "official_lists_xlsx/danh-sach-tthc-NongNghiepvaMoiTruong.xlsx": ("official_list", 537, 537, 0, 0),
    "official_lists_xlsx/toa-an-nhan-dan.xlsx": ("official_list", 3, 3, 0, 0),
}


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> dict[str, Imports]:
    """Every file imported into an empty catalogue, within a transaction that is rolled back; one of each
    shape twice, for a second run goes by the shape and not by the file.

    What the tests ask of the catalogue itself is kept beside the reports.
    """
    folder = find_shared_data() / "03_procedures"
    found: dict[str, Imports] = {}
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for name in FILES:
            with transaction.atomic():
                first = import_file(folder / name)
                before = set(ProcedureVersion.objects.values_list("pk", "digest"))
                second = import_file(folder / name) if name in TWICE else None
                same = set(ProcedureVersion.objects.values_list("pk", "digest")) == before
                records = {code: record(code) for code in LOOKED_AT.get(name, ())}
                receivable = ProcedureVersion.objects.filter(receivable=True).count()
                found[name] = Imports(first, second, same, records, receivable)
                transaction.set_rollback(True)
    return found


class Imports(NamedTuple):
    """What the runs of one file gave; no second where another file of the shape has one."""

    first: Report
    second: Report | None
    same_versions: bool
    records: dict[str, dict[str, Any]]
    receivable: int


CATALOGUE = "dvcqg_catalog_2026-07-18_5670.csv"
RAW = "dvcqg_detail_raw_485.jsonl.gz"
TEXT = "dvcqg_text_2617_7_ministries.jsonl.gz"
DECISIONS = "caobang/caobang_procedures_2025.csv"
TWICE = {
    "caobang/dvcqg_promulgated_by_caobang.json",
    RAW,
    "dvcqg_detail_flat_485.jsonl.gz",
    TEXT,
    "bqp_structured_201.jsonl.gz",
    DECISIONS,
    "official_lists_xlsx/danh-sach-tthc-NganhangNhanuocVietNam.xlsx",
}
LOOKED_AT = {
    RAW: ("1.115345", "1.000094"),
    TEXT: ("2.001035", "1.002637", "1.005136"),
    DECISIONS: ("1.004122",),
}


def counts(report: Report) -> tuple[int, int, int, int, int, int]:
    return (
        report.read,
        report.created,
        report.updated,
        report.unchanged,
        report.duplicates,
        len(report.rejected),
    )


@pytest.mark.parametrize(("name", "expected"), FILES.items())
def test_counts_and_a_second_run(
    imported: dict[str, Imports], name: str, expected: tuple[str, int, int, int, int]
) -> None:
    shape, read, good, duplicates, rejected = expected
    runs = imported[name]
    assert runs.first.shape == shape
    assert counts(runs.first) == (read, good, 0, 0, duplicates, rejected)
    if runs.second is None:
        return
    assert counts(runs.second) == (read, 0, 0, good, duplicates, rejected)
    assert runs.second.contradictions == runs.first.contradictions
    assert runs.second.rejected == runs.first.rejected
    assert runs.same_versions


def test_each_shape_is_imported_twice() -> None:
    assert {FILES[name][0] for name in TWICE} == {told[0] for told in FILES.values()}


@pytest.mark.parametrize("name", [name for name, told in FILES.items() if told[0] in LIST_ONLY])
def test_what_a_list_alone_tells_is_not_receivable(imported: dict[str, Imports], name: str) -> None:
    assert imported[name].receivable == 0


def test_details_are_receivable(imported: dict[str, Imports]) -> None:
    assert imported[RAW].receivable == 485
    assert imported[TEXT].receivable == 2617


def test_catalogue_refuses_codes_that_are_none_and_names_the_row(imported: dict[str, Imports]) -> None:
    report = imported[CATALOGUE].first
    assert [(bad.row, bad.code) for bad in report.rejected] == [
        (2523, "1.0133611"),
        (3697, "1.014955-Xoa"),
        (5173, "2.009182739"),
    ]
    assert all("d.dddddd" in bad.reason for bad in report.rejected)
    assert [(c.code, c.kind) for c in report.contradictions] == [("1.014325", "rows_differ")]


def test_half_days_and_case_times_survive(imported: dict[str, Imports]) -> None:
    found = imported[RAW].records["1.115345"]
    limits = {(c["limit"], c["unit"]) for c in found["versions"][0]["channels"]}
    assert limits == {(12.5, "working_day"), (16.5, "working_day")}
    assert found["versions"][0]["cases"][0]["limit"] == 6.5
    assert "channel_time_vs_case_time" in {c["kind"] for c in found["contradictions"]}


def test_kinds_of_contradictions_in_the_raw_records(imported: dict[str, Imports]) -> None:
    report = imported[RAW].first
    kinds = {kind: sum(c.kind == kind for c in report.contradictions) for kind in KINDS}
    assert kinds == KINDS
    assert len(report.contradictions) == sum(KINDS.values())
    # Border marriage: "3" of no unit in every channel, 8 working days in its case.
    border = [(c.kind, c.detail) for c in report.contradictions if c.code == "1.000094"]
    assert border == [
        ("channel_time_vs_case_time", "3 other <> 8 working_day"),
        ("unknown_unit", "3 (other)"),
    ]


KINDS = {
    "channel_time_vs_case_time": 170,
    "channel_times_differ": 86,
    "unknown_unit": 82,
    "fee_without_unit": 29,
    "fee_without_value": 30,
    "case_code_repeated": 7,
}


def test_text_records_part_their_cells(imported: dict[str, Imports]) -> None:
    records = imported[TEXT].records
    version = records["2.001035"]["versions"][0]
    assert {c["channel"] for c in version["channels"]} == {"direct", "online", "postal"}
    assert [c["name"] for c in version["components"]][1] == "Dự thảo giao dịch"
    assert [result["code"] for result in records["1.002637"]["versions"][0]["results"]] == ["KQ.G15.000110"]


def test_times_agree_with_an_independent_reading_of_the_same_cells(shared_data: Path) -> None:
    """The crawler parsed some rows itself; whatever it found must be found here, number and unit."""
    units = {"Ngày làm việc": "working_day", "Ngày": "calendar_day", "Giờ": "hour", "Tháng": "month"}
    channels = {"Trực tiếp": "direct", "Trực tuyến": "online", "Dịch vụ bưu chính": "postal"}
    compared = 0
    with gzip.open(shared_data / "03_procedures" / TEXT, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            wanted = Counter(
                (channels[row["kenh"]], f"{row['so']:g}", units[row["don_vi"]])
                for row in page.get("cach_thuc_parsed") or []
                if row["so"]
            )
            read = Counter(
                (terms.channel, terms.limit.quantity, terms.limit.unit)
                for terms in channels_of(page["cach_thuc_thuc_hien"])
            )
            if page["ma_thu_tuc"] != "3.000382":  # a note of it quotes a row of another table
                assert not wanted - read, page["ma_thu_tuc"]
            compared += sum(wanted.values())
    assert compared > 5800


def test_digits_run_together_are_nobodys_to_part(imported: dict[str, Imports]) -> None:
    # "Trực tuyến1100.000 VNĐ": a number without unit, then a fee.
    found = imported[TEXT].records["1.005136"]
    assert all(c["limit"] is None for c in found["versions"][0]["channels"])
    assert "unknown_unit" in {c["kind"] for c in found["contradictions"]}


def test_annexes_of_a_decision_are_joined(imported: dict[str, Imports]) -> None:
    runs = imported[DECISIONS]
    version = runs.records["1.004122"]["versions"][0]
    assert {c["channel"] for c in version["channels"]} == {"direct", "online", "postal"}
    assert all(c["limit"] for c in version["channels"])
    assert version["channels"][0]["fees"]
    assert [(bad.row, bad.code) for bad in runs.first.rejected] == [(50, "1.001740 1.001645"), (67, "TTHC")]


@pytest.mark.django_db
def test_dry_run_reports_and_writes_nothing(shared_data: Path) -> None:
    report = import_file(shared_data / "03_procedures" / RAW, dry_run=True)
    assert report.dry_run
    assert report.created == 485
    assert report.contradictions
    assert not Procedure.objects.exists()
    assert not SourceRecord.objects.exists()


@pytest.mark.django_db
def test_progress_comes_during_the_work(shared_data: Path) -> None:
    seen: list[tuple[int, float]] = []
    import_file(
        shared_data / "03_procedures" / CATALOGUE,
        progress=lambda rows, share: seen.append((rows, share)),
    )
    assert len(seen) >= 10
    assert seen == sorted(seen)
    assert seen[-1] == (5670, 1.0)
