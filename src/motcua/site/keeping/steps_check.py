"""Open steps of internal processes, as a finding of `motcua doctor`."""

from __future__ import annotations

from motcua.dossiers.queries.stray_steps import stray_steps
from motcua.foundation.errors import gettext_noop
from motcua.site.keeping import doctor


def steps_check() -> doctor.Check:
    """Whether every dossier on a process has a step that carries it on, and none is left open behind it."""
    found = stray_steps()
    if not found.without_step and not found.left_open:
        return doctor.Check(
            "steps",
            True,
            gettext_noop("Các bước quy trình khớp với hồ sơ: %(open_steps)s bước đang mở."),
            params=found._asdict(),
        )
    return doctor.Check(
        "steps",
        False,
        gettext_noop(
            "%(without_step)s hồ sơ theo quy trình mà không có bước đang mở, %(left_open)s hồ sơ đã xong mà "
            "còn bước mở; đầu tiên là %(first)s."
        ),
        gettext_noop("Chạy `motcua log rebuild` để so với nhật ký, rồi báo người vận hành."),
        found._asdict(),
    )
