"""The server's settings: small machines, one socket, no TCP."""

from __future__ import annotations

from pathlib import Path


def server_settings(sockets: Path, *, durable: bool) -> str:
    """The text of `motcua.conf`; without `durable` (tests) a crash of the machine may lose the cluster."""
    lines = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "60",
        "shared_buffers": "256MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "effective_cache_size": "1GB",
        "random_page_cost": "1.1",
        "max_wal_size": "1GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        # The statements here are short; compiling them costs more than it saves.
        "jit": "off",
        # Nor is any so long that starting workers pays: a report of a year was slower with them, and on a
        # busy machine they take the processors from everybody else.
        "max_parallel_workers_per_gather": "0",
        "timezone": "UTC",
        "log_timezone": "Asia/Ho_Chi_Minh",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "lc_messages": "C",
        "password_encryption": "scram-sha-256",
    }
    if not durable:
        lines |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }
    return "".join(f"{name} = '{_quoted(value)}'\n" for name, value in lines.items())


def _quoted(value: str) -> str:
    return value.replace("'", "''")
