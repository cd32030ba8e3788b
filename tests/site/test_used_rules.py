"""Tabler's sheet, trimmed to what our pages may use: nothing that they name is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from motcua.site.finders import NODE_MODULES, WHOLE_SHEET, VendorFinder
from motcua.site.used_rules import named_words, trimmed, used

SHEET = NODE_MODULES / "@tabler/core/dist" / WHOLE_SHEET


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".btn{a:b}.gone{c:d}", ".btn{a:b}"),
        (".btn,.gone,h1{a:b}", ".btn,h1{a:b}"),
        (".btn.gone{a:b}.btn .gone{a:b}.btn>.card{a:b}", ".btn>.card{a:b}"),
        ("a:not(.gone){a:b}", "a:not(.gone){a:b}"),
        (":is(.gone:not(.too),a) .btn{a:b}", ":is(.gone:not(.too),a) .btn{a:b}"),
        ("a:is(.gone,.btn).lost{a:b}", ""),
        ("@media (width>9px){.gone{a:b}.btn{a:b}}@media print{.gone{a:b}}", "@media (width>9px){.btn{a:b}}"),
        ("@keyframes turn{0%{a:b}}@import 'x';.gone{a:b}", "@keyframes turn{0%{a:b}}@import 'x';"),
        ("[data-x='a,b'],.gone{a:b}", "[data-x='a,b']{a:b}"),
        (".col-md-4{a:b}.row-9{a:b}", ".col-md-4{a:b}"),
        ("/*! the licence */:root{--a:b}/* more */", "/*! the licence */:root{--a:b}"),
        (r".w-1\/2{a:b}", ""),
        (".btn{a:b", ""),
    ],
)
def test_a_rule_stays_where_its_classes_are_named(css: str, kept: str) -> None:
    assert trimmed(css, {"btn", "card", "col-md-"}) == kept


@pytest.mark.skipif(not SHEET.is_file(), reason="npm ci has not run")
def test_the_sheet_served_has_every_class_that_a_template_names() -> None:
    served = Path(VendorFinder().find("vendor/tabler/tabler.min.css"))
    whole, small = SHEET.read_text(encoding="utf-8"), served.read_text(encoding="utf-8")
    assert len(small) < len(whole) / 5
    classes = r"[.]((?:btn|card|table|badge|alert|form|icon|progress)[a-z-]*)"
    there = set(re.findall(classes, whole)) & named_words()
    assert {"btn", "btn-primary", "table", "card"} <= there
    assert there <= set(re.findall(classes, small))
    assert set(re.findall(r"@keyframes [a-z-]+", small)) == set(re.findall(r"@keyframes [a-z-]+", whole))


def test_where_nothing_may_be_written_the_whole_sheet_is_served(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text(".nobody-names-this{a:b}a{c:d}", encoding="utf-8")
    assert used(sheet).read_text(encoding="utf-8") == "a{c:d}"
    blocked = tmp_path / "blocked.css"
    blocked.write_text("a{c:d}", encoding="utf-8")
    for path in tmp_path.glob("used-*"):
        path.rename(tmp_path / "old")
    digest_folder = used.__wrapped__(blocked).parent
    assert digest_folder != tmp_path
    for path in digest_folder.iterdir():
        path.unlink()
    digest_folder.rmdir()
    digest_folder.write_text("a file where the folder would be", encoding="utf-8")
    assert used.__wrapped__(blocked) == blocked
