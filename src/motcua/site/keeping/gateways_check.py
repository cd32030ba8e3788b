"""The gateways of short messages and of payment, as findings of `motcua doctor`: set up, reached, one key."""

from __future__ import annotations

import os
import socket
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from motcua.foundation.errors import DomainError, gettext_noop
from motcua.organisation.banks import accounts_from, check
from motcua.organisation.queries import today
from motcua.payments.accounts import account
from motcua.payments.gateway import Probe, probe
from motcua.site.keeping import doctor

_SECONDS: Final = 5
_PORTS: Final = {"http": 80, "https": 443}
_CHANNELS: Final = {"sms": ("SMS", "MOTCUA_SMS_URL"), "zalo": ("Zalo", "MOTCUA_ZALO_URL")}


def gateway_checks() -> list[doctor.Check]:
    """One finding for each gateway, one for the account of the setting, one for those of agencies."""
    return [*(_messages(channel) for channel in _CHANNELS), _payment(), _account(), _accounts_of_agencies()]


def _messages(channel: str) -> doctor.Check:
    """Only whether somebody listens: to ask more would send a message to a person."""
    name, setting = _CHANNELS[channel]
    found = settings.MOTCUA_GATEWAYS[channel]
    values = {"name": name, "setting": setting, "token": setting.replace("_URL", "_TOKEN")}
    if found is None:
        off = gettext_noop("Chưa đặt %(setting)s: không gửi tin %(name)s.")
        return doctor.Check(channel, True, off, params=values)
    parts = urlsplit(found.url)
    values["host"] = parts.hostname or ""
    try:
        socket.create_connection(
            (parts.hostname or "", parts.port or _PORTS[parts.scheme]), timeout=_SECONDS
        ).close()
    except OSError as error:
        return doctor.Check(
            channel,
            False,
            gettext_noop("Cổng tin nhắn %(name)s (%(host)s) không trả lời: %(reason)s."),
            gettext_noop("Kiểm tra %(setting)s, tường lửa và nhà cung cấp; tin chờ gửi được giữ lại."),
            {**values, "reason": error.strerror or type(error).__name__},
        )
    if not found.token:
        return doctor.Check(
            channel,
            False,
            gettext_noop("Cổng tin nhắn %(name)s (%(host)s) trả lời nhưng chưa đặt khóa gửi tin."),
            gettext_noop("Đặt %(token)s là khóa nhà cung cấp đã cấp."),
            values,
        )
    return doctor.Check(
        channel, True, gettext_noop("Cổng tin nhắn %(name)s (%(host)s) trả lời, đã có khóa."), params=values
    )


def _payment() -> doctor.Check:
    if not settings.MOTCUA_GATEWAY_URL:
        off = gettext_noop("Chưa đặt MOTCUA_GATEWAY_URL: chỉ nộp trực tuyến được bằng mã VietQR.")
        return doctor.Check("payment_gateway", True, off)
    values = {"host": urlsplit(settings.MOTCUA_GATEWAY_URL).hostname or ""}
    try:
        answer = probe()
    except DomainError as error:
        return doctor.Check("payment_gateway", False, error.template, error.next_template, dict(error.params))
    if answer is Probe.AWAY:
        return doctor.Check(
            "payment_gateway",
            False,
            gettext_noop("Cổng thanh toán %(host)s không trả lời."),
            gettext_noop("Kiểm tra MOTCUA_GATEWAY_URL và tường lửa; người nộp vẫn dùng được mã VietQR."),
            values,
        )
    if answer is Probe.OTHER_KEY:
        return doctor.Check(
            "payment_gateway",
            False,
            gettext_noop("Cổng thanh toán %(host)s trả lời nhưng không cùng khóa, hoặc lệch đồng hồ."),
            gettext_noop("Đặt MOTCUA_KEY_GATEWAY đúng khóa chung với cổng; kiểm tra giờ của hai máy."),
            values,
        )
    if not settings.MOTCUA_SIMULATED and not os.environ.get("MOTCUA_KEY_GATEWAY"):
        said = gettext_noop("Cổng thanh toán %(host)s trả lời, cùng khóa (khóa trong thư mục keys).")
        return doctor.Check("payment_gateway", True, said, params=values)
    said = gettext_noop("Cổng thanh toán %(host)s trả lời, cùng khóa.")
    return doctor.Check("payment_gateway", True, said, params=values)


def _account() -> doctor.Check:
    try:
        found = account()
    except DomainError as error:
        return doctor.Check("payment_account", False, error.template, error.next_template, dict(error.params))
    if found is None:
        off = gettext_noop("Chưa đặt MOTCUA_PAY_ACCOUNT: không có mã VietQR cho người nộp.")
        return doctor.Check("payment_account", True, off)
    said = gettext_noop("Tiền nộp trực tuyến về tài khoản %(number)s (BIN %(bank)s).")
    return doctor.Check("payment_account", True, said, params={"number": found.number, "bank": found.bank})


def _accounts_of_agencies() -> doctor.Check:
    """Whether a VietQR can be made for each; pages refuse others, SQL by hand does not."""
    every = accounts_from(today())
    wrong: dict[str, None] = {}
    for each in every:
        try:
            check(each.bank, each.number)
        except DomainError:
            wrong[each.agency.name] = None
    if wrong:
        return doctor.Check(
            "agency_accounts",
            False,
            gettext_noop("Tài khoản nhận tiền sai dạng, không lập được mã VietQR: %(names)s."),
            gettext_noop("Kết thúc tài khoản ấy ở trang cơ quan rồi thêm tài khoản đúng."),
            {"names": ", ".join(wrong)},
        )
    if not every:
        return doctor.Check(
            "agency_accounts", True, gettext_noop("Không cơ quan nào có tài khoản nhận tiền riêng.")
        )
    said = gettext_noop("%(count)s tài khoản nhận tiền riêng của cơ quan, lập được mã VietQR.")
    return doctor.Check("agency_accounts", True, said, params={"count": len(every)})
