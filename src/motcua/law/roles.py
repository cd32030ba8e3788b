"""Roles that the law gives to people towards one dossier or one place (domain reference 1.1 and 10.3)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from motcua.foundation.errors import gettext_noop


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


ROLE_NAMES: Final[dict[Role, str]] = {
    Role.APPLICANT: gettext_noop("người nộp hồ sơ"),
    Role.RECEIVING_OFFICER: gettext_noop("cán bộ tiếp nhận"),
    Role.HANDLING_OFFICER: gettext_noop("cán bộ thụ lý"),
    Role.LEADER: gettext_noop("lãnh đạo phê duyệt"),
    Role.SECTION_HEAD: gettext_noop("người đứng đầu Bộ phận Một cửa"),
    Role.INSPECTOR: gettext_noop("thanh tra viên"),
    Role.CONTROLLER: gettext_noop("cán bộ kiểm soát thủ tục hành chính"),
    Role.ADMINISTRATOR: gettext_noop("quản trị hệ thống"),
    Role.SYSTEM: gettext_noop("hệ thống"),
}
"""The word of each role, one for the whole house."""


def role_names(text: str) -> frozenset[str]:
    """The roles of a setting such as `administrator,inspector`; empty for an empty text.

    Raises: ValueError for a word that is no role, so that a mistyped setting protects nobody unseen.
    """
    words = {word.strip() for word in text.split(",")} - {""}
    return frozenset(Role(word).value for word in words)
