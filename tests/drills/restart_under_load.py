"""Four counters receive without pause while the database is restarted; told as one JSON document.

Run as a programme of its own with a MOTCUA_HOME of its own, for it stops the server.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from uuid import uuid4

from motcua.site.cli import prepare_django

COUNTERS = 4
BEFORE, AFTER = 25, 25
PATIENCE = 90.0


def main() -> None:
    """Load the province, receive, restart in the middle, receive on, look at what is there."""
    prepare_django()
    from django.db import DatabaseError, InterfaceError, connection, connections
    from django.test import override_settings
    from psycopg import Error
    from tests.dossiers.room import RECEPTION, form

    from motcua.dossiers import services
    from motcua.dossiers.intake import read_intake
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.verify import verify
    from motcua.foundation.clock import SystemClock
    from motcua.foundation.struct_types import make_ready
    from motcua.organisation.queries import person_by_login
    from motcua.organisation.services import load_demo as load_organisation
    from motcua.procedures.services import load_demo as load_procedures
    from motcua.site import postgres

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        load_organisation()
    load_procedures()
    make_ready()
    acknowledged: dict[str, str] = {}
    broken: list[str] = []
    stop = threading.Event()

    def receive(key: str) -> str:
        clock = SystemClock()
        person = person_by_login(RECEPTION, clock.now())
        return services.receive(person, read_intake(form()), idempotency_key=key, clock=clock).code

    def counter() -> None:
        while not stop.is_set():
            key = uuid4().hex
            while key not in acknowledged:  # as a browser that got no answer sends the same form again
                try:
                    acknowledged[key] = receive(key)
                except (DatabaseError, InterfaceError, Error) as error:
                    broken.append(type(error).__name__)
                    connections.close_all()
                    time.sleep(0.05)
        connections.close_all()

    def until(count: int) -> None:
        limit = time.monotonic() + PATIENCE
        while len(acknowledged) < count and time.monotonic() < limit:
            time.sleep(0.02)

    threads = [threading.Thread(target=counter) for _ in range(COUNTERS)]
    for thread in threads:
        thread.start()
    until(BEFORE)
    one = postgres.cluster(lambda message: None)
    one.stop()
    held = len(acknowledged)
    one.start()
    until(held + AFTER)
    stop.set()
    for thread in threads:
        thread.join()

    connection.close()
    there = set(Dossier.objects.values_list("code", flat=True))
    verdict = verify()
    lost = sorted(set(acknowledged.values()) - there)
    json.dump(
        {
            "before": held,
            "acknowledged": len(acknowledged),
            "codes": len(set(acknowledged.values())),
            "present": len(there),
            "lost": lost,
            "broken": len(broken),
            "log_ok": verdict.ok,
            "dossiers": verdict.dossiers,
        },
        sys.stdout,
    )
    connection.close()


if __name__ == "__main__":
    main()
