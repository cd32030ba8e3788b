"""`motcua erase`: the end of retention, by rule; and lawful erasure of one dossier's data."""

from __future__ import annotations

import argparse
import os
from typing import Any, Final

from motcua.foundation.clock import local_text
from motcua.foundation.command_line import Command, emit
from motcua.foundation.errors import DomainError, UsageError, gettext_noop


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.add_argument("--rule", action="append", default=[], help="only this rule; may be repeated")
    parser.add_argument("--dossier", default="", metavar="CODE", help="erase the data of one dossier instead")
    parser.add_argument("--ground", default="", help="the legal ground, needed with --dossier")
    parser.add_argument("--by", default="", metavar="OFFICER", help="code of the officer who decided")


def _run(arguments: argparse.Namespace) -> int:
    if arguments.dossier and arguments.rule:
        raise UsageError(
            gettext_noop("--dossier và --rule không dùng cùng nhau."),
            gettext_noop("Chạy thành hai lệnh."),
        )
    _prepare(arguments.dry_run)
    from motcua.site.keeping import erasing

    actor = _actor(arguments.by)
    if arguments.dossier:
        return _dossier(arguments, actor)
    listed = [erasing.due(rule) for rule in erasing.chosen(arguments.rule)]
    lines: list[dict[str, Any]] = []
    for each in listed:
        gone = 0 if arguments.dry_run else erasing.follow(each.rule, actor=actor)
        lines.append(
            {
                "rule": each.rule.id,
                "model": each.rule.model,
                "what": each.rule.what,
                "months": each.rule.period(),
                "days": each.rule.days,
                "before": local_text(each.before),
                "source": each.rule.source,
                "count": each.many if arguments.dry_run else gone,
            }
        )
    total = sum(line["count"] for line in lines)
    verb = "sẽ xóa" if arguments.dry_run else "đã xóa"
    emit(
        {"ok": True, "dry_run": arguments.dry_run, "rules": lines, "total": total},
        as_json=arguments.json,
        text="\n".join(
            f"{line['rule']:<18} {verb} {line['count']:>6}  {line['what']}, trước {line['before']} "
            f"({_period(line)}; {line['source']})"
            for line in lines
        ),
    )
    return 0


def _period(line: dict[str, Any]) -> str:
    return f"{line['days']} ngày" if line["days"] else f"{line['months']} tháng"


def _dossier(arguments: argparse.Namespace, actor: str) -> int:
    from motcua.dossiers.erasure import what_would_go
    from motcua.site.keeping import erasing

    if arguments.dry_run:
        found = what_would_go(arguments.dossier)
    else:
        found = erasing.erase_of_dossier(arguments.dossier, arguments.ground, actor=actor)
    verb = "Sẽ xóa" if arguments.dry_run else "Đã xóa"
    emit(
        {
            "ok": True,
            "dry_run": arguments.dry_run,
            "dossier": arguments.dossier,
            "records": found.records,
            "files": found.files,
        },
        as_json=arguments.json,
        text=f"{verb} {found.records} dữ liệu riêng và {found.files} tệp của hồ sơ {arguments.dossier}; "
        "chuỗi sự kiện vẫn nguyên (motcua log verify).",
    )
    return 0


def _prepare(dry_run: bool) -> None:
    """As the owner, who alone may remove rows that are written once; to look is enough as the application."""
    from motcua.site import database_ready
    from motcua.site.database import ROLE_VARIABLE

    database_ready.ensure()
    os.environ[ROLE_VARIABLE] = "application" if dry_run else "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    import django

    django.setup()


def _actor(code: str) -> str:
    from motcua.organisation.models import Officer
    from motcua.site.keeping.erasing import SYSTEM

    if not code:
        return SYSTEM
    if not Officer.objects.filter(code=code).exists():
        raise DomainError(
            gettext_noop("Không có cán bộ nào mang mã %(code)s. Chưa xóa gì."),
            gettext_noop("Ghi đúng mã cán bộ, ví dụ --by CB0015."),
            id="officer_unknown",
            code=code,
        )
    return f"officer:{code}"


ERASE: Final = Command("end of retention by rule, or lawful erasure of one dossier's data", _arguments, _run)
