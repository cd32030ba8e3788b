"""The embedded cluster: made by `initdb`, started and stopped by `pg_ctl`, reached by a Unix socket only.

Everybody who uses it holds a shared lock on `<home>/users.lock`; who leaves last stops it. The steps
themselves (make, start, stop) are serialised by `<home>/steps.lock`, so two processes may begin at once.
"""

from __future__ import annotations

import errno
import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from motcua.site.home import folder, not_writable
from motcua.site.postgres.account import Account, account
from motcua.site.postgres.binaries import Binaries, bundled_libraries, choose
from motcua.site.postgres.configuration import server_settings
from motcua.site.postgres.failures import explain, refuse_full_disk
from motcua.site.postgres.pidfile import clear_stale
from motcua.site.postgres.places import data_folder, server_log, socket_folder

START_SECONDS = 60


class Cluster:
    """One data folder with its server. `say` takes progress lines."""

    def __init__(
        self, home: Path, *, superuser_password: str, say: Callable[[str], None], durable: bool = True
    ) -> None:
        self.home = home
        self.data = data_folder(home)
        self.sockets = socket_folder(home)
        self.log = server_log(home)
        self.durable = durable
        self._password = superuser_password
        self._say = say
        self._account: Account | None = None

    @property
    def account(self) -> Account:
        if self._account is None:
            self._account = account()
        return self._account

    def major(self) -> int | None:
        """The major version that made the data folder; None where there is none yet."""
        try:
            return int((self.data / "PG_VERSION").read_text().split(".")[0])
        except FileNotFoundError:
            return None
        except OSError as error:
            raise not_writable(self.data, error) from error

    def running(self) -> bool:
        """Whether the server of this data folder answers on its socket."""
        return (self.data / "postmaster.pid").exists() and self._ready()

    def _ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.sockets / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def start(self) -> None:
        """Make the cluster where it is missing and start it where it does not run.

        Raises: DomainError with what to do (missing programs, other version, full disk, missing right, ...).
        """
        if self.running():
            return
        programs = self._programs()
        self._folders()
        if self.major() is None:
            self._make(programs)
        clear_stale(self.data, self._say)
        (self.data / "motcua.conf").write_text(server_settings(self.sockets, durable=self.durable))
        self.account.own(self.data / "motcua.conf")
        self._say("Khởi động PostgreSQL…")
        self._pg_ctl(programs, "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log))

    def stop(self) -> None:
        """Stop the server cleanly; nothing where none runs."""
        if (self.data / "postmaster.pid").exists():
            self._pg_ctl(self._programs(), "stop", "-w", "-t", str(START_SECONDS), "-m", "fast")

    def _folders(self) -> None:
        folder(self.home)
        if self.account.switch:
            # The system user must pass through, but sees only what is given to it.
            self.home.chmod(0o711)
        self.account.check_reach(self.home)
        for place in (self.sockets, self.log.parent):
            folder(place)
            try:
                _refuse_strange(place, {os.geteuid(), self.account.uid})
                self.account.own(place)
                place.chmod(0o700)
            except OSError as error:
                raise not_writable(place, error) from error

    def _programs(self) -> Binaries:
        chosen = choose(self.major())
        return self._copied(chosen) if self.account.switch else chosen

    def _copied(self, chosen: Binaries) -> Binaries:
        """The programs in a place that the system user reaches; a virtual environment of root is none."""
        if not _inside_private(chosen.folder):
            return chosen
        target = self.home / f"postgresql-{chosen.version}"
        if not target.exists():
            draft = target.with_name(f"{target.name}.{os.getpid()}.new")
            try:
                shutil.copytree(chosen.root, draft, symlinks=True, ignore=shutil.ignore_patterns("include"))
                for library in bundled_libraries(chosen):
                    shutil.copy2(library, draft / "lib")
                draft.rename(target)
            except OSError as error:
                shutil.rmtree(draft, ignore_errors=True)
                raise not_writable(target, error) from error
        return chosen._replace(folder=target / "bin", root=target)

    def _make(self, programs: Binaries) -> None:
        refuse_full_disk(self.home)
        self._say("Tạo cụm cơ sở dữ liệu PostgreSQL…")
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        folder(draft)
        self.account.own(draft)
        password = self.home / "data.password"
        try:
            password.touch(mode=0o600)
            password.write_text(self._password + "\n")
            self.account.own(password)
            options = [
                "-U",
                "postgres",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C",
            ]
            if not self.durable:
                options.append("--no-sync")
            self._run([programs.folder / "initdb", "-D", draft, *options], programs)
        finally:
            password.unlink(missing_ok=True)
        with (draft / "postgresql.conf").open("a") as file:
            file.write("include_if_exists = 'motcua.conf'\n")
        # Only a whole cluster gets the name: an initdb that was cut off begins anew.
        draft.rename(self.data)

    def _pg_ctl(self, programs: Binaries, *words: str) -> None:
        self._run([programs.folder / "pg_ctl", "-D", self.data, *words], programs)

    def _run(self, command: list[str | Path], programs: Binaries) -> None:
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C",
            "TZ": "UTC",
            "LD_LIBRARY_PATH": str(programs.root / "lib"),
        }
        answer = subprocess.run(
            command,
            cwd="/",
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            umask=0o077,
            **self.account.child(),
        )
        if answer.returncode:
            raise explain(answer.stdout + answer.stderr, self.log, self.data)


def _refuse_strange(place: Path, known: set[int]) -> None:
    """A folder in a shared place may have been laid there by somebody else, or be a link to another."""
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in known:
        raise OSError(errno.EPERM, "not ours")


def _inside_private(folder: Path) -> bool:
    return not str(folder.resolve()).startswith("/usr/")
