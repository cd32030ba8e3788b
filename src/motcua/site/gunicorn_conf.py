"""gunicorn's settings; `docs/settings.md` names the variables."""

import os

from motcua.site.listening import loopback_addresses

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
