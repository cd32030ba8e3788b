"""`motcua backup DIR` and `motcua restore DIR` (contracts, section 1)."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Any, Final

from motcua.foundation.command_line import Command, emit, say


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", metavar="DIR", type=_folder, help="folder of backups; made where missing")
    parser.add_argument("--verify", action="store_true", help="only check the newest backup in DIR")
    parser.add_argument("--keep", type=int, default=0, help="afterwards keep only so many (0: all)")


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", metavar="DIR", type=_folder, help="folder of backups, or one backup in it")


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _prepare(role: str) -> None:
    """Django on the server as it is: a backup is taken before an upgrade, a restore makes its own tables."""
    from motcua.site import database_ready
    from motcua.site.database import ROLE_VARIABLE

    os.environ[ROLE_VARIABLE] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    database_ready.ensure_server()
    import django

    django.setup()


def _backup(arguments: argparse.Namespace) -> int:
    if arguments.verify:
        return _verify(arguments)
    started = time.perf_counter()
    _prepare("application")
    from motcua.site.keeping import backup, runs

    with runs.recorded(arguments.dir) as run:
        made = backup.take(arguments.dir, keep=max(0, arguments.keep), say=say)
        run.done(made)
    manifest = made.manifest
    ok = manifest.chain.equal and not manifest.missing
    seconds = round(time.perf_counter() - started, 2)
    document = {
        "ok": ok,
        "seconds": seconds,
        "tables": {table.name: table.rows for table in manifest.tables},
        "files": manifest.files,
        "chain_heads_equal": manifest.chain.equal,
        "missing": manifest.missing,
        "backup": str(made.folder),
        "seal": made.seal,
        "bytes_new": made.bytes_new,
    }
    lines = [
        f"{made.folder}: {sum(table.rows for table in manifest.tables)} dòng, {manifest.files} tệp, "
        f"{seconds} giây.",
        f"Dấu niêm (ghi lại ở nơi khác): {made.seal}",
        "Bản sao lưu có dữ liệu cá nhân và khóa của máy chủ (keys): giữ như giữ máy chủ.",
    ]
    if not manifest.chain.equal:
        lines.append("CẢNH BÁO: đầu chuỗi không khớp nhật ký; chạy `motcua log verify` ngay.")
    if manifest.missing:
        lines.append(
            f"CẢNH BÁO: kho thiếu hoặc hỏng {len(manifest.missing)} tệp; chạy `motcua doctor --all`."
        )
    emit(document, as_json=arguments.json, text="\n".join(lines))
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from motcua.site.keeping import layout
    from motcua.site.keeping.check import check

    started = time.perf_counter()
    place, one = layout.chosen(arguments.dir)
    manifest = check(place, one, say)
    document = {
        "ok": True,
        "seconds": round(time.perf_counter() - started, 2),
        "tables": {table.name: table.rows for table in manifest.tables},
        "files": manifest.files,
        "chain_heads_equal": manifest.chain.equal,
        "missing": manifest.missing,
        "backup": str(one),
    }
    emit(document, as_json=arguments.json, text=f"{one}: trọn vẹn, ghi lúc {manifest.made_at}.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    started = time.perf_counter()
    from motcua.site.keeping import layout

    layout.load(layout.chosen(arguments.dir)[1])  # before any server is started
    _prepare("owner")
    from motcua.site import database_ready
    from motcua.site.database import connection, conninfo
    from motcua.site.keeping.restore import restore, verified
    from motcua.site.postgres.provision import prepare_database

    prepare_database(conninfo("owner"), connection("application")["user"])
    back = restore(arguments.dir, say=say)
    log: dict[str, Any] = {"ok": False}
    if back.proof.ok:
        database_ready.migrate(say)
        say("Kiểm tra nhật ký…")
        log = verified()
    ok = back.proof.ok and log["ok"]
    document = {
        "ok": ok,
        "seconds": round(time.perf_counter() - started, 2),
        "tables": back.proof.tables,
        "files": back.manifest.files,
        "chain_heads_equal": back.proof.heads_equal,
        "differing": back.proof.differing,
        "missing": back.manifest.missing,
        "log": log,
        "notes": back.notes,
        "backup": str(back.backup),
    }
    emit(document, as_json=arguments.json, text=_told(document))
    return 0 if ok else 1


def _told(document: dict[str, Any]) -> str:
    if not document["ok"]:
        return (
            "KHÔNG KHỚP bản sao lưu: "
            + (", ".join(document["differing"]) or "chuỗi sự kiện")
            + ". Nếu bảng không khớp thì không có gì được giữ lại; dùng một bản sao lưu khác."
        )
    lines = [
        f"Đã phục hồi {sum(document['tables'].values())} dòng, {document['files']} tệp "
        f"trong {document['seconds']} giây; số dòng, mã băm từng bảng, đầu chuỗi và nhật ký đều khớp."
    ]
    if document["missing"]:
        lines.append(f"{len(document['missing'])} tệp đã thiếu từ lúc sao lưu.")
    return "\n".join([*lines, *document["notes"]])


BACKUP: Final = Command(
    "write database, files and keys into DIR, as one moment saw them", _backup_arguments, _backup
)
RESTORE: Final = Command(
    "load a backup into an empty database and prove that nothing is missing", _restore_arguments, _restore
)
