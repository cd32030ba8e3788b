"""What faces read of dossiers."""

from motcua.dossiers.queries.dossier import dossier_page
from motcua.dossiers.queries.lists import earlier_dossiers, find_code, search, worklist
from motcua.dossiers.queries.logbook import Logbook, LogEntry, SectionDay, logbook, section_day
from motcua.dossiers.queries.proofs import explained, log_lines
from motcua.dossiers.queries.public import daily_roots, public_status, public_timeline
from motcua.dossiers.queries.recent import recent_procedures

__all__ = [
    "LogEntry",
    "Logbook",
    "SectionDay",
    "daily_roots",
    "dossier_page",
    "earlier_dossiers",
    "explained",
    "find_code",
    "log_lines",
    "logbook",
    "public_status",
    "public_timeline",
    "recent_procedures",
    "search",
    "section_day",
    "worklist",
]
