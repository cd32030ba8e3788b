"""Where people can go: the officer's rail and the citizen's menu, each item by the right it asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.citizens.web import citizen_on
from motcua.organisation.rights import Person, may
from motcua.organisation.web import PUBLIC, SIGNED_IN, person_on
from motcua.outbox.queries import MOST_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One place to go. `view` is a URL name; `right` an action of `organisation.rights.ACTIONS`, `signed_in`
    or `public`; `on_phone` keeps it in the bar of four that phones have. `url`, `current` and `count` are
    filled for one request. `section` is the beginning of the addresses that count as being there."""

    label: str | Lazy
    view: str
    icon: str = ""
    right: str = PUBLIC
    on_phone: bool = True
    boxed: bool = False
    section: str = ""
    url: str = ""
    current: bool = False
    count: int | None = None


# In the order of the rail. A page of the desk adds its line here.
RAIL: Final[tuple[Item, ...]] = (
    Item(label=_("Tiếp nhận"), view="desk:counter", icon="file-plus", right="receive", section="/tiep-nhan/"),
    Item(
        label=_("Nộp trực tuyến"),
        view="desk:online",
        icon="device-laptop",
        right="receive",
        on_phone=False,
        section="/truc-tuyen/",
    ),
    Item(
        label=_("Việc của tôi"), view="desk:home", icon="list-check", right="work", section="/ban-lam-viec/"
    ),
    Item(
        label=_("Việc của đơn vị"),
        view="desk:unit",
        icon="users-group",
        right="direct_work",
        on_phone=False,
        section="/don-vi/",
    ),
    Item(
        label=_("Liên thông"),
        view="desk:linked",
        icon="arrows-split",
        right="see_linked_work",
        on_phone=False,
        section="/lien-thong/",
    ),
    Item(
        label=_("Số của tôi"),
        view="desk:own_figures",
        icon="chart-dots",
        right="see_own_figures",
        on_phone=False,
        section="/so-cua-",
    ),
    Item(label=_("Hồ sơ"), view="desk:dossiers", icon="files", right="read_dossiers", section="/ho-so/"),
    Item(
        label=_("Thu phí"),
        view="desk:money_day",
        icon="coin",
        right="take_money",
        on_phone=False,
        section="/thu-phi/",
    ),
    Item(
        label=_("Kho giấy tờ"),
        view="desk:stored_papers",
        icon="archive",
        right="describe_papers",
        on_phone=False,
        section="/kho-giay-to/",
    ),
    Item(
        label=_("Tài khoản người dân"),
        view="desk:citizens",
        icon="id",
        right="prove_citizen_identity",
        on_phone=False,
        section="/nguoi-dan/",
    ),
    Item(label=_("Bàn trưởng bộ phận"), view="desk:section", icon="layout-dashboard", right="export_logbook"),
    Item(
        label=_("Sổ theo dõi"),
        view="desk:logbook",
        icon="notebook",
        right="export_logbook",
        on_phone=False,
    ),
    Item(
        label=_("Tổng quan"),
        view="desk:overview",
        icon="chart-bar",
        right="see_reports",
        section="/tong-quan/",
    ),
    Item(
        label=_("Báo cáo"),
        view="desk:report_ii06a",
        icon="report",
        right="see_reports",
        on_phone=False,
        section="/bao-cao/",
    ),
    Item(
        label=_("Rà soát thủ tục"),
        view="desk:reviews",
        icon="file-text",
        right="see_reports",
        on_phone=False,
        section="/ra-soat/",
    ),
    Item(
        label=_("Tin tức của cổng"),
        view="desk:articles",
        icon="news",
        right="write_news",
        on_phone=False,
        section="/tin-tuc-cong/",
    ),
    Item(label=_("Lịch"), view="desk:calendar", icon="calendar-event", right="see_calendar", on_phone=False),
    Item(
        label=_("Quản trị"),
        view="desk:administration",
        icon="settings",
        right="see_changes",
        section="/quan-tri/",
    ),
    Item(
        label=_("Phản ánh"),
        view="desk:petitions",
        icon="message-2",
        right="see_petitions",
        on_phone=False,
        section="/phan-anh-kien-nghi/",
    ),
    Item(label=_("Ai đã mở"), view="desk:openings", icon="eye", right="see_openings", on_phone=False),
    Item(label=_("Kiểm tra nhật ký"), view="desk:verify_log", icon="shield-check", right="verify_log"),
)

