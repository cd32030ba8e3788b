"""`motcua doctor [--all]` (contracts, section 1)."""

from __future__ import annotations

import argparse
import os
from typing import Final

from motcua.foundation.command_line import Command, emit
from motcua.foundation.errors import DomainError


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="read every attached file, not a sample")


def _run(arguments: argparse.Namespace) -> int:
    from motcua.site import database_ready

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    try:
        database_ready.ensure_server()
    except DomainError as refusal:
        checks = [{"id": "database", "ok": False, "message": refusal.message, "next": refusal.next_step}]
    else:
        import django

        django.setup()
        from motcua.site.keeping.doctor import examine

        checks = [
            {"id": each.id, "ok": each.ok, "message": each.message, "next": each.next}
            for each in examine(all_files=arguments.all)
        ]
    lines = []
    for check in checks:
        lines.append(f"{'  ổn  ' if check['ok'] else 'XEM LẠI'}  {check['id']:<17} {check['message']}")
        if check["next"]:
            lines.append(f"{'':<27}→ {check['next']}")
    document = {"ok": all(check["ok"] for check in checks), "checks": checks}
    emit(document, as_json=arguments.json, text="\n".join(lines))
    return 0


DOCTOR: Final = Command("look the installation over and say what to do; changes nothing", _arguments, _run)
