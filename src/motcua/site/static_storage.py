"""Static files under hashed names, with gzip beside them."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A page may name a file that was not collected: it is then served, or missing, under its plain name."""

    manifest_strict = False
