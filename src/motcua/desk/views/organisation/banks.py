"""Tài khoản nhận tiền: an agency's own account, given from a day and ended by a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.desk.admin_forms import DAY, REASON, Done, Form, Item, answer
from motcua.desk.seen import Seen
from motcua.desk.views.organisation.common import agency_url, day_words
from motcua.organisation.agencies import agency_by_id
from motcua.organisation.banks import account_by_id
from motcua.organisation.queries import today
from motcua.organisation.seen import Subject
from motcua.organisation.services import add_account, end_account
from motcua.organisation.web import person_on, right


@right("administer_pay_accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def account_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An account of the agency's own."""
    found = agency_by_id(pk)
    items = (
        Item(
            name="bank",
            label=_("Mã BIN của ngân hàng"),
            limit=6,
            hint=_("6 chữ số do NAPAS cấp, như 970436; đứng trong mã VietQR."),
        ),
        Item(name="number", label=_("Số tài khoản"), limit=30),
        Item(
            name="holder",
            label=_("Chủ tài khoản"),
            limit=120,
            hint=_("Đúng như ngân hàng ghi; người nộp đối chiếu tên này trước khi chuyển."),
        ),
        Item(name="valid_from", label=_("Dùng từ ngày"), kind=DAY, value=max(today(), found.valid_from)),
        REASON,
    )

    def run(values: dict[str, Any]) -> Done:
        made = add_account(
            person_on(request),
            pk,
            bank=values["bank"],
            number=values["number"],
            holder=values["holder"],
            since=values["valid_from"],
            reason=values["reason"],
        )
        said = gettext("Từ ngày %(day)s tiền nộp trực tuyến về tài khoản %(number)s.")
        return Done(said % {"day": day_words(made.valid_from), "number": made.number}, agency_url(pk))

    notes = (
        _("Dùng cho cơ quan này và các cơ quan trực thuộc chưa có tài khoản riêng."),
        _(
            "Khoản đang chờ nộp vẫn về tài khoản cũ. Thêm rồi thì không sửa được: nhập sai thì kết thúc "
            "trước ngày đầu rồi thêm lại."
        ),
    )
    title = _("Thêm tài khoản nhận tiền")
    form = Form(title, title, items, agency_url(pk), f"{found.code} {found.name}", "building-bank", notes)
    return answer(request, form, run)


@right("administer_pay_accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def account_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of an account."""
    seen = Seen(request, Subject("agency_account", account_by_id(pk).agency.code))
    found = account_by_id(pk)
    back = agency_url(found.agency_id)

    def run(values: dict[str, Any]) -> Done:
        done = end_account(person_on(request), pk, values["valid_to"], reason=values["reason"])
        if done.valid_to is None:
            return Done(gettext("Đã bỏ tài khoản %(number)s nhập sai.") % {"number": done.number}, back)
        said = gettext("Tài khoản %(number)s dùng đến hết ngày %(day)s.")
        return Done(said % {"number": done.number, "day": day_words(done.valid_to)}, back)

    first = max(today(), found.valid_from)
    hint = _("Nhập sai thì ghi một ngày trước ngày đầu: tài khoản được bỏ.")
    items = (Item(name="valid_to", label=_("Ngày cuối"), kind=DAY, value=first, hint=hint), REASON)
    notes = (
        _(
            "Từ ngày sau đó, khoản nộp mới về tài khoản của cơ quan cấp trên, hoặc của tỉnh. Khoản đang chờ "
            "nộp vẫn về tài khoản này đến khi hết hạn."
        ),
    )
    title, subject = _("Kết thúc tài khoản nhận tiền"), f"{found.agency.name}: {found.number}"
    return answer(request, Form(title, _("Kết thúc"), items, back, subject, "player-stop", notes), run, seen)
