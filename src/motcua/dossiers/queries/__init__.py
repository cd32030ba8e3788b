"""What faces read of dossiers."""

from motcua.dossiers.queries.again import OpenSame, same_again
from motcua.dossiers.queries.applicants import KnownApplicant, known_applicant
from motcua.dossiers.queries.dossier import dossier_page
from motcua.dossiers.queries.lists import earlier_dossiers, taken_in
from motcua.dossiers.queries.logbook import Logbook, LogEntry, logbook
from motcua.dossiers.queries.lookup import Wanted, find_code, search, wanted
from motcua.dossiers.queries.proofs import explained, log_lines
from motcua.dossiers.queries.public import daily_roots, opens, public_status, public_timeline
from motcua.dossiers.queries.recent import recent_procedures
from motcua.dossiers.queries.section_work import SectionDay, section_day
from motcua.dossiers.queries.work import unit_work, worklist

__all__ = [
    "KnownApplicant",
    "LogEntry",
    "Logbook",
    "OpenSame",
    "SectionDay",
    "Wanted",
    "daily_roots",
    "dossier_page",
    "earlier_dossiers",
    "explained",
    "find_code",
    "known_applicant",
    "log_lines",
    "logbook",
    "opens",
    "public_status",
    "public_timeline",
    "recent_procedures",
    "same_again",
    "search",
    "section_day",
    "taken_in",
    "unit_work",
    "wanted",
    "worklist",
]
