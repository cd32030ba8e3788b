"""`motcua demo`, `serve` and `work`: the whole house in the foreground, the web server, the job worker."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import Final

from motcua.foundation.command_line import Command, say
from motcua.site.home import folder, home
from motcua.site.listening import free_port, loopback_addresses, port, refuse_busy_port, wait_until_open
from motcua.site.supervisor import Child, Supervisor


def _nothing(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def _demo(arguments: argparse.Namespace) -> int:
    refuse_busy_port()
    # While things are made ready: leave as by Ctrl-C, so that the database is stopped too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    from motcua.site.cli import prepare_django

    prepare_django()
    from motcua.site import demonstration, statics

    statics.collect(say)
    demonstration.load(say)
    who = demonstration.who_can_sign_in()
    _close_connections()
    logs = folder(home() / "log")
    children = [
        Child("Máy chủ web", gunicorn_command(), logs / "web.log"),
        Child("Tiến trình việc nền", [sys.executable, "-m", "motcua.site.cli", "work"], logs / "worker.log"),
        *_gateway(logs),
    ]
    house = Supervisor(children, say)
    code = house.run(lambda: _welcome(logs, house, who))
    say("Đã dừng; dữ liệu được giữ lại cho lần chạy sau.")
    return code


def _gateway(logs: Path) -> list[Child]:
    """The sandbox gateway beside the demonstration, on this machine alone; none where a gateway is set."""
    if os.environ.get("MOTCUA_GATEWAY_URL"):
        return []
    free = str(free_port())
    # The web server and the worker are started after this and read it.
    os.environ["MOTCUA_GATEWAY_URL"] = f"http://127.0.0.1:{free}"
    command = [sys.executable, "-m", "motcua.site.cli", "sandbox", "gateway", "--port", free]
    return [Child("Cổng thanh toán thử", command, logs / "gateway.log")]


def _close_connections() -> None:
    """The supervisor waits for hours; a connection it does not use is one too many."""
    from django.db import connections

    connections.close_all()


def _welcome(logs: Path, house: Supervisor, who: list[str]) -> None:
    if wait_until_open(house.stopping):
        say("")
        say(f"Một Cửa đang chạy: http://localhost:{port()}/   (nghe tại {', '.join(loopback_addresses())})")
        for line in who:
            say(line)
        say(f"Nhật ký: {logs}. Dừng bằng Ctrl-C.")


def gunicorn_command() -> list[str]:
    """How gunicorn is started, here and in the server guide."""
    return [sys.executable, "-m", "gunicorn", "-c", "python:motcua.site.gunicorn_conf"]


def _serve(arguments: argparse.Namespace) -> int:
    refuse_busy_port()
    from motcua.site.cli import prepare_django

    prepare_django()
    from motcua.site import statics

    statics.collect(say)
    house = Supervisor([Child("Máy chủ web", gunicorn_command(), folder(home() / "log") / "web.log")], say)
    return house.run(lambda: say(f"Nghe tại {', '.join(loopback_addresses())}. Dừng bằng Ctrl-C."))


def _work(arguments: argparse.Namespace) -> int:
    from django.core.management import call_command

    from motcua.foundation.struct_types import make_ready
    from motcua.site.jobs import QUEUES

    # Jobs run in threads too; the tasks are loaded by now.
    make_ready()
    os.environ.setdefault("PROCRASTINATE_SHUTDOWN_GRACEFUL_TIMEOUT", "15")
    call_command("procrastinate", "worker", "--queues", ",".join(QUEUES), "--concurrency", "2")
    return 0


DEMO: Final = Command("the demonstration: database, web server and worker in the foreground", _nothing, _demo)
SERVE: Final = Command("the web server in the foreground", _nothing, _serve)
WORK: Final = Command("the job worker in the foreground", _nothing, _work, needs_database=True)
