"""What a regime leaves open to the office, as data: the keys, what each may be, a regime under other values.

A rule is open where its source was not seen or is a choice of this house (`memory`, `proposal`); what the
text of the law says (`seen`) nobody changes here. Pure: who sets what, and from which day, is kept by
`organisation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.law.regimes import Regime, Source

Kind = Literal["choice", "number", "time"]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to set: `rule` is the rule of the regime (a key of its `sources`) that it belongs to.

    `choices` for a choice; `least` to `most` for a number, both included. `path` leads to the value.
    """

    key: str
    rule: str
    kind: Kind
    path: tuple[str, ...]
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


SETTINGS: Final = (
    Setting(key="count", rule="count", kind="choice", path=("count",), choices=("hours", "whole_days")),
    Setting(key="after_15", rule="after_15", kind="choice", path=("after_15",), choices=("off", "next_day")),
    Setting(
        key="supplement_policy",
        rule="supplement_policy",
        kind="choice",
        path=("supplement_policy",),
        choices=("restart", "pause"),
    ),
    Setting(
        key="supplement_notice_days",
        rule="supplement_notice_days",
        kind="number",
        path=("supplement_notice_days",),
        least=1,
        most=30,
    ),
    Setting(
        key="second_supplement",
        rule="second_supplement",
        kind="choice",
        path=("second_supplement",),
        choices=("legal_ground", "free"),
    ),
    Setting(
        key="reschedule_maximum",
        rule="reschedule",
        kind="number",
        path=("reschedule", "maximum"),
        least=0,
        most=10,
    ),
    Setting(
        key="reschedule_days_before",
        rule="reschedule",
        kind="number",
        path=("reschedule", "days_before"),
        least=0,
        most=30,
    ),
    Setting(
        key="answer_hours", rule="answer_hours", kind="number", path=("answer_hours",), least=1, most=240
    ),
    Setting(
        key="transfer_same_day_until",
        rule="transfer_same_day_until",
        kind="time",
        path=("transfer_same_day_until",),
    ),
)
"""Levels, form of the code, statuses and forms are no choice of an office and are not here."""

_BY_KEY: Final = {setting.key: setting for setting in SETTINGS}
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")


def setting(key: str) -> Setting:
    """The setting of that key.

    Raises:
        KeyError: no such setting.
    """
    return _BY_KEY[key]


def source_of(law: Regime, of: Setting) -> Source:
    """What the shipped value rests on."""
    return law.sources[of.rule]


def is_open(law: Regime, of: Setting) -> bool:
    """Whether an office may set it: the text of the law does not."""
    return source_of(law, of).mark != "seen"


def value_of(law: Regime, of: Setting) -> str:
    """The value that the regime has, as text: `hours`, `3`, `15:00`."""
    found: object = law
    for name in of.path:
        found = getattr(found, name)
    return str(found)


def checked(of: Setting, text: str) -> str:
    """The value as it is kept.

    Raises:
        DomainError: `setting_value`, for one that the setting may not have.
    """
    typed = text.strip()
    if of.kind == "choice" and typed in of.choices:
        return typed
    if of.kind == "number" and _NUMBER.fullmatch(typed) and of.least <= int(typed) <= of.most:
        return str(int(typed))
    if of.kind == "time" and _TIME.fullmatch(typed):
        return typed
    raise _unfit(of, typed)


def _unfit(of: Setting, typed: str) -> DomainError:
    shown = "".join(c for c in typed if c.isprintable())[:40]
    if of.kind == "number":
        return DomainError(
            gettext_noop("Giá trị “%(value)s” không dùng được; quy định cũ được giữ nguyên."),
            gettext_noop("Nhập một số nguyên từ %(least)s đến %(most)s."),
            id="setting_value",
            field="value",
            value=shown,
            least=of.least,
            most=of.most,
        )
    if of.kind == "time":
        return DomainError(
            gettext_noop("Giá trị “%(value)s” không dùng được; quy định cũ được giữ nguyên."),
            gettext_noop("Nhập giờ và phút, như 15:00."),
            id="setting_value",
            field="value",
            value=shown,
        )
    return DomainError(
        gettext_noop("Giá trị “%(value)s” không dùng được; quy định cũ được giữ nguyên."),
        gettext_noop("Chọn một trong các phương án của mục này."),
        id="setting_value",
        field="value",
        value=shown,
    )


def overlaid(law: Regime, values: Mapping[str, str]) -> Regime:
    """The regime with these values of open settings in place of its own; what is not open stays.

    Keys that this release does not know are left out, values are as `checked` gives them.
    """
    changes: dict[str, Any] = {}
    for key, value in values.items():
        found = _BY_KEY.get(key)
        if found is None or not is_open(law, found):
            continue
        fresh: Any = int(value) if found.kind == "number" else value
        name, *rest = found.path
        if rest:
            fresh = msgspec.structs.replace(changes.get(name, getattr(law, name)), **{rest[0]: fresh})
        changes[name] = fresh
    return msgspec.structs.replace(law, **changes) if changes else law
