"""`motcua doctor`: what an operator should know tonight, in sentences with what to do. Changes nothing."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection

from motcua.foundation.clock import DAY, MINUTE, day_of, local_text
from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Translate, filled
from motcua.organisation.factor_cipher import unreadable
from motcua.site.database import embedded
from motcua.site.health import role_warnings
from motcua.site.keeping import upgrade
from motcua.site.keeping.facts import Facts, clock_distance, facts
from motcua.site.postgres.binaries import OLDEST

LEAST_FREE: Final = 2 * 1024**3
LEAST_FREE_PERCENT: Final = 10
CLOCK_SECONDS: Final = 5
BACKUP_HOURS: Final = 26
SAMPLE: Final = 50
_MAIL_SECONDS: Final = 5


class Check(NamedTuple):
    """One finding: `template` and `next_template` are Vietnamese sentences with `params` to fill in."""

    id: str
    ok: bool
    template: str
    next_template: str = ""
    params: dict[str, Any] = {}

    @property
    def message(self) -> str:
        return filled(self.template, self.params)

    @property
    def next(self) -> str:
        return filled(self.next_template, self.params)

    def said(self, translate: Translate) -> tuple[str, str]:
        """The finding and what to do, in the language of `translate`."""
        return (
            filled(self.template, self.params, translate),
            filled(self.next_template, self.params, translate),
        )


def examine(*, all_files: bool = False) -> list[Check]:
    """Every check. Where the database does not answer, that and what needs no database."""
    try:
        found = facts()
    except DatabaseError as error:
        return [
            Check(
                "database",
                False,
                gettext_noop("Cơ sở dữ liệu không trả lời đúng: %(reason)s"),
                gettext_noop("Kiểm tra PostgreSQL đang chạy, rồi chạy `motcua db migrate`."),
                {"reason": str(error).strip().splitlines()[0]},
            ),
            _settings(),
        ]
    from motcua.site.keeping.gateways_check import gateway_checks
    from motcua.site.keeping.money_books import books_check
    from motcua.site.keeping.overdue import overdue_check
    from motcua.site.keeping.steps_check import steps_check

    of_rooms = (books_check(), overdue_check(), steps_check())
    return [*quick(found), _migrations(), _mail(), *gateway_checks(), _files(all_files), *of_rooms]


def quick(found: Facts) -> list[Check]:
    """The checks that a page may ask at every visit."""
    return [
        _disk(found),
        _version(found),
        _clock(found),
        _clock_of_log(found),
        _worker(found),
        _jobs(found),
        _roles(),
        _seal(found),
        _backup(found),
        _letters(),
        _settings(),
    ]


def _disk(found: Facts) -> Check:
    enough = found.disk.free >= LEAST_FREE and found.disk.free_percent >= LEAST_FREE_PERCENT
    return Check(
        "disk",
        enough,
        gettext_noop("Ổ đĩa còn trống %(free)s GB (%(percent)s%%)."),
        "" if enough else gettext_noop("Dọn chỗ hoặc mở rộng ổ đĩa; đầy đĩa thì không tiếp nhận được."),
        {"free": round(found.disk.free / 1024**3, 1), "percent": found.disk.free_percent},
    )


def _version(found: Facts) -> Check:
    new_enough = found.database_version >= OLDEST * 10_000
    return Check(
        "database_version",
        new_enough,
        gettext_noop("PostgreSQL %(version)s."),
        "" if new_enough else gettext_noop("Nâng cấp PostgreSQL lên từ phiên bản 15."),
        {"version": found.postgres},
    )


def _clock(found: Facts) -> Check:
    distance = clock_distance(found)
    ok = abs(distance) <= CLOCK_SECONDS
    return Check(
        "clock",
        ok,
        gettext_noop("Đồng hồ máy này và đồng hồ cơ sở dữ liệu lệch nhau %(seconds)s giây."),
        "" if ok else gettext_noop("Bật đồng bộ giờ (chrony hoặc systemd-timesyncd) trên cả hai máy."),
        {"seconds": round(abs(distance), 1)},
    )


def _clock_of_log(found: Facts) -> Check:
    last = found.last_event
    if last is None or last <= found.now + MINUTE:
        return Check("clock_log", True, gettext_noop("Đồng hồ máy khớp với nhật ký."))
    return Check(
        "clock_log",
        False,
        gettext_noop("Sự kiện cuối ghi lúc %(last)s, sau giờ máy hiện tại %(now)s: đồng hồ đã bị vặn lùi."),
        gettext_noop(
            "Chỉnh lại đồng hồ và bật đồng bộ giờ trước khi tiếp nhận tiếp; "
            "ngày hẹn trả tính theo đồng hồ này sẽ sai."
        ),
        {"last": local_text(last), "now": local_text(found.now)},
    )


def _worker(found: Facts) -> Check:
    if found.jobs.workers:
        return Check(
            "worker",
            True,
            gettext_noop("%(count)s tiến trình việc nền đang chạy."),
            "",
            {"count": found.jobs.workers},
        )
    return Check(
        "worker",
        False,
        gettext_noop("Không có tiến trình việc nền nào đang chạy."),
        gettext_noop("Khởi động `motcua work` (systemctl start motcua-worker); không có nó thì không niêm "
                     "nhật ký, không sao lưu theo lịch."),
    )  # fmt: skip


def _jobs(found: Facts) -> Check:
    stuck = found.jobs.oldest_waiting > 3600
    ok = not found.jobs.failed and not stuck
    return Check(
        "jobs",
        ok,
        gettext_noop(
            "Việc nền: %(waiting)s đang chờ (lâu nhất %(minutes)s phút), %(doing)s đang làm, %(failed)s hỏng."
        ),
        "" if ok else gettext_noop("Xem nhật ký của tiến trình việc nền để biết lỗi, sửa rồi cho chạy lại."),
        {
            "waiting": found.jobs.waiting,
            "minutes": found.jobs.oldest_waiting // 60,
            "doing": found.jobs.doing,
            "failed": found.jobs.failed,
        },
    )


def _roles() -> Check:
    warnings = role_warnings()
    return Check(
        "roles",
        not warnings,
        gettext_noop("Tài khoản của ứng dụng sửa được nhật ký (%(warnings)s).")
        if warnings
        else gettext_noop("Tài khoản của ứng dụng không sửa được nhật ký."),
        gettext_noop("Tách tài khoản chủ (MOTCUA_OWNER_DATABASE_URL) và chạy `motcua db migrate`.")
        if warnings
        else "",
        {"warnings": ", ".join(warnings)},
    )


def _seal(found: Facts) -> Check:
    if found.last_event is None:
        return Check("seal", True, gettext_noop("Nhật ký chưa có sự kiện nào."))
    from motcua.dossiers.seal import unsealed_days

    waiting = unsealed_days(day_of(found.now))
    if not waiting:
        return Check("seal", True, gettext_noop("Mọi ngày đã qua đều đã niêm."))
    # The job runs every hour: the night's first hours are not late yet.
    late = found.now - found.last_event > DAY or len(waiting) > 1
    return Check(
        "seal",
        not late,
        gettext_noop("%(count)s ngày chưa niêm, từ %(day)s."),
        gettext_noop("Chạy `motcua log root` và kiểm tra tiến trình việc nền.") if late else "",
        {"count": len(waiting), "day": "{0.day}/{0.month}/{0.year}".format(waiting[0])},
    )


def _backup(found: Facts) -> Check:
    hours = found.backup_hours
    if hours is None:
        return Check(
            "backup",
            False,
            gettext_noop("Chưa có bản sao lưu nào."),
            gettext_noop("Chạy `motcua backup DIR`, và đặt MOTCUA_BACKUP_DIR để sao lưu hằng ngày."),
        )
    ok = hours <= BACKUP_HOURS and not found.last_backup_problem
    template = gettext_noop("Bản sao lưu tốt gần nhất cách đây %(hours)s giờ.")
    if found.last_backup_problem:
        template = gettext_noop(
            "Lượt sao lưu vừa rồi không thành: %(problem)s Bản tốt gần nhất cách đây %(hours)s giờ."
        )
    return Check(
        "backup",
        ok,
        template,
        "" if ok else gettext_noop("Chạy `motcua backup DIR` và xem vì sao lượt theo lịch không thành."),
        {"hours": hours, "problem": found.last_backup_problem},
    )


def _settings() -> Check:
    wrong = list(_wrong_settings())
    return Check(
        "settings",
        not wrong,
        gettext_noop("Cấu hình cần xem lại: %(wrong)s.") if wrong else gettext_noop("Cấu hình ổn."),
        gettext_noop("Sửa trong tệp biến môi trường (docs/settings.md) rồi khởi động lại.") if wrong else "",
        {"wrong": "; ".join(wrong)},
    )


def _wrong_settings() -> Iterator[str]:
    if "*" in settings.ALLOWED_HOSTS:
        yield "MOTCUA_HOSTS=*"
    if settings.DEBUG:
        yield "DEBUG"
    if len(settings.SECRET_KEY) < 32 or len(settings.MOTCUA_RECEIPT_KEY) < 32:
        yield "MOTCUA_KEY_SESSION, MOTCUA_KEY_RECEIPT < 32"
    if not all(len(key) >= 32 for key in settings.MOTCUA_SECOND_FACTOR_KEYS):
        yield "MOTCUA_KEY_SECOND_FACTOR < 32"
    if unreadable():
        yield "MOTCUA_KEY_SECOND_FACTOR: InvalidToken"
    if settings.MOTCUA_SIMULATED:
        return
    if not settings.MOTCUA_PUBLIC_URL.startswith("https://"):
        yield "MOTCUA_PUBLIC_URL: https"
    if (
        not embedded()
        and connection.settings_dict["HOST"] not in ("", "localhost")
        and (
            not str(connection.settings_dict["HOST"]).startswith("/")
            and "sslmode" not in connection.settings_dict["OPTIONS"]
        )
    ):
        yield "DATABASE_URL: sslmode"


def _migrations() -> Check:
    waiting, strange = upgrade.compare(connection)
    if strange:
        return Check(
            "migrations",
            False,
            gettext_noop("Cơ sở dữ liệu mới hơn phần mềm (%(first)s)."),
            gettext_noop("Cài phiên bản phần mềm mới hơn; không chạy phiên bản cũ trên cơ sở dữ liệu này."),
            {"first": strange[0]},
        )
    return Check(
        "migrations",
        not waiting,
        gettext_noop("Còn %(count)s bước cập nhật bảng chưa chạy.")
        if waiting
        else gettext_noop("Các bảng đúng theo mã nguồn."),
        gettext_noop("Sao lưu, rồi chạy `motcua db migrate`.") if waiting else "",
        {"count": len(waiting)},
    )


def _letters() -> Check:
    """How the outbox stands; that mail is off is said, and no fault."""
    from motcua.outbox.channels import mail_is_on
    from motcua.outbox.queries import health

    if not mail_is_on():
        return Check(
            "letters",
            True,
            gettext_noop("Chưa đặt MOTCUA_MAIL_URL: nhắc việc chỉ hiện trên bàn làm việc, không gửi thư."),
        )
    try:
        found = health()
    except ProgrammingError:
        return Check(
            "letters",
            False,
            gettext_noop("Hộp thư đi chưa có trong cơ sở dữ liệu."),
            gettext_noop("Sao lưu, rồi chạy `motcua db migrate`."),
        )
    params = found._asdict()
    if found.failed or found.doubtful:
        return Check(
            "letters",
            False,
            gettext_noop(
                "%(failed)s việc nhắc không gửi thư được, %(doubtful)s việc không rõ thư đã tới chưa."
            ),
            gettext_noop("Mở “Hộp thư đi” để xem lý do và gửi lại."),
            params,
        )
    if found.held_up:
        return Check(
            "letters",
            False,
            gettext_noop("%(held_up)s việc nhắc chờ gửi thư lại; máy chủ thư nói: %(problem)s."),
            gettext_noop("Kiểm tra máy chủ thư (`motcua doctor`); thư tự gửi lại khi được."),
            params,
        )
    return Check("letters", True, gettext_noop("Hộp thư đi ổn, %(waiting)s việc đang chờ gửi."), "", params)


def _mail() -> Check:
    from motcua.outbox.carrier import connected
    from motcua.outbox.outcomes import Unreachable

    host = settings.EMAIL_HOST
    if not settings.MOTCUA_MAIL_URL:
        return Check("mail", True, gettext_noop("Chưa đặt MOTCUA_MAIL_URL: hệ thống không gửi thư nào."))
    try:
        with connected(_MAIL_SECONDS) as mail:
            mail.noop()
    except (OSError, smtplib.SMTPException, Unreachable) as error:
        return Check(
            "mail",
            False,
            gettext_noop("Máy chủ thư %(host)s không nhận: %(reason)s."),
            gettext_noop("Kiểm tra MOTCUA_MAIL_URL (địa chỉ, cổng, tài khoản) và tường lửa."),
            {"host": host, "reason": str(error) or type(error).__name__},
        )
    return Check("mail", True, gettext_noop("Máy chủ thư %(host)s trả lời."), "", {"host": host})


def _files(all_files: bool) -> Check:
    from motcua.dossiers.attachments import compare_with_store

    found = compare_with_store(sample=None if all_files else SAMPLE)
    ok = not found.missing and not found.damaged
    return Check(
        "files",
        ok,
        gettext_noop(
            "%(files)s tệp trong hồ sơ; thiếu %(missing)s, hỏng %(damaged)s (đã đọc %(read)s tệp). %(first)s"
        ),
        ""
        if ok
        else gettext_noop(
            "Lấy lại tệp từ bản sao lưu (thư mục files) vào kho, rồi chạy `motcua doctor --all`."
        ),
        {
            "files": found.files,
            "missing": len(found.missing),
            "damaged": len(found.damaged),
            "read": found.read,
            "first": ", ".join([*found.missing, *found.damaged][:3]),
        },
    )
