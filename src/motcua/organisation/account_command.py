"""`motcua account recover|rekey`: what is done to accounts on the server, where no page helps."""

from __future__ import annotations

import argparse
from typing import Final

from motcua.foundation.command_line import Command, emit

__all__ = ["ACCOUNT"]


def _recover_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="LOGIN", help="login name of an administrator, as anh.quantri")
    parser.add_argument("--reason", required=True, help="why, in words; kept in the register of changes")


def _recover(arguments: argparse.Namespace) -> int:
    from motcua.organisation.recovery import recover_account

    found = recover_account(arguments.login, arguments.reason)
    lines = [
        f"Đã mở lại tài khoản {found.login_name}. Mật khẩu dùng một lần, chỉ hiện lần này:",
        f"    {found.password}",
        "Đăng nhập rồi đổi ngay; trao tận tay nếu là người khác.",
        f"Đã kết thúc {found.sessions_ended} phiên."
        + (" Đã bỏ xác thực hai lớp; bật lại sau khi đăng nhập." if found.second_factor_removed else "")
        + (" Đã mở khóa." if found.unlocked else ""),
    ]
    emit(found._asdict(), as_json=arguments.json, text="\n".join(lines))
    return 0


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Takes no arguments."""


def _rekey(arguments: argparse.Namespace) -> int:
    from motcua.organisation.factor_cipher import encrypt_all

    rows = encrypt_all()
    text = f"Đã mã hóa lại {rows} dòng xác thực hai lớp bằng khóa đứng đầu; các khóa sau bỏ được."
    emit({"rows": rows}, as_json=arguments.json, text=text)
    return 0


ACCOUNT: Final = {
    "recover": Command(
        "let an administrator in who lost password or second factor", _recover_arguments, _recover, True
    ),
    "rekey": Command("encrypt second factors anew with the first key", _nothing, _rekey, True),
}
