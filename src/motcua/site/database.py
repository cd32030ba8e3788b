"""Which database Django talks to: `DATABASE_URL`, else the embedded cluster of this installation."""

from __future__ import annotations

import os
from typing import Any, Final

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.site.home import home
from motcua.site.postgres.places import socket_folder
from motcua.site.secrets import server_key

DATABASE: Final = "motcua"
OWNER: Final = "motcua_owner"
APPLICATION: Final = "motcua_app"
ROLE_VARIABLE: Final = "MOTCUA_DATABASE_ROLE"


def embedded() -> bool:
    """Whether this installation runs its own cluster."""
    return not os.environ.get("DATABASE_URL")


def connection(role: str = "") -> dict[str, str]:
    """The libpq parameters (`host`, `dbname`, `user`, ...) of a role: `owner` migrates, `application` works.

    Without a role it is the one in MOTCUA_DATABASE_ROLE, else `application`. Where only `DATABASE_URL` is
    set both are the same role; `/readyz` and `log verify` warn of it.

    Raises: DomainError `database_url` for an address that cannot be read.
    """
    role = role or os.environ.get(ROLE_VARIABLE, "application")
    if embedded():
        user = OWNER if role == "owner" else APPLICATION
        return {
            "host": str(socket_folder(home())),
            "port": "5432",
            "dbname": DATABASE,
            "user": user,
            "password": server_key(f"database-{user.removeprefix('motcua_')}"),
        }
    name = "DATABASE_URL"
    if role == "owner" and os.environ.get("MOTCUA_OWNER_DATABASE_URL"):
        name = "MOTCUA_OWNER_DATABASE_URL"
    return _read(name, os.environ[name])


def conninfo(role: str = "", **changes: str) -> str:
    """`connection(role)` as one libpq string, for psycopg itself."""
    return make_conninfo("", **{**connection(role), **changes})


def _read(name: str, url: str) -> dict[str, str]:
    refusal = DomainError(
        gettext_noop("Biến %(name)s không phải là địa chỉ của một máy chủ PostgreSQL."),
        gettext_noop("Viết theo mẫu postgresql://tài_khoản:mật_khẩu@máy_chủ:5432/tên_cơ_sở_dữ_liệu."),
        id="database_url",
        name=name,
    )
    if not url.startswith(("postgres://", "postgresql://")):
        raise refusal
    try:
        found = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        raise refusal from error
    if not found.get("dbname"):
        raise refusal
    return found


def database_settings() -> dict[str, Any]:
    """The entry of Django's `DATABASES` for the role in force; connects to nothing."""
    found = connection()
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    settings: dict[str, Any] = {names[key]: value for key, value in found.items() if key in names}
    options: dict[str, Any] = {key: value for key, value in found.items() if key not in names}
    # The write path sends few statements often: psycopg prepares them from the second use.
    options["prepare_threshold"] = 2
    options.setdefault("application_name", "motcua")
    return {
        "ENGINE": "motcua.site.backend",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        **settings,
    }
