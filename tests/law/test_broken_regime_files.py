"""A broken regime file is refused at load, and the message names the file and the rule."""

from __future__ import annotations

from importlib.resources import files

import pytest

from motcua.law.regimes import RegimeFileError, load

FOLDER = files("motcua.law") / "data" / "regimes"
TEXTS = {name: (FOLDER / name).read_text("utf-8") for name in ("R2018.toml", "R2021.toml", "R2025.toml")}


def broken(old: str, new: str, *, name: str = "R2025.toml") -> dict[str, str]:
    assert old in TEXTS[name]
    return TEXTS | {name: TEXTS[name].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('count = "hours"', 'count = "minutes"', "count"),
        ('after_15 = "off"', 'after_15 = "perhaps"', "after_15"),
        ("answer_hours = 8", "answer_hours = 0", "answer_hours"),
        ('supplement_policy = "restart"', "", "supplement_policy"),
        ('supplement_policy = "restart"', 'supplement_policy = "forget"', "supplement_policy"),
        ("maximum = 1", "maximum = -1", "reschedule"),
        ("valid_from = 2025-07-01", 'valid_from = "soon"', "valid_from"),
        ('levels = ["province", "commune"]', 'levels = ["hamlet"]', "levels"),
        ('10 = { name = "Đã trả kết quả", english = "Result returned" }', "", "statuses.10"),
        ("10 = { name", "11 = { name", "statuses.11"),
        ('4 = { name = "Đang xử lý", ', "4 = { ", "statuses.4"),
        ("[forms.stop_notice]", "[forms.stop]", "forms.stop"),
        ('paper = "A4"', 'paper = "A0"', "forms.logbook"),
        ("[papers.transfer_slip]", "[papers.slip]", "papers.slip"),
        ("[papers.transfer_slip]", '[papers.transfer_slip]\nnumber = "08"', "papers.transfer_slip"),
        ('id = "T21"', 'id = "T35"', "transition T35 resume"),
        (
            'from = [8]\nto = 4\nroles = ["leader"]',
            'from = [8]\nto = 4\nroles = ["mayor"]',
            "transition T21 resume",
        ),
        ('from = [8]\nto = 4\nroles = ["leader"]', "from = [8]\nto = 4\nroles = []", "transition T21 resume"),
        ("from = [8]\nto = 4", "from = [8]\nto = 12", "transition T21 resume"),
        ('clock = "answer_timer"', 'clock = "sand"', "transition T1 register"),
        ("levels = { citation", "level = { citation", "sources.levels"),
        (
            'answer_hours = { citation = "Nghị định 45',
            'answer_hours = { mark = "seen", citation = "Nghị định 45',
            "R2025",
        ),
        ('mark = "seen"', 'mark = "sure"', "sources"),
        ('english = "Decree 118/2025"', 'english = "Decree 118/2025"\nhoroscope = 1', "horoscope"),
    ],
)
def test_the_message_names_file_and_rule(old: str, new: str, rule: str) -> None:
    with pytest.raises(RegimeFileError) as error:
        load(broken(old, new))
    assert str(error.value).startswith("R2025")
    assert rule in str(error.value)


def test_t16_and_t17_agree_on_who() -> None:
    row = 'id = "T17"\ncommand = "approve"'
    head, tail = TEXTS["R2025.toml"].split(row)
    tail = tail.replace('roles = ["leader"]', 'roles = ["handling_officer"]', 1)
    with pytest.raises(RegimeFileError, match=r"R2025.toml: transition T17 approve"):
        load(TEXTS | {"R2025.toml": head + row + tail})


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("valid_to = 2021-12-05", "valid_to = 2021-12-01", "R2018.toml"),
        ("valid_to = 2021-12-05", "valid_to = 2022-12-05", "R2018.toml"),
        ("valid_to = 2021-12-05", "", "R2018.toml"),
        ('amends = "R2018"', 'amends = "R2017"', "R2021.toml"),
    ],
)
def test_regimes_follow_each_other_without_gap(old: str, new: str, name: str) -> None:
    with pytest.raises(RegimeFileError):
        load(broken(old, new, name=name))


def test_an_amendment_restates_only_what_it_changes() -> None:
    restated = (
        TEXTS["R2021.toml"] + '\n[statuses]\n4 = { name = "Đang giải quyết", english = "In process" }\n'
    )
    restated += """
[[transitions]]
id = "T14"
command = "withdraw"
name = "Rút hồ sơ"
english = "Withdraw"
from = [4]
to = 7
roles = ["section_head"]
clock = "end"
events = ["withdrawn"]
source = { citation = "thử nghiệm", effective = 2021-12-06, mark = "proposal", note = "thử" }
"""
    before, amended, _ = load(TEXTS | {"R2021.toml": restated})
    assert (before.status_name(4), amended.status_name(4)) == ("Đang xử lý", "Đang giải quyết")
    assert (len(before.rights["withdraw"].roles), amended.rights["withdraw"].roles) == (2, {"section_head"})
    assert len(before.transitions) == len(amended.transitions)


def test_two_files_of_one_id() -> None:
    with pytest.raises(RegimeFileError):
        load(TEXTS | {"again.toml": TEXTS["R2025.toml"]})


def test_what_is_no_toml() -> None:
    with pytest.raises(RegimeFileError, match=r"R2025.toml: not readable"):
        load(TEXTS | {"R2025.toml": "id = "})
