"""`motcua sandbox`: counterparts of providers outside, each as a process of its own, for trying and tests.

Whoever adds one adds a word here and a module of its own; none needs the database.
"""

from __future__ import annotations

import argparse
import os
from typing import Final

from motcua.foundation.command_line import Command, say

__all__ = ["SANDBOX"]


def _messages_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=8025, metavar="N", help="the port (8025; 0 takes a free one)"
    )
    parser.add_argument("--token", default="", help="refuse whoever does not send this token")
    parser.add_argument("--report-url", default="", metavar="URL", help="report deliveries there")
    parser.add_argument("--report-key", default="", metavar="KEY", help="sign the reports with this key")


def _messages(arguments: argparse.Namespace) -> int:
    from motcua.outbox.sandbox import Sandbox

    sandbox = Sandbox(
        arguments.port,
        token=arguments.token,
        report_url=arguments.report_url,
        report_key=arguments.report_key,
    )
    say(f"MOTCUA_SMS_URL={sandbox.url}/send  ·  {sandbox.url}/")
    try:
        sandbox.serve()
    finally:
        sandbox.close()
    return 0


def _gateway_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=8026, metavar="N", help="the port (8026; 0 takes a free one)"
    )


def _gateway(arguments: argparse.Namespace) -> int:
    from motcua.payments.protocol import names_in
    from motcua.payments.sandbox import Sandbox
    from motcua.site.secrets import server_key

    names = names_in(os.environ.get("MOTCUA_GATEWAY_NAMES", ""))
    sandbox = Sandbox(names, server_key("gateway"), arguments.port)
    say(f"MOTCUA_GATEWAY_URL={sandbox.url}")
    sandbox.serve()
    return 0


SANDBOX: Final = {
    "gateway": Command(
        "a payment gateway that only pretends, with a page for the payer",
        _gateway_arguments,
        _gateway,
        False,
    ),
    "messages": Command(
        "a gateway of short messages that only shows them", _messages_arguments, _messages, False
    ),
}
