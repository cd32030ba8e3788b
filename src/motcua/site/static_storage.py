"""Static files under hashed names, with gzip beside them."""

from __future__ import annotations

from typing import Final

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_SOURCE_MAP: Final = "sourceMappingURL"


def _without_source_maps() -> tuple[tuple[str, tuple[object, ...]], ...]:
    """Django's patterns of references to follow, less those to source maps, which are not served."""
    return tuple(
        (kind, tuple(rule for rule in rules if _SOURCE_MAP not in str(rule)))
        for kind, rules in HashedFilesMixin.patterns
    )


class HashedStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A name that was not collected is answered as it stands, so a page never fails for a missing picture."""

    manifest_strict = False
    patterns = _without_source_maps()
