"""Papers of the demonstration's people in their personal stores: blank sheets with a title."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import BytesIO
from typing import Final

from motcua.citizens.demo import demo_applicants
from motcua.dossiers import citizen_files
from motcua.dossiers.files import StoredFile, store
from motcua.foundation.clock import DAY, Clock, FixedClock, SystemClock, day_of
from motcua.vault.description import Described
from motcua.vault.erasing import UPLOADS
from motcua.vault.kinds import kind, valid_until
from motcua.vault.models import Paper
from motcua.vault.services import put_in

_PAPERS: Final = (
    ("phuong", "marriage_certificate", "Giấy chứng nhận kết hôn", 4100),
    ("phuong", "birth_certificate", "Giấy khai sinh của con", 1900),
    ("dung", "marriage_certificate", "Giấy chứng nhận kết hôn", 8100),
    ("dung", "land_certificate", "Giấy chứng nhận quyền sử dụng đất thửa 112", 2900),
    ("mai", "diploma", "Bằng tốt nghiệp trung học phổ thông", 2200),
    ("sang", "birth_certificate", "Giấy khai sinh", 9400),
    ("htx.nalua", "", "Giấy chứng nhận đăng ký hợp tác xã", 1500),
)
"""Login, kind, title, days since it was issued."""


def load_demo(*, clock: Clock | None = None) -> int:
    """Put them in, once; how many. People share the sheets: each is looked at in a process of its own."""
    if Paper.objects.exists():
        return 0
    now = (clock or SystemClock()).now()
    accounts = demo_applicants()
    sheets: list[StoredFile] = []
    mine: Counter[str] = Counter()
    papers = [each for each in _PAPERS if each[0] in accounts]
    for place, (login, code, title, age) in enumerate(papers):
        if mine[login] == len(sheets):
            sheets.append(store(BytesIO(sheet(len(sheets) + 1)), "ban-minh-hoa.pdf"))
        at = now - (place + 3) * DAY
        kept = citizen_files.note_file(
            accounts[login].key, UPLOADS, sheets[mine[login]], clock=FixedClock(at)
        )
        issued = day_of(now) - timedelta(days=age)
        told = Described(title, "", "", issued, valid_until(code, issued), {})
        put_in(accounts[login], kept, kind(code), told, at)
        mine[login] += 1
    return len(papers)


def sheet(number: int) -> bytes:
    """One page that says that it is made up; the same bytes for the same number."""
    drawn = b"BT /F1 20 Tf 72 760 Td (BAN MINH HOA %d) Tj ET" % number
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for place, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (place, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(out))
    )
