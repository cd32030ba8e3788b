"""`motcua db`: the database of this installation."""

from __future__ import annotations

import argparse
import os
import shutil
from typing import Final

from motcua.foundation.command_line import Command, emit
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site import database, database_ready, postgres
from motcua.site.postgres.binaries import choose


def _nothing(parser: argparse.ArgumentParser) -> None:
    """These words take no arguments of their own."""


def _start(arguments: argparse.Namespace) -> int:
    _refuse_foreign()
    postgres.ensure_running(keep=True)
    return _status(arguments)


def _stop(arguments: argparse.Namespace) -> int:
    _refuse_foreign()
    stopped = postgres.shut_down()
    text = "Đã dừng PostgreSQL." if stopped else "PostgreSQL không chạy."
    emit({"ok": True, "stopped": stopped}, as_json=arguments.json, text=text)
    return 0


def _status(arguments: argparse.Namespace) -> int:
    if not database.embedded():
        emit({"embedded": False}, as_json=arguments.json, text="Dùng máy chủ trong DATABASE_URL.")
        return 0
    found = postgres.status()
    text = f"{'Đang chạy' if found.running else 'Không chạy'}; dữ liệu: {found.data}; ổ nối: {found.socket}"
    emit({"embedded": True, **found._asdict()}, as_json=arguments.json, text=text)
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    database_ready.migrate()
    emit({"ok": True}, as_json=arguments.json, text="Các bảng đã theo đúng mã nguồn.")
    return 0


def _role_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", choices=["application", "owner"], default="application")


def _psql(arguments: argparse.Namespace) -> int:
    database_ready.ensure()
    beside = choose().folder / "psql" if database.embedded() else None
    program = str(beside) if beside and beside.exists() else shutil.which("psql")
    if program is None:
        raise DomainError(
            gettext_noop("Không tìm thấy chương trình psql."),
            gettext_noop("Cài gói postgresql-client của hệ điều hành."),
            id="psql_missing",
        )
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "dbname": "PGDATABASE",
        "user": "PGUSER",
        "password": "PGPASSWORD",
    }
    found = database.connection(arguments.role)
    # Given by the environment: a command line is seen by everybody on the machine.
    os.environ.update({names[key]: value for key, value in found.items() if key in names})
    return os.spawnv(os.P_WAIT, program, [program])


def _url(arguments: argparse.Namespace) -> int:
    found = database.connection(arguments.role)
    shown = database.conninfo(arguments.role)
    emit({"conninfo": shown, **found}, as_json=arguments.json, text=shown)
    return 0


def _refuse_foreign() -> None:
    if not database.embedded():
        raise DomainError(
            gettext_noop("DATABASE_URL đang được đặt, nên máy chủ cơ sở dữ liệu không do lệnh này quản lý."),
            gettext_noop("Bỏ DATABASE_URL để dùng cụm đi kèm."),
            id="database_foreign",
        )


DB: Final = {
    "start": Command("start the embedded server and leave it running", _nothing, _start),
    "stop": Command("stop the embedded server", _nothing, _stop),
    "status": Command("whether it runs and where its data are", _nothing, _status),
    "migrate": Command("bring the tables up to this code", _nothing, _migrate),
    "psql": Command("open psql", _role_argument, _psql),
    "url": Command("how to connect, with the password", _role_argument, _url),
}
