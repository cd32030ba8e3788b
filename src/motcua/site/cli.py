"""The `motcua` command: finds the verb, makes ready what it needs, and turns refusals into exit codes.

Exit codes (contracts, section 1): 0 the work was done, 1 a check found faults, 2 usage or unreadable input
with `{"error":{"id","message","next"}}` on standard output where `--json` was asked for.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from motcua.foundation.command_line import Command, emit, say
from motcua.foundation.errors import DomainError, UsageError, gettext_noop

Table = Command | Mapping[str, "Command | Mapping[str, Command]"]

# Verb -> "module:attribute". The attribute is a Command, or a mapping of further words to Commands.
VERBS: Final[dict[str, str]] = {
    "due": "motcua.site.due_command:DUE",
    "code": "motcua.law.code_command:CODE",
    "procedures": "motcua.procedures.procedures_command:PROCEDURES",
    "process": "motcua.site.process_command:PROCESS",
    "form": "motcua.forms.form_command:FORM",
    "search": "motcua.procedures.procedures_command:SEARCH",
    "log": "motcua.dossiers.log_command:LOG",
    "dossier": "motcua.dossiers.dossier_command:DOSSIER",
    "dossiers": "motcua.dossiers.import_command:DOSSIERS",
    "bench": "motcua.site.bench_command:BENCH",
    "generate": "motcua.dossiers.generate_command:GENERATE",
    "simulate": "motcua.site.simulate_command:SIMULATE",
    "demo": "motcua.site.demo_command:DEMO",
    "serve": "motcua.site.demo_command:SERVE",
    "work": "motcua.site.demo_command:WORK",
    "db": "motcua.site.db_command:DB",
    "backup": "motcua.site.keeping.backup_command:BACKUP",
    "restore": "motcua.site.keeping.backup_command:RESTORE",
    "doctor": "motcua.site.keeping.doctor_command:DOCTOR",
    "account": "motcua.organisation.account_command:ACCOUNT",
    "erase": "motcua.site.keeping.erase_command:ERASE",
    "messages": "motcua.outbox.messages_command:MESSAGES",
    "sandbox": "motcua.site.sandbox_command:SANDBOX",
    "vietqr": "motcua.site.vietqr_command:VIETQR",
    "report": "motcua.site.nation_command:REPORT",
    "figures": "motcua.figures.figures_command:FIGURES",
}
HELP: Final[dict[str, str]] = {
    "due": "work out a due date (no database)",
    "code": "read dossier, agency and procedure codes (no database)",
    "procedures": "import and show the catalogue",
    "process": "import, check, draw internal processes; tell past dossiers again on a version",
    "form": "check electronic forms against the papers of their procedures",
    "search": "find procedures by words",
    "log": "verify, rebuild, seal and export the log",
    "dossier": "the clocks of one dossier",
    "dossiers": "take dossiers in from a list of another system",
    "bench": "measure against the budgets",
    "generate": "make a past of dossiers through the pure core",
    "simulate": "make a simulated year of a province, exact to the dossier",
    "demo": "the demonstration: database, web server and worker in the foreground",
    "serve": "the web server alone",
    "work": "the job worker alone",
    "db": "the database: start, stop, status, url, migrate, psql",
    "backup": "write database, files and keys into a folder",
    "restore": "load a backup into an empty database and prove it",
    "doctor": "look the installation over and say what to do",
    "account": "let an administrator in again; change the key of second factors",
    "erase": "end of retention by rule; lawful erasure of a dossier's data",
    "messages": "messages that wait, or that did not arrive",
    "sandbox": "stand in for a provider outside: what would be sent, on a page",
    "vietqr": "write and read the QR code of a transfer (no database)",
    "report": "reports of any period as known at any moment",
    "figures": "what figures are, proof against the log, published tables read critically",
    "manage": "Django's own management commands",
}


class _Parser(argparse.ArgumentParser):
    """argparse that refuses like everything else here."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            gettext_noop("Lệnh không đúng: %(reason)s"),
            gettext_noop("Xem cách dùng: %(command)s --help"),
            reason=message,
            command=self.prog,
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    held_before = _holds_server()
    try:
        return _dispatch(words)
    except DomainError as refusal:
        _show(refusal, as_json=as_json)
        return 2
    except KeyboardInterrupt:
        say("Đã dừng theo yêu cầu.")
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does; that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        if not held_before:
            _leave()


def _holds_server() -> bool:
    return "motcua.site.postgres" in sys.modules and sys.modules["motcua.site.postgres"].held()


def _leave() -> None:
    """Give the embedded server up where this command held it; the last user stops it."""
    if "motcua.site.postgres" in sys.modules:
        from motcua.site import postgres

        postgres.release()


def _dispatch(words: list[str]) -> int:
    if not words:
        words = ["--help"]
    if words[0] == "manage":
        return _manage(words[1:])
    verb = next((word for word in words if not word.startswith("-")), None)
    parser = _Parser(prog="motcua", description="Một Cửa", epilog="motcua VERB --help tells more")
    choices = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    for name, text in HELP.items():
        under = choices.add_parser(name, help=text)
        if name == verb:
            _add(under, _load(name))
    arguments = parser.parse_args(words)
    command: Command = arguments.command
    needs = command.needs_database
    if needs(arguments) if callable(needs) else needs:
        prepare_django()
    return command.run(arguments)


def _add(parser: argparse.ArgumentParser, table: Table) -> None:
    if isinstance(table, Command):
        parser.description = table.help
        table.arguments(parser)
        if "--json" not in parser._option_string_actions:
            parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
        parser.set_defaults(command=table)
        return
    below = parser.add_subparsers(metavar="WHAT", required=True, parser_class=_Parser)
    for word, entry in table.items():
        text = entry.help if isinstance(entry, Command) else ""
        _add(below.add_parser(word, help=text), entry)


def _load(verb: str) -> Table:
    module, _, attribute = VERBS[verb].partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)  # type: ignore[no-any-return]
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise DomainError(
            gettext_noop("Bản cài đặt này chưa có lệnh %(verb)s."),
            gettext_noop("Cài lại bằng `make setup`, hoặc dùng một phiên bản mới hơn."),
            id="verb_missing",
            verb=verb,
        ) from error


def prepare_django() -> None:
    """The database ready and Django set up, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    from motcua.site import database_ready

    database_ready.ensure()
    import django

    django.setup()


# These look at code alone or change tables: the first need no server, the second the owner's role.
_WITHOUT_DATABASE: Final = {
    "check",
    "collectstatic",
    "compilemessages",
    "makemessages",
    "help",
    "findstatic",
    "diffsettings",
}
_AS_OWNER: Final = {"migrate", "makemigrations", "sqlmigrate", "flush", "dbshell", "showmigrations"}


def _manage(words: list[str]) -> int:
    from motcua.site.database import ROLE_VARIABLE

    name = words[0] if words else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.site.settings")
    if name in _AS_OWNER:
        os.environ[ROLE_VARIABLE] = "owner"
        from motcua.site.database_ready import ensure_server

        ensure_server()
    elif name not in _WITHOUT_DATABASE:
        prepare_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["motcua manage", *words])
    return 0


def _show(refusal: DomainError, *, as_json: bool) -> None:
    if as_json:
        document: dict[str, Any] = {"id": refusal.id, "message": refusal.message, "next": refusal.next_step}
        emit({"error": document}, as_json=True)
        return
    say(refusal.message)
    if refusal.next_step:
        say(refusal.next_step)


if __name__ == "__main__":
    sys.exit(main())
