"""Public pages of figures: every address answers, few statements, parts beside each figure, nobody's name."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client
from tests.figures.conftest import NOW, past  # noqa: F401 - the fixture of a past
from tests.support.statements import counting

from motcua.dossiers.models import Dossier, DueDate
from motcua.figures.models import CountRow
from motcua.figures.services import count_dossiers

PAGES = (
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=lam+so+do",
    "/thu-tuc/?q=khai+sinh&truc-tuyen=1&cap=commune",
    "/thu-tuc/?viec=sinh-con",
    "/thu-tuc/?linh-vuc=H%E1%BB%99+t%E1%BB%8Bch",
    "/thu-tuc/1.001193/",
    "/minh-bach/",
    "/minh-bach/?thu-tuc=1.001193",
    "/minh-bach/thu-tuc/",
    "/minh-bach/xin-loi/",
    "/kiem-tra/",
    "/kiem-tra/tu-kiem-tra/",
)


@pytest.fixture
def counted(past: None, db: None) -> int:  # noqa: F811
    return count_dossiers(NOW)


def test_every_page_answers_in_few_statements_with_small_scripts_at_most(
    counted: int, client: Client
) -> None:
    client.get("/")
    for address in PAGES:
        with counting() as sent:
            answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(sent.texts) <= 10, (address, sent.texts)
        scripts = set(re.findall(r"<script[^>]*>", answer.content.decode()))
        assert scripts <= {f'<script src="/static/motcua/{name}.js" defer>' for name in ("suggest", "files")}


def test_procedure_page_tells_how_long_it_really_took(counted: int, client: Client) -> None:
    row = CountRow.objects.filter(count__kind="year", agency=None).exclude(procedure_code="")[0]
    row.days, row.timed, row.timed_late, row.waited = {"1": 5, "2": 20, "4": 15}, 40, 3, 2
    row.save()
    page = client.get(f"/thu-tuc/{row.procedure_code}/").content.decode()
    assert "một nửa số hồ sơ xong trong" in page
    assert "<dd>2 ngày</dd>" in page
    assert "<dd>4 ngày</dd>" in page
    assert "40 hồ sơ xong từ 18/12/2025 đến 20/3/2026, toàn tỉnh" in page
    assert "không kể thời gian chờ người nộp" in page
    assert "37,50%" in page
    for word in ("trung vị", "phân vị", "median", "percentile"):
        assert word not in page.lower()


def test_too_few_dossiers_say_why_no_time_is_told(counted: int, client: Client) -> None:
    CountRow.objects.filter(procedure_code="1.001193", agency=None).delete()
    page = client.get("/thu-tuc/1.001193/").content.decode()
    assert "có 0 hồ sơ xong" in page
    assert "Có từ 20 hồ sơ trở lên" in page
    assert "một nửa số hồ sơ" not in page


def test_first_page_has_three_figures_one_of_them_late(counted: int, client: Client) -> None:
    total = CountRow.objects.get(count__kind="year", procedure_code="", agency=None)
    page = client.get("/").content.decode()
    for words in (
        "hồ sơ giải quyết đúng hạn",
        "hồ sơ trễ hạn",
        "hồ sơ nộp trực tuyến",
        "/minh-bach/xin-loi/",
    ):
        assert words in page
    assert total.late > 0
    assert f'<b class="big c-late">{total.late}</b>' in page
    resolved = total.early + total.on_time + total.late
    assert f"{total.early + total.on_time} trên {resolved} hồ sơ đã giải quyết" in page


def test_what_does_not_add_up_is_not_published(counted: int, client: Client) -> None:
    CountRow.objects.filter(procedure_code="", agency=None).update(late=0)
    assert "hồ sơ trễ hạn" not in client.get("/").content.decode()
    page = client.get("/minh-bach/").content.decode()
    assert "các phần cộng lại không bằng tổng" in page
    assert "<table" not in page
    told = json.loads(client.get("/minh-bach/?dang=json").content)
    assert (told["adds_up"], told["rows"], told["total"]) == (False, [], None)


def test_before_the_first_count_pages_say_so(past: None, db: None, client: Client) -> None:  # noqa: F811
    for address in ("/minh-bach/", "/minh-bach/thu-tuc/"):
        assert "chưa được chốt lần nào" in client.get(address).content.decode()
    assert "Chúng tôi đang làm tốt" not in client.get("/").content.decode()


def test_open_data_say_the_same_as_the_page(counted: int, client: Client) -> None:
    told = json.loads(client.get("/minh-bach/?dang=json").content)
    assert told["adds_up"] is True
    assert told["as_of"] == "2026-03-20T16:00"
    assert sum(row["received"] for row in told["rows"]) == told["total"]["received"]
    answer = client.get("/minh-bach/thu-tuc/?dang=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(int(row["late"]) for row in rows) == told["total"]["late"]
    assert rows[0]["code"].count(".") == 1


def test_late_dossiers_and_letters_name_nobody(counted: int, client: Client) -> None:
    late = Dossier.objects.filter(ended_at=None).exclude(due_at=None).order_by("due_at")[0]
    Dossier.objects.filter(pk=late.pk).update(owner_name="Nông Văn Kín", status=4)
    DueDate.objects.create(
        dossier=late, key=900, cause="rescheduled", since=NOW.now(), due_at=NOW.now() + 86_400_000_000
    )
    for address in ("/minh-bach/xin-loi/", "/minh-bach/xin-loi/?dang=csv", "/minh-bach/xin-loi/?dang=json"):
        page = client.get(address).content.decode()
        assert "Nông Văn Kín" not in page
        assert late.code is not None
        assert late.code not in page
        assert late.code.rpartition("-")[0] + "-••••" in page
    assert not any(
        name in page for name in Dossier.objects.values_list("owner_name", flat=True) if len(name) > 9
    )


@pytest.mark.parametrize(
    "query", ["co-quan=x", "co-quan=999999999", "thu-tuc=%00", "thu-tuc=<script>", "dang=exe", "trang=-1"]
)
def test_hostile_questions(counted: int, client: Client, query: str) -> None:
    for address in ("/minh-bach/", "/minh-bach/thu-tuc/", "/minh-bach/xin-loi/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()
