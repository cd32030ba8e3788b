"""`{% still %}`: parts of pages that are drawn once and kept."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Still(template.Node):
    """What is the same on many pages: drawn once for each language and value, then kept."""

    MOST = 256
    """Drawings kept of one place; then it begins anew."""

    def __init__(self, nodes: template.NodeList, of: template.base.FilterExpression | None) -> None:
        self._nodes = nodes
        self._of = of
        self._drawn: dict[Hashable, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key: Hashable = get_language()
        if self._of is not None:
            key = key, self._of.resolve(context)
        found = self._drawn.get(key)
        if found is None:
            if len(self._drawn) >= self.MOST:
                self._drawn.clear()
            found = self._drawn[key] = self._nodes.render(context)
        return found


def still(parser: template.base.Parser, token: template.base.Token) -> Still:
    """`{% still %}…{% endstill %}` around what hangs on nothing but the language: no person, no request.
    `{% still VALUE %}` where it hangs on a value too, which must then tell everything that is drawn."""
    words = token.split_contents()[1:]
    nodes = parser.parse(("endstill",))
    parser.delete_first_token()
    return Still(nodes, parser.compile_filter(words[0]) if words else None)
