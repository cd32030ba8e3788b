"""Readers of pages for `motcua bench portal`, in a process of their own; asked and answering in JSON.

Reads `{"port", "pages": {name: [address]}, "clients", "runs"}`; a client keeps one connection.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from typing import Any, Final

AGENT: Final = "Mozilla/5.0 (motcua bench)"


def read(asked: dict[str, Any]) -> dict[str, Any]:
    """The seconds of each answer by page, the time of all, and what was refused."""
    plan = [(name, address) for name, addresses in asked["pages"].items() for address in addresses]
    seconds: dict[str, list[float]] = {name: [] for name in asked["pages"]}
    refused: list[str] = []
    turns = iter(range(asked["runs"]))
    lock = threading.Lock()

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", asked["port"], timeout=60)
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                break
            name, address = _chosen(plan, asked["pages"], turn)
            began = time.perf_counter()
            link.request("GET", address, headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"})
            answer = link.getresponse()
            answer.read()
            took = time.perf_counter() - began
            with lock:
                seconds[name].append(took)
                if answer.status != http.client.OK:
                    refused.append(f"{address} {answer.status}")
        link.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(asked["clients"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    return {
        "seconds": seconds,
        "elapsed": elapsed,
        "refused": len(refused),
        "first_refusal": refused[0] if refused else "",
    }


def _chosen(plan: list[tuple[str, str]], pages: dict[str, list[str]], turn: int) -> tuple[str, str]:
    """Every page in turn, each time another address of it."""
    names = list(pages)
    name = names[turn % len(names)]
    addresses = pages[name]
    return name, addresses[(turn // len(names)) % len(addresses)] if addresses else plan[0][1]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read(json.loads(sys.stdin.read()))))
