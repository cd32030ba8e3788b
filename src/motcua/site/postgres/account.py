"""Under which account PostgreSQL runs: our own, or as root a system user, because it refuses root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final, NamedTuple

from motcua.foundation.errors import DomainError, gettext_noop

SYSTEM_USER: Final = "motcua"


class Account(NamedTuple):
    """A user of the system; `switch` tells whether it is another than ours."""

    name: str
    uid: int
    gid: int
    switch: bool

    def child(self) -> dict[str, Any]:
        """What `subprocess` needs to run a child as this account, with nothing of ours inherited."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def check_reach(self, path: Path) -> None:
        """Raises DomainError `home_not_reachable` where this account cannot come to `path`."""
        if not self.switch:
            return
        answer = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", path],
            cwd="/",
            check=False,
            capture_output=True,
            **self.child(),
        )
        if answer.returncode:
            raise DomainError(
                gettext_noop(
                    "Người dùng hệ thống %(user)s không vào được thư mục %(path)s, "
                    "nên PostgreSQL không chạy được."
                ),
                gettext_noop(
                    "PostgreSQL không chạy dưới quyền root. Đặt MOTCUA_HOME sang thư mục mà mọi người dùng "
                    "đi vào được (ví dụ /var/lib/motcua/rieng), hoặc bỏ MOTCUA_HOME."
                ),
                id="home_not_reachable",
                user=self.name,
                path=str(path),
            )


def account() -> Account:
    """Ours, or as root the system user `motcua` (made where missing), else `nobody`."""
    if os.geteuid() != 0:
        entry = pwd.getpwuid(os.geteuid()) if _known(os.geteuid()) else None
        return Account(
            entry.pw_name if entry else str(os.geteuid()), os.geteuid(), os.getegid(), switch=False
        )
    for name in (SYSTEM_USER, "nobody"):
        if name == SYSTEM_USER:
            _make(name)
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)
    raise DomainError(
        gettext_noop("Không có người dùng hệ thống nào để chạy PostgreSQL (không tạo được %(user)s)."),
        gettext_noop("Chạy bằng một người dùng thường, hoặc tạo người dùng %(user)s rồi chạy lại."),
        id="no_system_user",
        user=SYSTEM_USER,
    )


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _make(name: str) -> None:
    tool = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    try:
        pwd.getpwnam(name)
    except KeyError:
        if tool:
            command = [tool, "--system", "--user-group", "--no-create-home", "--home-dir", "/var/lib/motcua"]
            subprocess.run([*command, "--shell", "/usr/sbin/nologin", name], check=False, capture_output=True)
