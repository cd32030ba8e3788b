"""gunicorn's settings; `docs/settings.md` names the variables."""

import os
import shutil
from typing import Any

from motcua.site.home import folder, home
from motcua.site.listening import loopback_addresses
from motcua.site.settled import settle

bind = os.environ.get("MOTCUA_BIND", "").split() or loopback_addresses()
workers = int(os.environ.get("MOTCUA_WORKERS", "2"))
threads = int(os.environ.get("MOTCUA_THREADS", "4"))
worker_class = "gthread"
wsgi_app = "motcua.site.wsgi:application"
timeout = 60
graceful_timeout = 20
keepalive = 5
# A worker that has grown is replaced; the jitter keeps them from going together.
max_requests = 20_000
max_requests_jitter = 2_000
errorlog = "-"
loglevel = "warning"
proc_name = "motcua"

# Each worker counts in files of its own (motcua.site.metrics); the variable must stand before they import it.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(home() / "metrics")


def on_starting(server: Any) -> None:
    """Figures begin anew with the server."""
    shutil.rmtree(home() / "metrics", ignore_errors=True)
    folder(home() / "metrics")


def post_worker_init(worker: Any) -> None:
    """The application stands: what it loaded stays."""
    settle()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays; what it alone could tell goes."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
