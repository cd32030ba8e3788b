"""Decree 61 art. 18: handed over the same working day, next morning if received after 15:00 (vector 3)."""

from __future__ import annotations

import pytest
from tests.support.dossier_life import RECEIVER, RESOLVER, Dossier, at, rules

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.clock import transfer_due
from motcua.dossiers.lifecycle.types import Channel
from motcua.foundation.clock import local_text

RULES = rules()


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2022-08-01T15:00:00", "2022-08-01T17:00"),
        ("2022-08-01T15:00:01", "2022-08-02T07:00"),
        ("2022-08-05T16:00:00", "2022-08-08T07:00"),
        ("2022-08-06T09:00:00", "2022-08-08T07:00"),
        ("2022-08-01T06:30:00", "2022-08-01T17:00"),
    ],
)
def test_when_papers_must_be_handed_over(received: str, due: str) -> None:
    assert local_text(transfer_due(at(received), Channel.DIRECT, RULES)) == due


def test_online_data_do_not_wait_for_the_morning() -> None:
    assert local_text(transfer_due(at("2022-08-01T16:00"), Channel.ONLINE, RULES)) == "2022-08-01T17:00"


@pytest.mark.parametrize(
    ("received", "channel", "next_morning"),
    [
        ("2022-08-01T15:00:00", Channel.DIRECT, False),
        ("2022-08-01T15:00:01", Channel.DIRECT, True),
        ("2022-08-01T15:00:01", Channel.POSTAL, True),
        ("2022-08-01T15:00:01", Channel.ONLINE, False),
    ],
)
def test_the_transfer_says_so(received: str, channel: Channel, next_morning: bool) -> None:
    dossier = Dossier(channel=channel).received(received)
    dossier.do("2022-08-01T16:30", c.Transfer(by=RECEIVER, to=RESOLVER))
    assert dossier.last.next_morning is next_morning


def test_the_applicants_clock_does_not_wait() -> None:
    assert Dossier().received("2022-08-01T15:30").due == "2022-08-08T15:30"


def test_a_province_may_have_it_wait() -> None:
    dossier = Dossier(rules(after_15="next_day")).received("2022-08-01T15:30")
    assert dossier.due == "2022-08-08T17:00"
