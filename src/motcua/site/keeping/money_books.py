"""The books of money held against the log, as a finding of `motcua doctor`."""

from __future__ import annotations

from motcua.foundation.errors import gettext_noop
from motcua.foundation.money import dong
from motcua.money.books import compare
from motcua.site.keeping import doctor


def books_check() -> doctor.Check:
    """Whether every receipt, refund slip and waiver says what its event says."""
    found = compare()
    values = {"receipts": found.rows["receipt"], "kept": dong(found.taken - found.refunded)}
    if not found.differences:
        return doctor.Check(
            "books",
            True,
            gettext_noop("Sổ thu phí khớp nhật ký hồ sơ: %(receipts)s biên lai, còn giữ %(kept)s."),
            params=values,
        )
    first = found.differences[0]
    return doctor.Check(
        "books",
        False,
        gettext_noop("Sổ thu phí lệch nhật ký ở %(many)s chỗ, đầu tiên là hồ sơ %(dossier)s (%(table)s)."),
        gettext_noop("Ngừng thu tiền ở bộ phận đó, đối chiếu hồ sơ với biên lai giấy, báo người vận hành."),
        {"many": len(found.differences), "dossier": first.dossier, "table": first.table},
    )
