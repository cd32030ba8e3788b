"""What a fresh cluster needs before the first migration: two roles, one database, three extensions."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

from motcua.foundation.errors import DomainError, gettext_noop

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")


def provision(
    superuser: str, *, database: str, owner: str, application: str, passwords: Mapping[str, str]
) -> None:
    """Make roles and database where they are missing and set the passwords of the roles.

    The owner migrates and may make databases (tests clone them); the application's role owns nothing.
    `superuser` is a libpq string for the cluster's `postgres` database.

    Raises: DomainError `keys_lost` where the superuser's password is not that of the cluster.
    """
    with _open(superuser) as link:
        for role, right in ((owner, "CREATEDB"), (application, "NOCREATEDB")):
            known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            link.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                    sql.SQL("ALTER" if known else "CREATE"),
                    sql.Identifier(role),
                    sql.SQL(right),
                    sql.Literal(passwords[role]),
                )
            )
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
            link.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database), sql.Identifier(owner)
                )
            )


def _open(conninfo: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(conninfo, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        raise DomainError(
            gettext_noop("Mật khẩu của cụm cơ sở dữ liệu không khớp với các khóa trong thư mục keys."),
            gettext_noop(
                "Khôi phục thư mục keys đã dùng khi tạo cụm, hoặc đặt MOTCUA_HOME sang thư mục mới."
            ),
            id="keys_lost",
        ) from error


def prepare_database(owner: str, application_role: str) -> None:
    """Extensions and default rights in one database; `owner` is the libpq string of its owner.

    Everything the owner makes later may be read and written by the application's role; what it may not
    write (the log) is taken away after the migrations, see `motcua.site.grants`.
    """
    with _open(owner) as link:
        for extension in EXTENSIONS:
            link.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        name, user = link.execute("SELECT current_database(), current_user").fetchone() or ("", "")
        if user == application_role:
            return
        role = sql.Identifier(application_role)
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {role}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {role}",
        ):
            link.execute(sql.SQL(statement).format(role=role, database=sql.Identifier(str(name))))
