"""What stands around every paper."""

from __future__ import annotations

import msgspec

from motcua.foundation.clock import Instant


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around every form.

    `number` is the paper's own number with its mark, e.g. `123/TNHS`. `regime_note` names the legal basis.
    `qr_url` (see `qr.qr_url`) and `check_line` lead to the public check. `simulated` prints the line that
    the data are invented. `issued_at` also dates the PDF, so the same record gives the same bytes.
    """

    form_number: str
    form_title: str
    regime: str
    regime_note: str = ""
    governing_unit: str
    section_name: str
    number: str = ""
    place: str
    issued_at: Instant
    code: str = ""
    qr_url: str = ""
    check_line: str = ""
    corrected: str = ""
    """What a paper that was printed anew says of its corrections."""
    simulated: bool = False
