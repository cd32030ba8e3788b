"""The process of a part for which no published one is known: the agency's officer works, its leader signs.

Interlinked work has to go somewhere even where the other agency published nothing for it; its task and its
date are then those of the transfer slip (Decree 61/2018 art. 19(6)), and only the two steps that the law
names are told apart (art. 19(1)).
"""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import gettext_noop

from .from_table import GRANTED, REFUSED
from .model import Choice, End, Flow, Lane, Process, Start, Task, version_of
from .tables import PostKind

PART: Final = Process(
    code="part",
    name=gettext_noop("Giải quyết phần việc liên thông"),
    lanes=(
        Lane(id="lane_1", name=gettext_noop("Công chức thụ lý"), post=PostKind.OFFICER.value),
        Lane(id="lane_2", name=gettext_noop("Lãnh đạo cơ quan"), post=PostKind.AGENCY_LEADER.value),
    ),
    nodes=(
        Start(id="start"),
        Task(id="step_1", name=gettext_noop("Thụ lý phần việc"), number="1", lane="lane_1"),
        Task(
            id="step_2",
            name=gettext_noop("Ký, gửi kết quả phần việc"),
            number="2",
            lane="lane_2",
            outcomes=(GRANTED, REFUSED),
        ),
        Choice(id="choice"),
        End(id="end"),
        End(id="end_refused", result="refused"),
    ),
    flows=(
        Flow(id="flow_1", source="start", target="step_1"),
        Flow(id="flow_2", source="step_1", target="step_2"),
        Flow(id="flow_3", source="step_2", target="choice"),
        Flow(id="flow_4", source="choice", target="end", outcome=GRANTED.id),
        Flow(id="flow_5", source="choice", target="end_refused", outcome=REFUSED.id),
    ),
)
BUILT_IN: Final = {version_of(process): process for process in (PART,)}
"""Processes of the house by version; they are not stored."""
