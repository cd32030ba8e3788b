"""The counted reports, as data."""

from __future__ import annotations

from typing import Final

from motcua.figures.counting.kinds.digitisation import DIGITISATION
from motcua.figures.counting.kinds.identity import IDENTITY
from motcua.figures.counting.kinds.interlinked import INTERLINKED
from motcua.figures.counting.kinds.online import ONLINE
from motcua.figures.counting.kinds.pairs import PAIRS
from motcua.figures.counting.kinds.payment import PAYMENT
from motcua.figures.counting.kinds.summary import SUMMARY
from motcua.figures.counting.kinds.supplements import SUPPLEMENTS

KINDS: Final = (SUMMARY, DIGITISATION, PAYMENT, ONLINE, SUPPLEMENTS, INTERLINKED, PAIRS, IDENTITY)
