"""What PostgreSQL's programs complain of, as a sentence that says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from motcua.foundation.errors import DomainError, gettext_noop

NEEDED_BYTES: Final = 200 * 1024 * 1024


def full_disk(path: Path) -> DomainError:
    """The refusal for a disk without room."""
    return DomainError(
        gettext_noop(
            "Đĩa chứa %(path)s đã đầy, nên PostgreSQL không ghi được. Dữ liệu đã lưu được giữ nguyên."
        ),
        gettext_noop("Dọn ít nhất 200 MB trên đĩa đó, hoặc đặt MOTCUA_HOME sang đĩa khác, rồi chạy lại."),
        id="disk_full",
        path=str(path),
    )


def refuse_full_disk(path: Path) -> None:
    """Raises DomainError `disk_full` where a new cluster (40 MB and its log) would not fit."""
    if shutil.disk_usage(path).free < NEEDED_BYTES:
        raise full_disk(path)


def explain(output: str, log: Path, data: Path) -> DomainError:
    """The refusal that fits what `initdb` or `pg_ctl` and the end of the server's log said."""
    said = output + "\n" + _tail(log)
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return full_disk(data)
    if "Permission denied" in said or "has wrong ownership" in said or "has invalid permissions" in said:
        return DomainError(
            gettext_noop("PostgreSQL không có quyền đọc và ghi thư mục dữ liệu %(path)s."),
            gettext_noop(
                "Trả thư mục đó về cho người dùng đang chạy (quyền 0700), "
                "hoặc đặt MOTCUA_HOME sang thư mục khác."
            ),
            id="data_not_permitted",
            path=str(data),
        )
    if "lock file" in said and "already exists" in said:
        return DomainError(
            gettext_noop("Thư mục dữ liệu %(path)s đang bị khóa bởi một máy chủ PostgreSQL khác."),
            gettext_noop(
                "Dừng máy chủ đó. Nếu chắc chắn không còn máy chủ nào dùng thư mục này, "
                "xóa tệp %(path)s/postmaster.pid rồi chạy lại."
            ),
            id="data_locked",
            path=str(data),
        )
    if "could not create shared memory" in said or "could not map anonymous shared memory" in said:
        return DomainError(
            gettext_noop("Máy không còn đủ bộ nhớ để chạy PostgreSQL (cần khoảng 300 MB)."),
            gettext_noop("Đóng bớt chương trình khác rồi chạy lại."),
            id="memory_full",
        )
    return DomainError(
        gettext_noop("PostgreSQL không khởi động được: %(reason)s"),
        gettext_noop("Xem nhật ký %(log)s để biết thêm."),
        id="postgres_failed",
        reason=_last_word(said),
        log=str(log),
    )


def _tail(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4000))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def _last_word(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    return (told or lines or ["?"])[-1][-300:]
