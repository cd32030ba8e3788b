"""`{% drawn "desk/lookup/rows.html" %}`: a part of a page that Jinja draws; see `motcua.site.drawn`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from motcua.site.drawn import drawn as part_drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, part: str) -> SafeString:
    """The part in the reader's language; it knows what the page knows."""
    return mark_safe(part_drawn(part, get_language() or "vi", context.flatten()))  # noqa: S308
