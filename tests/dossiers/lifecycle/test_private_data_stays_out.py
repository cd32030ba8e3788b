"""Contracts, section 2: payloads hold commitments; a sentence about a person never passes for one."""

from __future__ import annotations

import msgspec
import pytest
from tests.support.dossier_life import REASON

from motcua.dossiers.lifecycle import events as e


def test_a_commitment_is_read_back() -> None:
    event = msgspec.json.decode(msgspec.json.encode(e.Withdrawn(reason=REASON)), type=e.AnyPayload)
    assert event == e.Withdrawn(reason=REASON)


@pytest.mark.parametrize("text", ["Ông Nông Văn Dền xin rút", "", REASON.upper(), REASON + "0"])
def test_clear_text_is_not(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"type": "withdrawn", "reason": text}, e.AnyPayload)


def test_an_unknown_field_is_not_read() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"type": "withdrawn", "reason": REASON, "name": "x"}, e.AnyPayload)
