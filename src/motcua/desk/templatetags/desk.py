"""Filters of the officer's pages: words of values, sizes, hashes."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from motcua.desk import words
from motcua.dossiers.lifecycle.types import FeeState
from motcua.dossiers.lifecycle.words import moment_text
from motcua.dossiers.queries.told import ERASED
from motcua.foundation.money import dong
from motcua.foundation.phrase import Phrase

register = template.Library()
# The first mark that is found counts: Edge and Cốc Cốc also call themselves Chrome, Chrome Safari.
_BROWSERS: Final = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def uncapital(text: str) -> str:
    """With a small first letter, to stand behind a comma."""
    return text[:1].lower() + text[1:]


@register.filter
def worded(value: str, table: str) -> str:
    """The word of a value in one of `words.TABLES`: `{{ paper.kind|worded:"copy" }}`."""
    return str(words.TABLES[table].get(value, value))


@register.simple_tag
def number3(value: int) -> str:
    """A number of the queue as boards show it: `027`."""
    return f"{value:03d}"


@register.filter
def limited(quantity: str | None, unit: str) -> str:
    """`{{ view.limit|limited:view.limit_unit }}`: `5 ngày làm việc`."""
    return words.limit_words(quantity or None, unit)


@register.filter
def fault(faults: dict[str, str], name: str) -> str:
    """The sentence noted for a field, or nothing."""
    return faults.get(name, "")


@register.filter
def valued(values: dict[str, str], name: str) -> str:
    """What stands in a field of a form."""
    return values[name]


@register.simple_tag
def corrected_value(field: str, value: Any) -> str:
    """A value of `FieldChange` in words."""
    if value is None or value == "":
        return gettext("(không có)")
    if field in words.TABLES:
        return _fee(str(value)) if field == "fee_state" else worded(value, field)
    if field == "limit":
        return limited(*value)
    if field == "received_at":
        return moment_text(value)
    if field == "components":
        return "; ".join(f"{name} ({worded(kind, 'copy')}, {quantity})" for name, kind, quantity in value)
    return gettext(value) if value == ERASED else str(value)


def _fee(value: str) -> str:
    """`unpaid 10000` in words; the amount stands where one is due. Of what is paid it is what was due."""
    state, _, due = value.partition(" ")
    amount = dong(int(due), "," if get_language() == "en" else ".") if due.isdigit() else ""
    if amount and state == FeeState.PAID.value:
        return gettext("%(state)s; mức thu %(amount)s") % {
            "state": worded(state, "fee_state"),
            "amount": amount,
        }
    return f"{worded(state, 'fee_state')} {amount}".rstrip()


@register.filter
def size(count: int) -> str:
    """`1,2 MB`, `340 kB`."""
    if count >= 1_000_000:
        return f"{number_format(count / 1_000_000, 1)} MB"
    return f"{max(1, round(count / 1000))} kB"


@register.filter
def device(agent: str) -> str:
    """What kind of browser on what kind of machine, from what the browser says of itself."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if not browser or not system:
        return browser or system or gettext("Không rõ máy")
    return gettext("%(browser)s trên %(system)s") % {"browser": browser, "system": system}


@register.filter
def phrase(sentence: Phrase) -> str:
    """A sentence of a lower floor in the reader's language."""
    return sentence.said(gettext)


@register.filter
def short_hash(value: str) -> str:
    """The first eight signs of a hash."""
    return value[:8]


@register.filter
def days_number(value: float) -> str:
    """`5` or `2,5`."""
    return number_format(f"{value:g}")
