"""How a state looks: an icon, a word and a colour together, so that colour never speaks alone."""

from __future__ import annotations

from typing import Final, NamedTuple

from motcua.dossiers.lifecycle.types import Status
from motcua.foundation.errors import gettext_noop


class Look(NamedTuple):
    """Word to translate, name of a Tabler icon, suffix of the CSS classes `st-` and `c-`."""

    word: str
    icon: str
    tone: str


# Keys are those of `dossiers.queries.times.TimeState`.
TIME: Final[dict[str, Look]] = {
    "late": Look(gettext_noop("Quá hạn"), "alert-triangle", "late"),
    "near": Look(gettext_noop("Sắp đến hạn"), "alarm", "near"),
    "within": Look(gettext_noop("Trong hạn"), "clock", "in"),
    "paused": Look(gettext_noop("Tạm dừng tính"), "player-pause", "pause"),
    "early": Look(gettext_noop("Trước hạn"), "circle-check", "ok"),
    "on_time": Look(gettext_noop("Đúng hạn"), "circle-check", "ok"),
    "ended_late": Look(gettext_noop("Quá hạn"), "alert-triangle", "late"),
    "ended": Look(gettext_noop("Đã kết thúc"), "circle-off", "off"),
    "no_limit": Look(gettext_noop("Không quy định thời hạn"), "clock-off", "off"),
}

# The words of a status belong to its regime (`motcua.law`); here is only how it looks.
STATUS: Final[dict[Status, tuple[str, str]]] = {
    Status.REGISTERED: ("file-plus", "in"),
    Status.RECEIVED: ("clipboard-check", "in"),
    Status.NOT_RECEIVED: ("file-x", "off"),
    Status.IN_PROCESS: ("progress", "in"),
    Status.SUPPLEMENT_REQUESTED: ("message-question", "pause"),
    Status.OBLIGATION_REQUESTED: ("coin", "pause"),
    Status.WITHDRAWN: ("arrow-back-up", "off"),
    Status.STOPPED: ("player-stop", "off"),
    Status.FINISHED: ("circle-check", "ok"),
    Status.RETURNED: ("user-check", "ok"),
}
