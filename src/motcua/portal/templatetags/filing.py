"""What pages of filing say of answers and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from motcua.dossiers.files import size_words
from motcua.dossiers.papers.qr import qr_svg
from motcua.foundation.phrase import Phrase

register = template.Library()


@register.filter
def words(value: str | Phrase | None) -> str:
    """An answer: what was typed as it is, a word of the house in the reader's language."""
    if value is None:
        return ""
    return value.said(gettext) if isinstance(value, Phrase) else value


@register.filter
def keyed(values: Mapping[str, Any] | None, key: str) -> Any:
    """The value under a key; none where there is none."""
    return values.get(key) if isinstance(values, Mapping) else None


@register.filter
def bytes_words(size: int | None) -> str:
    """`3,4 MB`."""
    return size_words(size) if size else ""


@register.filter
def anchored(name: str) -> str:
    """The name of an input as part of an id: `rows.0.name` is `rows-0-name`."""
    return name.replace(".", "-")


@register.filter
def uncapital(text: str) -> str:
    """A sentence's beginning inside another sentence."""
    return text[:1].lower() + text[1:]


@register.simple_tag
def code_for_phone(name: str, key: str) -> SafeString:
    """A QR code of a page's address, drawn inside the page. It holds no secret: whoever opens it signs in,
    and another account finds nothing."""
    address = settings.MOTCUA_PUBLIC_URL.rstrip("/") + reverse(name, args=[key])
    return mark_safe(qr_svg(address))  # noqa: S308 - segno draws paths
