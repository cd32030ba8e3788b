"""What the application's role may not do: change or remove what is written once (contracts, section 2)."""

from __future__ import annotations

from typing import Final

from django.apps import apps
from django.db import connection
from psycopg import sql

APPEND_ONLY: Final = (
    "dossiers.Event",
    "dossiers.DailySeal",
    "dossiers.Opening",
    "organisation.SignInRecord",
    "organisation.Change",
    "site.BackupRun",
    "site.ErasureRun",
    "organisation.RegimeSetting",
    "procedures.ProcessVersion",
    "procedures.ProcessVerdict",
    "forms.FormRevision",
    "money.Receipt",
    "money.Refund",
    "money.Waiver",
    "money.WaiverWithdrawal",
    "money.DayClose",
    "money.Settlement",
    "money.SettlementConfirmation",
    "notices.NoticeTemplate",
    "feedback.PetitionEvent",
    "feedback.PetitionOpening",
    "feedback.ClockSetting",
    "figures.IndexEntry",
    "figures.FigureLook",
    "vault.PaperUse",
    "payments.StatementImport",
    "payments.Arrival",
    "payments.PaymentEvent",
    "payments.ArrivalDecision",
)


def append_only_tables() -> list[str]:
    """The tables of `APPEND_ONLY` that exist."""
    present = set(connection.introspection.table_names())
    known = {model._meta.label: model._meta.db_table for model in apps.get_models()}
    return [known[label] for label in APPEND_ONLY if known.get(label) in present]


def grant_to(application_role: str) -> None:
    """Give the application's role what it needs on every table, and no more on those of the log.

    Runs as the owner, after the migrations, as often as one likes.
    """
    role = sql.Identifier(application_role)
    with connection.cursor() as cursor:
        for statement in (
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=role))
        for table in append_only_tables():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=role
                )
            )
