"""Bring the database's tables up to the code, as their owner. Run as a process of its own: `python -m`."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.database import ROLE_VARIABLE, connection, conninfo
from motcua.site.postgres.provision import prepare_database

REFUSED: Final = 3
"""Exit code of the child where a check refused before anything was changed."""


class _Refusal(msgspec.Struct):
    id: str
    message: str
    next: str


def migrate_in_child() -> None:
    """Migrate in a child process that is the owner, for this one is the application.

    Raises: DomainError `migration_failed` with the last line of what the child said.
    """
    environment = {**os.environ, ROLE_VARIABLE: "owner"}
    answer = subprocess.run(
        [sys.executable, "-m", "motcua.site.migrating"],
        env=environment,
        check=False,
        stderr=subprocess.PIPE,
        stdout=sys.stderr,
        text=True,
    )
    if answer.returncode == REFUSED:
        told = msgspec.json.decode(answer.stderr.strip().splitlines()[-1], type=_Refusal)
        raise DomainError(told.message, told.next, id=told.id)
    if answer.returncode:
        sys.stderr.write(answer.stderr)
        raise DomainError(
            gettext_noop("Không cập nhật được các bảng của cơ sở dữ liệu: %(reason)s"),
            gettext_noop("Dữ liệu cũ được giữ nguyên. Xem thông báo ở trên, sửa rồi chạy lại."),
            id="migration_failed",
            reason=(answer.stderr.strip().splitlines() or ["?"])[-1],
        )


def fingerprint() -> str:
    """A hash over every migration of ours and the versions of others': equal means nothing to migrate."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.glob("*/migrations/*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name in ("site/settings.py", "site/grants.py", "site/postgres/provision.py"):
        digest.update((package / name).read_bytes())
    import allauth
    import django
    import procrastinate

    for module in (django, allauth, procrastinate):
        digest.update(repr(getattr(module, "__version__", "")).encode())
    return digest.hexdigest()


def _refuse_harm() -> None:
    """Ask the upgrade checks; a refusal goes to the parent as it is, in one line."""
    from django.db import connection

    from motcua.site.keeping.upgrade import refuse_harm

    try:
        # Standard output of this process is what the parent shows.
        refuse_harm(connection, tell=lambda message: print(message, flush=True))  # noqa: T201
    except DomainError as refusal:
        sys.stderr.write(
            msgspec.json.encode(_Refusal(refusal.id, refusal.message, refusal.next_step)).decode()
        )
        sys.exit(REFUSED)


def main() -> None:
    """Extensions, migrations, rights of the application's role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    application = connection("application")["user"]
    prepare_database(conninfo("owner"), application)
    import django
    from django.core.management import call_command

    django.setup()
    _refuse_harm()
    from motcua.site.set_aside import back

    # A load that was broken off may have left indexes off, which a migration may want to change.
    back()
    call_command("migrate", interactive=False, verbosity=1 if sys.stderr.isatty() else 0)
    from motcua.site.grants import grant_to

    if application != connection("owner")["user"]:
        grant_to(application)


if __name__ == "__main__":
    main()
