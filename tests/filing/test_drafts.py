"""Drafts: kept page by page, on two devices, in two tabs, for their time."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from tests.files.makers import picture
from tests.filing.conftest import OTHER, OWNER, begun

from motcua.dossiers.models import Attachment
from motcua.filing import drafts, received
from motcua.filing.drafts import Draft, PageChanged
from motcua.filing.models import FilingDraft
from motcua.foundation.clock import DAY, FixedClock
from motcua.foundation.errors import DomainError, NotFound


def save(draft: Draft, clock: FixedClock, page: str, seen: int, **answers: Any) -> Draft:
    return drafts.save_page(OWNER, draft.key, page, answers, seen=seen, clock=clock)


def test_what_was_saved_is_there_on_another_device(draft: Draft, clock: FixedClock) -> None:
    save(draft, clock, "tre", 1, ho_ten="Nông Văn A")
    found = drafts.open_draft(OWNER, draft.key)
    assert (found.answers, found.seq) == ({"ho_ten": "Nông Văn A"}, 2)
    assert [each.key for each in drafts.open_drafts(OWNER)] == [draft.key]


def test_two_tabs_on_different_pages_keep_both(draft: Draft, clock: FixedClock) -> None:
    save(draft, clock, "tre", 1, ho_ten="A")
    found = save(draft, clock, "me", 1, ten_me="B")
    assert found.answers == {"ho_ten": "A", "ten_me": "B"}


def test_two_tabs_on_one_page_lose_nothing(draft: Draft, clock: FixedClock) -> None:
    save(draft, clock, "tre", 1, ho_ten="A", noi="X")
    with pytest.raises(PageChanged) as told:
        save(draft, clock, "tre", 1, ho_ten="B", noi="X")
    assert told.value.saved == {"ho_ten": "A", "noi": "X"}
    assert "thẻ hoặc máy khác" in told.value.message
    assert drafts.open_draft(OWNER, draft.key).answers["ho_ten"] == "A"
    # The second decides, now that it knows.
    assert save(draft, clock, "tre", told.value.seq, ho_ten="B", noi="X").answers["ho_ten"] == "B"


def test_the_same_page_sent_twice_is_no_change_by_another(draft: Draft, clock: FixedClock) -> None:
    save(draft, clock, "tre", 1, ho_ten="A")
    assert save(draft, clock, "tre", 1, ho_ten="A").answers == {"ho_ten": "A"}


def test_a_draft_of_another_is_not_there(draft: Draft, clock: FixedClock) -> None:
    for account in (OTHER, ""):
        with pytest.raises(NotFound):
            drafts.open_draft(account, draft.key)
        with pytest.raises(NotFound):
            drafts.save_page(account, draft.key, "tre", {"ho_ten": "x"}, seen=1)
        assert not drafts.discard(account, draft.key)
    assert drafts.open_drafts(OTHER) == []


def test_script_and_strange_letters_stay_text(draft: Draft, clock: FixedClock) -> None:
    typed = "<script>alert(1)</script>\x00\ud800 {{ 7*7 }}"
    found = save(draft, clock, "tre", 1, ho_ten=typed, bang=[{"ten": "a\x00b"}])
    assert found.answers["ho_ten"].startswith("<script>alert(1)</script>")
    assert drafts.open_draft(OWNER, draft.key).answers == found.answers
    assert "\x00" not in str(found.answers)


def test_a_draft_without_end_is_refused_and_the_last_save_stays(draft: Draft, clock: FixedClock) -> None:
    save(draft, clock, "tre", 1, ho_ten="A")
    with pytest.raises(DomainError) as refusal:
        save(draft, clock, "tre", 2, ho_ten="x" * 500_000)
    assert refusal.value.id == "draft_too_long"
    assert drafts.open_draft(OWNER, draft.key).answers == {"ho_ten": "A"}


def test_another_revision_takes_the_answers_that_stay(draft: Draft, clock: FixedClock) -> None:
    save(draft, clock, "tre", 1, ho_ten="A", cu="x")
    moved = drafts.move(OWNER, draft.key, "r2", {"ho_ten": "A"}, seen=2, clock=clock)
    assert (moved.revision, moved.answers) == ("r2", {"ho_ten": "A"})
    with pytest.raises(PageChanged):
        drafts.move(OWNER, draft.key, "r3", {}, seen=2, clock=clock)


def test_a_draft_goes_30_days_after_its_last_save(
    draft: Draft, clock: FixedClock, settings: Any, tmp_path: Path
) -> None:
    received.receive_file(OWNER, draft.key, "cccd", io.BytesIO(picture()), "a.png", clock=clock)
    clock.instant += 28 * DAY
    found = drafts.open_draft(OWNER, draft.key)
    assert found.ends_soon(clock.now())
    assert drafts.remove_old_drafts(clock=clock) == 0
    clock.instant += 3 * DAY
    younger = begun(clock, OTHER)
    assert drafts.remove_old_drafts(clock=clock) == 1
    assert [row.key for row in FilingDraft.objects.all()] == [younger.key]
    assert Attachment.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_deleted_draft_takes_its_files_along(draft: Draft, clock: FixedClock) -> None:
    received.receive_file(OWNER, draft.key, "cccd", io.BytesIO(picture()), "a.png", clock=clock)
    assert drafts.discard(OWNER, draft.key)
    assert (FilingDraft.objects.count(), Attachment.objects.count()) == (0, 0)


def test_nobody_opens_drafts_without_end(draft: Draft, clock: FixedClock, monkeypatch: Any) -> None:
    monkeypatch.setattr(drafts, "MOST_OPEN", 2)
    begun(clock)
    with pytest.raises(DomainError) as refusal:
        begun(clock)
    assert refusal.value.id == "too_many_drafts"
