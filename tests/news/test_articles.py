"""An article is written by one and approved by another; readers see what is published and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from tests.desk.conftest import SignIn, words_of
from tests.dossiers.room import CONTROLLER, HANDLER, HEAD, LEADER, STRANGE_LEADER
from tests.files import makers

from motcua.foundation.clock import SystemClock, day_of
from motcua.foundation.errors import DomainError, Forbidden, NotFound
from motcua.news import queries, services
from motcua.news.demo import APPROVER, load_demo
from motcua.news.models import Article
from motcua.news.services import Words
from motcua.organisation.models import Change
from motcua.organisation.queries import person_by_login
from motcua.organisation.rights import Person

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def words(**changes: Any) -> Words:
    known = {"kind": "news", "title": "Tựa", "summary": "Tóm", "body": "Một\n\nHai", "author": "Phòng A"}
    return Words(**{**known, **changes})


def person(login: str) -> Person:
    return person_by_login(login)


@pytest.fixture
def written(province: None) -> Article:
    row = services.write(person(HEAD), words(title=SCRIPT))
    return services.submit(person(HEAD), row.pk)


def test_nobody_approves_the_own_words(province: None) -> None:
    row = services.write(person(CONTROLLER), words())
    services.submit(person(CONTROLLER), row.pk)
    with pytest.raises(DomainError) as refusal:
        services.approve(person(CONTROLLER), row.pk)
    assert refusal.value.id == "article_own"
    services.approve(person(APPROVER), row.pk)
    assert queries.published_article(row.pk).approved_by
    assert Change.objects.filter(kind="article").count() == 3


def test_who_is_not_of_the_agency_neither_sees_nor_approves(written: Article) -> None:
    for stranger in (HANDLER, STRANGE_LEADER):
        with pytest.raises((Forbidden, NotFound)):
            services.approve(person(stranger), written.pk)
    services.approve(person(LEADER), written.pk)


def test_readers_see_only_what_is_published(client: Client, written: Article) -> None:
    address = f"/tin-tuc/{written.pk}/"
    assert client.get(address).status_code == 404
    services.approve(person(LEADER), written.pk)
    page = client.get(address)
    assert SCRIPT in words_of(page)
    assert SCRIPT not in page.content.decode()
    services.take_down(person(LEADER), written.pk, "nhầm")
    assert client.get(address).status_code == 404
    assert client.get("/tin-tuc/rss.xml").content.count(b"<item>") == 0


def test_published_words_are_not_changed(written: Article) -> None:
    services.approve(person(LEADER), written.pk)
    with pytest.raises(DomainError) as refusal:
        services.write(person(HEAD), words(), pk=written.pk)
    assert refusal.value.id == "article_published"


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"author": ""},
        {"picture": "a" * 64, "caption": "c"},
        {"kind": "announcement"},
        {"kind": "announcement", "shown_until": date(2020, 1, 1)},
    ],
    ids=str,
)
def test_what_is_not_whole_is_not_kept(province: None, broken: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        services.write(person(HEAD), words(**broken))
    assert refusal.value.id == "article_incomplete"
    assert not Article.objects.exists()


def test_an_announcement_stands_on_the_first_page_until_its_day(province: None) -> None:
    today = day_of(SystemClock().now())
    row = services.write(person(HEAD), words(kind="announcement", shown_until=today))
    services.submit(person(HEAD), row.pk)
    services.approve(person(LEADER), row.pk)
    assert [each.pk for each in queries.standing_announcements(today)] == [row.pk]
    assert queries.standing_announcements(today + timedelta(days=1)) == []


def test_the_feed_and_the_list_tell_the_same(client: Client, province: None) -> None:
    assert load_demo() == 3
    assert load_demo() == 0
    titles = [row.title for row in queries.published()]
    feed = etree.fromstring(client.get("/tin-tuc/rss.xml").content)
    assert feed.xpath("//item/title/text()") == titles
    assert all(title in words_of(client.get("/tin-tuc/")) for title in titles)
    assert all(link.startswith("http://localhost") for link in feed.xpath("//item/link/text()"))


def test_the_desk_writes_approves_and_takes_down(sign_in: SignIn) -> None:
    head, leader = sign_in(HEAD), sign_in(LEADER)
    typed = {"kind": "news", "title": "Tựa", "summary": "Tóm", "body": "Một", "author": "A"}
    refused = head.post("/tin-tuc-cong/soan/", {**typed, "author": ""})
    assert refused.status_code == 400
    assert "Tóm" in refused.content.decode()
    head.post("/tin-tuc-cong/soan/", typed)
    row = Article.objects.get()
    address = f"/tin-tuc-cong/{row.pk}/"
    head.post(address, {"step": "submit"})
    assert head.post(address, {"step": "approve"}).status_code in (400, 403, 409)
    leader.post(address, {"step": "approve"})
    assert Article.objects.get().state == "published"
    assert leader.post(address, {"step": "take_down", "reason": ""}).status_code == 400
    leader.post(address, {"step": "take_down", "reason": "nhầm"})
    assert Article.objects.get().state == "taken_down"


def test_only_a_picture_is_taken_for_one(sign_in: SignIn, settings: Any, tmp_path: Any) -> None:
    import io

    head = sign_in(HEAD)
    typed = {"kind": "news", "title": "T", "summary": "S", "body": "B", "author": "A"}
    sent = io.BytesIO(makers.pdf())
    sent.name = "anh.jpg"
    assert head.post("/tin-tuc-cong/soan/", {**typed, "picture": sent}).status_code == 400
    assert not Article.objects.exists()
