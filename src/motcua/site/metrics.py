"""Figures for Prometheus: `/metrics`, without personal data and without a query at ordinary requests.

Each gunicorn worker counts in a file of its own below `<home>/metrics`; whoever scrapes reads them together.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from motcua.foundation.clock import SECOND
from motcua.site.keeping.facts import Facts, facts

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OWN: Final = CollectorRegistry()
REQUESTS: Final = Counter("motcua_requests", "Requests answered", ["view", "method", "status"], registry=_OWN)
SECONDS: Final = Histogram(
    "motcua_request_seconds",
    "Seconds to an answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_OWN,
)


class Figures:
    """Counts each request under the name of its view; addresses, with their codes, are no labels."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name if match else "") or "none"
        method = request.method if request.method in _METHODS else "OTHER"
        REQUESTS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - began)
        return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text for who may see them; 403 for everybody else."""
    if not _allowed(request):
        return HttpResponse("forbidden\n", status=403, content_type="text/plain")
    house = CollectorRegistry()
    house.register(House())
    return HttpResponse(generate_latest(_counted()) + generate_latest(house), content_type=CONTENT_TYPE)


def _allowed(request: HttpRequest) -> bool:
    """With a token only who sends it; without one this machine, and nothing that a proxy passes on."""
    token = settings.MOTCUA_METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _counted() -> CollectorRegistry:
    """What all workers counted; under one process what it counted itself."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        return _OWN
    together = CollectorRegistry()
    MultiProcessCollector(together, path=folder)  # type: ignore[no-untyped-call]
    return together


class House(Collector):
    """How the house stands, asked with one statement a scrape."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("motcua_database_up", "Whether the database answers")
        try:
            found: Facts | None = facts()
        except DatabaseError:
            found = None
        up.add_metric([], int(found is not None))
        yield up
        if found is not None:
            yield from _of(found)


def _of(found: Facts) -> Iterator[Metric]:
    about = GaugeMetricFamily("motcua_info", "Versions", labels=["version", "postgres"])
    about.add_metric([found.version, found.postgres], 1)
    yield about
    jobs = GaugeMetricFamily("motcua_jobs", "Background jobs by state", labels=["state"])
    for state, count in sorted(found.jobs.by_state.items()):
        jobs.add_metric([state], count)
    yield jobs
    gauges: tuple[tuple[str, str, float | None], ...] = (
        ("motcua_job_queue_age_seconds", "Age of the oldest job that could run", found.jobs.oldest_waiting),
        ("motcua_workers", "Job workers that spoke in the last minute", found.jobs.workers),
        ("motcua_database_bytes", "Size of the database", found.database_bytes),
        ("motcua_database_connections", "Connections to the database", found.connections),
        ("motcua_disk_free_bytes", "Free on the disk of the home", found.disk.free),
        ("motcua_disk_bytes", "Size of the disk of the home", found.disk.total),
        ("motcua_last_backup_timestamp_seconds", "Last good backup", _seconds(found.last_backup)),
        ("motcua_last_seal_timestamp_seconds", "Last seal of the log", _seconds(found.last_seal)),
        ("motcua_last_event_timestamp_seconds", "Last event of the log", _seconds(found.last_event)),
        ("motcua_dossiers", "Dossiers, as the planner estimates", found.dossiers),
    )
    for name, text, value in gauges:
        if value is not None:
            yield GaugeMetricFamily(name, text, value=value)
    yield CounterMetricFamily("motcua_events", "Events, as the planner estimates", value=found.events)


def _seconds(instant: int | None) -> float | None:
    return None if instant is None else instant / SECOND
