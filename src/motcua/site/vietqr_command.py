"""`motcua vietqr make` and `parse`: a transfer as a QR payload and back, without a database."""

from __future__ import annotations

import argparse
import sys
from typing import Final

import msgspec

from motcua.foundation import vietqr
from motcua.foundation.command_line import Command, emit
from motcua.foundation.errors import UsageError, gettext_noop
from motcua.foundation.money import dong


def _make_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bank", required=True, metavar="BIN", help="the bank's six digits, 970416")
    parser.add_argument("--account", required=True, metavar="NUMBER")
    parser.add_argument("--amount", metavar="DONG", help="whole đồng; without it the payer types it")
    parser.add_argument("--purpose", default="", help="folded to ASCII and cut to 25 characters")
    parser.add_argument("--service", default=vietqr.TO_ACCOUNT, choices=vietqr.SERVICES)


def _make(arguments: argparse.Namespace) -> int:
    amount = None if arguments.amount is None else _whole(arguments.amount)
    payload = vietqr.make(
        arguments.bank, arguments.account, amount, arguments.purpose, service=arguments.service
    )
    document = {"payload": payload, **msgspec.to_builtins(vietqr.parse(payload))}
    emit(document, as_json=arguments.json, text=payload)
    return 0


def _parse_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("payload", help="the text of the code; - reads it from standard input")


def _parse(arguments: argparse.Namespace) -> int:
    # More than any payload may have is never read.
    payload = sys.stdin.read(4 * vietqr.LONGEST) if arguments.payload == "-" else arguments.payload
    found = vietqr.parse(payload)
    amount = "" if found.amount is None else dong(found.amount)
    line = "; ".join(part for part in (found.bin, found.account, amount, found.purpose) if part)
    emit(found, as_json=arguments.json, text=line)
    return 0


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 13:
        raise UsageError(
            gettext_noop("Số tiền “%(amount)s” không đúng: cần số đồng nguyên từ 1, nhiều nhất 13 chữ số."),
            gettext_noop("Ghi lại số tiền, không có phần lẻ; để trống nếu người trả tự nhập."),
            id="bad_amount",
            amount=text[:40],
        )
    return int(text)


VIETQR: Final[dict[str, Command]] = {
    "make": Command("the payload of a VietQR transfer", _make_arguments, _make),
    "parse": Command("read and check the payload of a VietQR", _parse_arguments, _parse),
}
