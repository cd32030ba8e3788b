"""What has been kept longer than its time, as a finding of `motcua doctor`."""

from __future__ import annotations

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.keeping import doctor, erasing


def overdue_check() -> doctor.Check:
    """Whether `motcua erase` has something to do."""
    try:
        found = list(erasing.overdue())
    except DomainError as refusal:
        return doctor.Check("retention", False, refusal.template, refusal.next_template, refusal.params)
    if not found:
        return doctor.Check("retention", True, gettext_noop("Không có dữ liệu nào quá thời hạn lưu."))
    return doctor.Check(
        "retention",
        False,
        gettext_noop("Dữ liệu quá thời hạn lưu: %(rules)s."),
        gettext_noop("Xem `motcua erase --dry-run`, rồi chạy `motcua erase`."),
        {"rules": ", ".join(f"{each.rule.id} ({each.many})" for each in found)},
    )
