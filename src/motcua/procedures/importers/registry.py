"""The shapes of file that can be imported; a new one is a module like its neighbours and a line here."""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import gettext_noop

from .base import Importer
from .catalogue import Catalogue
from .official_list import OfficialList
from .portal_detail_flat import PortalDetailFlat
from .portal_detail_raw import PortalDetailRaw
from .portal_tables import PortalTables
from .portal_text import PortalText
from .provincial_decision import ProvincialDecision
from .readers import Source

IMPORTERS: Final[tuple[Importer, ...]] = (
    PortalDetailRaw(),
    PortalDetailFlat(),
    PortalText(),
    PortalTables(),
    ProvincialDecision(),
    Catalogue(),
    OfficialList(),
)


def importer_for(source: Source) -> Importer:
    """The importer that recognises the file. Raises `UsageError` when none does."""
    for importer in IMPORTERS:
        if importer.recognises(source):
            return importer
    raise source.unreadable(gettext_noop("Tệp %(name)s không thuộc dạng nào đọc được."))
