"""Static files collected, hashed and compressed once, and again when a source has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.finders import NODE_MODULES
from motcua.site.home import folder


def collect(say: Callable[[str], None]) -> None:
    """Fill STATIC_ROOT where its sources are newer; Django is set up already.

    Raises: DomainError `front_end_missing` where `npm ci` has not run.
    """
    from django.conf import settings
    from django.core.management import call_command

    if not NODE_MODULES.is_dir():
        raise DomainError(
            gettext_noop("Chưa có các tệp giao diện (thư mục node_modules)."),
            gettext_noop("Chạy `make setup` rồi chạy lại."),
            id="front_end_missing",
        )
    target = folder(Path(settings.STATIC_ROOT))
    mark = target.with_name("static.collected")
    wanted = _state()
    if (target / "staticfiles.json").exists() and mark.exists() and mark.read_text() == wanted:
        return
    say("Gom và nén các tệp giao diện…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(wanted)


def _state() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            found = Path(storage.path(name)).stat()
            digest.update(f"{storage.path(name)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
