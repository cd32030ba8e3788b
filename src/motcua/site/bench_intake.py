"""`motcua bench intake`: dossiers filed over HTTP at the real server, as production starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import uuid4

from motcua.foundation.clock import DAY, SystemClock, day_of
from motcua.foundation.command_line import say
from motcua.organisation import tokens
from motcua.organisation.models import Assignment
from motcua.organisation.queries import person_by_login
from motcua.procedures.queries import offer
from motcua.site.bench_documents import counted
from motcua.site.bench_work import procedure_on
from motcua.site.demo_command import gunicorn_command
from motcua.site.home import folder, home

ADMINISTRATOR: Final = "anh.quantri"
CLIENTS: Final = 10
AGENCIES: Final = 10
COMPONENTS: Final = 8
WARM: Final = 200


class Client(NamedTuple):
    """One client of the load: its key, what it files, and for which agency."""

    token: str
    body: str
    agency: int


def measure(runs: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The load over many agencies, the one over a single hot agency, and the server that bore them."""
    clients = _clients()
    hot = [client for client in clients if client.agency == clients[0].agency]
    statements = _statements(clients[0])
    with serving() as (port, process):
        _load(port, clients, WARM)
        say(f"{runs} hồ sơ ở {len({client.agency for client in clients})} cơ quan…")
        before = _processor_seconds(process.pid)
        many = _load(port, clients, runs)
        spent = _processor_seconds(process.pid) - before
        say(f"{runs // 2} hồ sơ ở một cơ quan…")
        one = _load(port, [hot[0]] * CLIENTS, runs // 2)
        workers = _resident(process.pid)
    server = {
        "statements": statements,
        "agencies": len({client.agency for client in clients}),
        "workers": len(workers),
        "threads": int(os.environ.get("MOTCUA_THREADS", "4")),
        "worker_rss_mb": max(workers),
        # What the workers themselves worked: the figure to compare where others use the machine too.
        "worker_cpu_ms": round(1000 * spent / runs, 2),
    }
    return many, one, server


def _clients() -> list[Client]:
    """A receiving officer with a key in each of ten agencies, each filing eight papers."""
    now = SystemClock().now()
    day = day_of(now)
    code = procedure_on(day)
    listed = len(offer(code, on=day).components)
    body = _body(code, listed)
    found: dict[int, str] = {}
    held = Assignment.objects.filter(
        post__role="receiving_officer",
        post__section__agency__level="commune",
        officer__user__is_active=True,
        valid_to=None,
    )
    for officer, agency in held.values_list("officer__code", "post__section__agency").order_by("pk"):
        found.setdefault(agency, officer)
    if len(found) < AGENCIES:
        raise LookupError(f"only {len(found)} agencies have a receiving officer")
    admin = person_by_login(ADMINISTRATOR)
    return [
        Client(
            tokens.issue(
                admin,
                officer_code=officer,
                name="bench",
                scopes=["dossiers:file"],
                days=1,
                reason=f"motcua bench {uuid4().hex[:8]} {now // DAY}",
            ).text,
            body,
            agency,
        )
        for agency, officer in list(found.items())[:CLIENTS]
    ]


def _body(procedure: str, listed: int) -> str:
    papers = [{"line": line, "kind": "copy", "quantity": 1} for line in range(1, min(listed, COMPONENTS) + 1)]
    papers += [{"name": f"Giấy tờ khác số {number}"} for number in range(COMPONENTS - len(papers))]
    owner = {
        "name": "Hoàng Thị Bích Ngọc",
        "identifier": "004188004217",
        "phone": "0912345678",
        "address": "Tổ 5, phường Thục Phán",
    }
    return json.dumps({"procedure": procedure, "owner": owner, "components": papers, "content": "Đo tốc độ"})


def _statements(client: Client) -> float:
    """The statements of one filing, counted in this process."""
    from django.test import Client as Browser

    browser = Browser(SERVER_NAME="localhost")
    numbers = []
    for _ in range(5):
        headers = {"Authorization": f"Bearer {client.token}", "Idempotency-Key": uuid4().hex}
        with counted() as count:
            got = browser.post("/api/v1/dossiers", client.body, "application/json", headers=headers)
        if got.status_code != 201:
            raise LookupError(f"{got.status_code} {got.content.decode()[:300]}")
        numbers.append(count[0])
    return statistics.median(numbers)


@contextmanager
def serving() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """gunicorn on a free port of loopback, with the settings of production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    log = (folder(home() / "log") / "bench-web.log").open("wb")
    environment = {**os.environ, "MOTCUA_BIND": f"127.0.0.1:{port}"}
    process = subprocess.Popen(gunicorn_command(), env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise LookupError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise LookupError("the server does not answer")


def _load(port: int, clients: list[Client], runs: int) -> dict[str, Any]:
    asked = {
        "host": "127.0.0.1",
        "port": port,
        "runs": runs,
        "clients": [{"token": client.token, "body": client.body} for client in clients],
    }
    done = subprocess.run(
        [sys.executable, "-m", "motcua.site.bench_load"],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    got: dict[str, Any] = json.loads(done.stdout)
    if got["refused"]:
        raise LookupError(f"{got['refused']} of {runs} were refused: {got['first_refusal']}")
    return got


def _processor_seconds(parent: int) -> float:
    """Processor time of the workers below the server, in seconds."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(parent):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident(parent: int) -> list[float]:
    """Resident memory of each worker below the server, in MB."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if lines.get("PPid", "").strip() == str(parent):
            found.append(round(int(lines["VmRSS"].split()[0]) / 1024, 1))
    return found
