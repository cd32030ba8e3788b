"""The slow, obvious recount that reports are tested against: each log read as JSON, one dossier at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from motcua.dossiers.rebuild import told_facts
from motcua.figures.ii06a import Scope
from motcua.figures.rule_sets import RuleSet
from motcua.figures.verify import classified

Numbers = Counter[str]


class Counted(NamedTuple):
    """A dossier of the period: the columns of form II.06a in which it counts, what its facts say, and what
    its log says happened in it."""

    came: int
    column: int
    dossier: int
    fact: dict[str, Any]
    seen: dict[str, Any]

    @property
    def received(self) -> bool:
        return self.came in {4, 5}


def logs() -> dict[int, list[dict[str, Any]]]:
    """Every log as plain dictionaries, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossier_id, body FROM dossiers_event ORDER BY dossier_id, seq")
        found: dict[int, list[dict[str, Any]]] = {}
        for key, body in cursor.fetchall():
            found.setdefault(key, []).append(json.loads(body))
    return found


def counted(scope: Scope, rules: RuleSet) -> Iterator[Counted]:
    """The dossiers of a period as they were known at its moment."""
    by_id = logs()
    for (versions, _), (dossier, events) in zip(told_facts(), by_id.items(), strict=True):
        known = [each for each in versions if each["known_from"] <= scope.as_of]
        columns = list(classified(versions, scope, rules))
        if columns:
            before = [e for e in events if e["recorded_at"] <= scope.as_of]
            stood = [e for e in known if e["occurred_at"] < scope.end] or known
            seen = happened(before) | {"as_of": scope.as_of}
            yield Counted(columns[0], columns[1], dossier, known[-1] | {"stood": stood[-1]}, seen)


def happened(events: list[dict[str, Any]]) -> dict[str, Any]:
    """What a log says, in the plainest way."""
    seen: dict[str, Any] = {
        "paid": Counter(),
        "faults": Counter(),
        "parts": {},
        "result": None,
        "documents": 0,
        "counts": Counter(),
        "obligations_online": 0,
    }
    for event in events:
        payload, kind = event["payload"], event["type"]
        seen["counts"][kind] += 1
        if "intake" in payload:
            seen["papers"] = payload["intake"]["components"]
            seen.setdefault("first_papers", seen["papers"])
            seen["intake"] = payload["intake"]
            seen["fee"] = payload["intake"].get("fee_state", "none_due")
        if kind == "supplement_received":
            given = {line["no"]: line for line in payload.get("components", [])}
            seen["papers"] = list(({line["no"]: line for line in seen["papers"]} | given).values())
        if kind == "fee_paid":
            seen["paid"][payload["method"]] += payload["amount"]
            seen["fee"] = "paid"
        if kind == "obligation_fulfilled":
            seen["obligations_online"] += bool(payload.get("receipt"))
        if kind == "fee_waived" and not payload.get("partial"):
            seen["fee"] = "exempt"
        if kind == "returned":
            seen["fee"] = payload.get("fee_state", "none_due")
        if kind in {"supplement_requested", "registration_noticed"}:
            seen.setdefault("first_asked", payload["items"])
            for item in payload["items"]:
                seen["faults"][item.get("fault", "untold")] += 1
        if kind in {"granted", "refused"}:
            seen["result"], seen["documents"] = payload["signature"], len(payload.get("documents", ()))
        for part in payload.get("steps", {}).get("parts", []):
            seen["parts"][part["no"]] = part
    return seen
