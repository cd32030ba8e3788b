"""`motcua messages pending`: which messages have not left or may not have arrived, to whom, and why."""

from __future__ import annotations

import argparse
from typing import Any, Final

from motcua.foundation.command_line import Command, emit
from motcua.foundation.errors import UsageError, gettext_noop

__all__ = ["MESSAGES"]
MOST: Final = 100_000


def _pending_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=1000, metavar="N", help="at most N messages (1000)")


def _pending(arguments: argparse.Namespace) -> int:
    from motcua.outbox.channels import OUTSIDE, is_on, mail_is_on
    from motcua.outbox.queries import health, pending

    if not 1 <= arguments.limit <= MOST:
        raise UsageError(
            gettext_noop("--limit phải từ 1 đến %(most)s, không phải %(given)s."),
            most=MOST,
            given=arguments.limit,
        )
    found = health()
    rows = [_shown(row) for row in pending(arguments.limit)]
    document: dict[str, Any] = {
        "mail": mail_is_on(),
        "channels": {str(channel): is_on(channel) for channel in OUTSIDE},
        "waiting": found.waiting,
        "failed": found.failed,
        "doubtful": found.doubtful,
        "messages": rows,
    }
    lines = [
        f"Chờ gửi {found.waiting}, không gửi được {found.failed}, không rõ đã tới chưa {found.doubtful}."
        + ("" if document["mail"] else " Chưa đặt MOTCUA_MAIL_URL: hệ thống không gửi thư.")
    ]
    lines += [
        f"{row['made_at']}  {row['channel']:<5} {row['state']:<9} {row['to']}  {row['what']}"
        + (f"  [{row['problem']}]" if row["problem"] else "")
        for row in rows
    ]
    emit(document, as_json=arguments.json, text="\n".join(lines))
    return 0


def _shown(row: Any) -> dict[str, Any]:
    from motcua.foundation.clock import local_text
    from motcua.outbox.queries import recipient_kind, told

    return {
        "id": row.pk,
        "kind": row.kind,
        "channel": row.channel,
        "recipient": recipient_kind(row),
        "to": row.address or (row.officer.email if row.officer else ""),
        "officer": row.officer.code if row.officer else "",
        "what": str(told(row).what),
        "state": row.state,
        "made_at": local_text(row.made_at),
        "tries": row.tries,
        "next_try_at": None if row.next_try_at is None else local_text(row.next_try_at),
        "problem": row.problem,
    }


MESSAGES: Final = {
    "pending": Command(
        "letters that wait, could not be sent, or may not have arrived", _pending_arguments, _pending, True
    ),
}
