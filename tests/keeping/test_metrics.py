"""Figures for Prometheus: for whom, without whom, and whole over several processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from motcua.site import metrics

pytestmark = pytest.mark.django_db


def told(client: Client, **more: Any) -> str:
    answer = client.get("/metrics", **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_requests_are_counted_by_the_name_of_their_view(client: Client) -> None:
    code = "H14.40.03-260302-0001"
    client.get(f"/tra-cuu/{code}?ma=ABCDEFGHJK")
    client.get("/healthz")
    client.generic("PROPFIND", "/healthz")
    text = told(client)
    assert 'motcua_requests_total{method="GET",status="200",view="healthz"}' in text
    assert 'method="OTHER"' in text
    assert 'motcua_request_seconds_bucket{le="0.1",view="healthz"}' in text
    assert code not in text
    assert "motcua_database_up 1.0" in text
    for name in (
        "jobs",
        "job_queue_age_seconds",
        "workers",
        "database_bytes",
        "disk_free_bytes",
        "events_total",
    ):
        assert f"\nmotcua_{name}" in text or f"# TYPE motcua_{name}" in text, name


@pytest.mark.parametrize(
    "asked", [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": ""}]
)
def test_strangers_see_nothing(client: Client, asked: dict[str, str]) -> None:
    answer = client.get("/metrics", **asked)
    assert (answer.status_code, b"motcua_" in answer.content) == (403, False)


def test_with_a_token_only_who_has_it(client: Client, settings: Any) -> None:
    settings.MOTCUA_METRICS_TOKEN = "dài và khó đoán"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer sai"}).status_code == 403
    settings.MOTCUA_METRICS_TOKEN = "long-and-hard"
    far = {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer long-and-hard"}
    assert "motcua_database_up" in told(client, **far)


def test_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(metrics, "facts", gone)
    text = told(client)
    assert "motcua_database_up 0.0" in text
    assert "motcua_jobs" not in text


def test_workers_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = "from motcua.site import metrics; metrics.REQUESTS.labels('page', 'GET', 200).inc()"
    environment = {
        **os.environ,
        metrics.FOLDER_VARIABLE: str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "motcua.site.settings",
    }
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=environment, check=True)
    monkeypatch.setenv(metrics.FOLDER_VARIABLE, str(tmp_path))
    text = metrics.generate_latest(metrics._counted()).decode()
    assert 'motcua_requests_total{method="GET",status="200",view="page"} 2.0' in text
