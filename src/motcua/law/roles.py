"""Roles that the law gives to people towards one dossier or one place (domain reference 1.1 and 10.3)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who acts on a dossier (domain reference 10.3, column Who) and who looks on."""

    APPLICANT = "applicant"
    RECEIVING_OFFICER = "receiving_officer"
    HANDLING_OFFICER = "handling_officer"
    LEADER = "leader"
    SECTION_HEAD = "section_head"
    INSPECTOR = "inspector"
    CONTROLLER = "controller"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
