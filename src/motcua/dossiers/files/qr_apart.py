"""Calling the process that reads QR codes from what a stranger sent."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
import structlog
from django.db import connection, transaction

from motcua.foundation.errors import DomainError, gettext_noop

LARGEST: Final = 15 * 1024 * 1024
"""A photograph of a telephone has five to twelve megabytes."""
_SECONDS: Final = 25
_AT_ONCE: Final = 2
_SLOTS: Final = 0x51A0
_log = structlog.get_logger(__name__)


class QrRefused(DomainError):
    """The file was not read."""

    id = "qr_refused"


def texts_in(chunks: Iterable[bytes], size: int) -> list[str]:
    """The texts of the QR codes on an uploaded picture or PDF; none where it has none that can be read.

    Nothing of the file is kept. Raises: `QrRefused` for one that is too large or breaks its reader, and while
    two others are being read.
    """
    if size > LARGEST:
        raise QrRefused(
            gettext_noop("Tệp nặng hơn %(limit)d MB."),
            gettext_noop("Chụp lại riêng phần có mã QR, hoặc dán nội dung mã QR vào ô bên trên."),
            limit=LARGEST // 1024**2,
        )
    with _slot(), tempfile.NamedTemporaryFile(prefix="motcua-qr-") as kept:
        for chunk in chunks:
            kept.write(chunk)
        kept.flush()
        return _read(Path(kept.name))


def _read(path: Path) -> list[str]:
    try:
        child = subprocess.run(  # noqa: S603 - our own module; the path is ours
            [sys.executable, "-m", "motcua.dossiers.inspection.codes", str(path)],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        return msgspec.json.decode(child.stdout, type=list[str])
    except (subprocess.SubprocessError, msgspec.DecodeError) as failure:
        _log.warning("qr_reading_failed", failure=type(failure).__name__)
        raise QrRefused(
            gettext_noop("Không đọc được tệp này: tệp hỏng, quá lớn khi mở ra, hoặc không phải ảnh hay PDF."),
            gettext_noop("Chụp lại riêng phần có mã QR, hoặc dán nội dung mã QR vào ô bên trên."),
        ) from failure


@contextmanager
def _slot() -> Iterator[None]:
    """One of the few places: reading costs seconds of a processor, and anybody may ask for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(_AT_ONCE):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SLOTS, number])
            if cursor.fetchone() == (True,):
                yield
                return
        raise QrRefused(
            gettext_noop("Nhiều người đang kiểm tra giấy cùng lúc."),
            gettext_noop("Thử lại sau một phút, hoặc dán nội dung mã QR vào ô bên trên."),
            id="qr_busy",
        )