PORTAL: Final[tuple[Item, ...]] = (
    Item(label=_("Thủ tục"), view="portal:procedures"),
    Item(label=_("Tra cứu hồ sơ"), view="portal:lookup"),
    Item(label=_("Phản ánh"), view="portal:petitions", section="/phan-anh/"),
    Item(label=_("Số liệu công khai"), view="portal:statistics"),
    Item(label=_("Tin tức"), view="portal:news"),
)
PORTAL_FOOT: Final[tuple[Item, ...]] = (
    Item(label=_("Kiểm tra giấy tờ có mã QR"), view="portal:verify"),
    Item(label=_("Nhật ký công khai"), view="portal:roots"),
    Item(label=_("Phiếu xin lỗi và hồ sơ đang trễ"), view="portal:apologies"),
)
ON_PHONE: Final = 4
SIGN_IN: Final = Item(
    label=_("Đăng nhập"), view="portal:sign_in", icon="login", boxed=True, section="/dang-nhap-nguoi-dan/"
)
OFFICERS: Final = Item(label=_("Cán bộ đăng nhập"), view="account_login")
MESSAGES: Final = Item(
    label=_("Tin nhắn"), view="portal:my_messages", icon="mail", section="/cua-toi/tin-nhan/"
)
ACCOUNT: Final = Item(label=_("Của tôi"), view="portal:mine", icon="user", boxed=True, section="/cua-toi/")
MINE: Final[tuple[Item, ...]] = (
    Item(label=_("Hồ sơ của tôi"), view="portal:mine", icon="files", section="/cua-toi/ho-so/"),
    MESSAGES,
    Item(label=_("Kho giấy tờ"), view="portal:store", icon="folders"),
    Item(label=_("Phản ánh của tôi"), view="portal:my_petitions", icon="message-2"),
    Item(label=_("Ủy quyền"), view="portal:mandates", icon="users"),
    Item(label=_("Tài khoản"), view="portal:my_account", icon="user"),
)
"""Where a signed-in citizen goes; a page under `/cua-toi/` adds its line here."""
DESK_ENTRY: Final = Item(label=_("Bàn làm việc"), view="desk:home", icon="briefcase", boxed=True)


def rail_for(request: HttpRequest, counts: dict[str, int] | None = None) -> list[Item]:
    """The rail of the signed-in person; `counts` are numbers to show, by URL name. Where all fit into the bar
    of a phone, all are there; else the first that are meant for it, and the rest stands in the own menu."""
    person = person_on(request)
    items = [
        _placed(request, item, (counts or {}).get(item.view)) for item in RAIL if _open_to(person, item.right)
    ]
    if len(items) <= ON_PHONE:
        return [replace(item, on_phone=True) for item in items]
    later = [item for item in items if item.on_phone][ON_PHONE:]
    return [replace(item, on_phone=False) if item in later else item for item in items]


def portal_menu(request: HttpRequest) -> list[Item]:
    """The citizen's menu: the pages, then the way in, the own account by name, or an officer's desk."""
    citizen = citizen_on(request)
    if citizen is not None:
        entry = replace(ACCOUNT, label=" ".join(citizen.name.split()[-2:]) or ACCOUNT.label)
    else:
        entry = DESK_ENTRY if request.user.is_authenticated else SIGN_IN
    return [_placed(request, item) for item in (*PORTAL, entry)]


def _messages(request: HttpRequest) -> Item:
    """The inbox, with how many were not read as the session's own statement counted them."""
    found = getattr(request.session, "found", None)
    unread = int(found.more.get("unread_messages", 0)) if found else 0
    if not unread:
        return MESSAGES
    shown = f"{MOST_COUNTED - 1}+" if unread >= MOST_COUNTED else str(unread)
    return replace(MESSAGES, label=gettext("Tin nhắn (%(n)s)") % {"n": shown})


def citizen_menu(request: HttpRequest) -> list[Item]:
    """The own pages of a signed-in citizen; nothing for everybody else."""
    if citizen_on(request) is None:
        return []
    placed = [_placed(request, _messages(request) if item is MESSAGES else item) for item in MINE]
    return [replace(each, current=each.current or request.path == each.url) for each in placed]


def portal_foot(request: HttpRequest) -> list[Item]:
    """Under every page of citizens: the pages once more, and where officers sign in."""
    return [_placed(request, item) for item in (*PORTAL, *PORTAL_FOOT, OFFICERS)]


def _open_to(person: Person, right: str) -> bool:
    if right in (PUBLIC, SIGNED_IN):
        return True
    return may(person, right)


# Addresses without arguments do not change while a process runs.
_address = cache(reverse)


def _placed(request: HttpRequest, item: Item, count: int | None = None) -> Item:
    url = _address(item.view)
    current = request.path == url or request.path.startswith(item.section or url)
    return replace(item, url=url, current=current, count=count)
