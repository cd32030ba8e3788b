"""The one answer for what is not there and for what may not be seen."""

from __future__ import annotations

from motcua.foundation.errors import NotFound, gettext_noop


def unknown_dossier(code: str) -> NotFound:
    """The same answer for a code that does not exist and for one that the person may not see."""
    return NotFound(
        gettext_noop("Không tìm thấy hồ sơ %(code)s trong phạm vi của bạn."),
        gettext_noop("Kiểm tra lại mã; hồ sơ của cơ quan khác không hiện ở đây."),
        code=code[:64],
    )
