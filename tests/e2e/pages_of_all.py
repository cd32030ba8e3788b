"""Which pages there are for whom: every address of the portal, and what of the desk came with it."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Final, NamedTuple

from django.urls import resolve, reverse
from tests.dossiers.room import WARD
from tests.support.citizen_life import BIRTH, CHILD, COPY, TRADE_PAGES


class Visit(NamedTuple):
    """A page; `press` sends its form as it stands first: what answers shows the faults."""

    address: str
    press: bool = False


def _at(name: str, *words: object, query: str = "", press: bool = False) -> Visit:
    return Visit(reverse(name if ":" in name else f"portal:{name}", args=words) + query, press)


ANSWERS_ONLY: Final = {
    "portal:lookup_close": "a button; it leads back to the look-up",
    "portal:receipt": "a PDF",
    "portal:suggestions": "JSON for the search",
    "portal:my_supplement_upload": "for uploads in pieces",
    "portal:gateway_result": "for the gateway, signed",
    "portal:gateway_lookup": "for the payment platform, signed",
    "portal:delivery_report": "for the gateways of messages",
    "portal:my_messages_read": "a button of the list",
    "portal:passkey_sign_in": "what a passkey answers",
    "portal:passkey_begin": "JSON for a passkey",
    "portal:identity_ask": "it leads on to the identity provider",
    "portal:identity_answer": "the provider's answer; tests/citizens/test_national_identity.py",
    "portal:identity_prove": "it leads on to the identity provider",
    "portal:sign_out": "a button",
    "portal:counter_code": "a button of the account",
    "portal:my_totp_off": "a button of the account",
    "portal:my_recovery_codes": "a button of the account",
    "portal:my_passkey_off": "a button of the account",
    "portal:my_session_end": "a button of the account",
    "portal:my_sessions_end": "a button of the account",
    "portal:mandate_accept": "a button of the list",
    "portal:mandate_end": "a button of the list",
    "portal:store_remove": "a button of the paper",
    "portal:petition_withdraw": "a button of the petition",
    "portal:petition_supplement": "a button of the petition",
    "portal:draft": "it leads on to the page where the person stopped",
    "portal:draft_discard": "a button of the draft",
    "portal:draft_upload": "for uploads in pieces",
    "portal:draft_piece": "for uploads in pieces",
    "portal:draft_file": "a file",
    "portal:my_file": "a file",
    "portal:news_feed": "RSS",
    "portal:article_picture": "a picture",
    "portal:procedures_csv": "CSV",
    "portal:procedures_json": "JSON",
    "portal:sitemap": "XML",
    "portal:robots": "text",
    "portal:store_all": "a ZIP file",
    "portal:store_file": "a file",
    "portal:store_wish": "a button of the paper",
}
"""Addresses of the portal that show no page of their own, and what they are instead."""


def for_anybody(life: SimpleNamespace) -> list[Visit]:
    return [
        _at("home"),
        _at("procedures"),
        _at("procedures", query="?q=khai+sinh"),
        _at("procedures", query="?q=zzzz"),
        _at("procedure", BIRTH),
        _at("procedure", COPY),
        _at("procedure", "9.999999"),
        _at("lookup"),
        _at("lookup", press=True),
        _at("dossier", life.done),
        _at("news"),
        _at("article", life.article),
        _at("open_data"),
        _at("statistics"),
        _at("statistics_procedures"),
        _at("apologies"),
        _at("verify"),
        _at("verify", press=True),
        _at("verify", query=f"?ma={life.done}&dau={life.digest}"),
        _at("verify_how"),
        _at("roots"),
        _at("petitions"),
        *(_at("petition_send", about) for about in ("thu-tuc", "ho-so", "co-quan", "can-bo")),
        _at("petition_send", "thu-tuc", press=True),
        _at("petition_follow"),
        _at("petition_follow", press=True),
        _at("petition", life.petition),
        _at("answers"),
        _at("answers", query="?q=zzzz"),
        _at("answer", life.answer),
        _at("rate_ask"),
        _at("rate_device", WARD),
        _at("sign_in"),
        _at("sign_in", press=True),
        _at("sign_up"),
        _at("sign_up", press=True),
        _at("open_account", life.opening),
        _at("open_account", life.opening, press=True),
        _at("open_account", "cu"),
        _at("forgotten"),
        _at("choose_password", life.choosing),
        _at("choose_password", "cu"),
        Visit("/khong-co-trang-nay/"),
    ]


def for_the_citizen(life: SimpleNamespace) -> list[Visit]:
    begun, trade, complete = life.begun, life.trade, life.complete
    mine = (
        life.waiting,
        life.incomplete,
        life.corrected,
        life.lacking,
        life.done,
        life.owed,
        *life.past.values(),
    )
    return [
        _at("home"),
        _at("mine"),
        _at("mine", query="?ma=sai"),
        *(_at("my_dossier", code) for code in mine),
        _at("my_supplement", life.incomplete),
        _at("my_supplement_page", life.incomplete, "child"),
        _at("my_supplement", life.incomplete, press=True),
        _at("my_supplement", life.lacking),
        _at("my_supplement", life.done),
        _at("my_withdrawal", life.waiting),
        _at("my_withdrawal", life.waiting, press=True),
        _at("my_withdrawal", life.done),
        *(_at("pay", code) for code in (life.owed, life.paid, life.short)),
        _at("pay_obligation", life.lacking),
        _at("filing", BIRTH),
        _at("filing", BIRTH, press=True),
        _at("filing", "9.999999"),
        *(_at("draft_page", begun.key, name) for name in CHILD),
        *(_at("draft_page", trade.key, name) for name in TRADE_PAGES),
        _at("draft_page", trade.key, "trade", press=True),
        _at("draft_page", complete.key, "papers"),
        _at("draft_check", complete.key),
        _at("draft_check", begun.key),
        _at("draft_move", life.outdated.key),
        _at("rate", life.done),
        _at("rate", life.done, press=True),
        _at("my_petitions"),
        *(_at("my_petition", each) for each in (life.petition, life.drafted, life.published)),
        _at("my_messages"),
        _at("my_message", life.message),
        _at("my_message_choices"),
        _at("my_account"),
        _at("particulars"),
        _at("particulars", press=True),
        _at("my_email"),
        _at("confirm_email", life.confirming),
        _at("my_password"),
        _at("my_password", press=True),
        _at("close_account"),
        _at("close_account", press=True),
        _at("my_totp"),
        _at("my_totp", press=True),
        _at("my_passkey"),
        _at("mandates"),
        _at("mandate_new"),
        _at("mandate_new", press=True),
        _at("store"),
        _at("store_add"),
        _at("store_add", press=True),
        _at("store_paper", life.paper),
        _at("store_paper", life.seen_paper),
        _at("store_change", life.paper),
    ]


def for_officers(life: SimpleNamespace) -> dict[str, list[Visit]]:
    """The desk's pages that came with the citizen's door, by who opens them."""
    form = "kinh-doanh.thanh-lap-ho"
    return {
        "hanh.thucphan": [
            _at("desk:online"),
            _at("desk:dossier", life.waiting),
            _at("desk:dossier", life.corrected),
            _at("desk:act", life.waiting, "receive"),
            _at("desk:act", life.waiting, "notice_registration"),
            _at("desk:told", life.incomplete),
            _at("desk:citizens"),
            _at("desk:citizens", query="?so=004188900017"),
            _at("desk:stored_papers"),
            _at("desk:digitised", life.lacking),
        ],
        "bac.thucphan": [
            _at("desk:reconcile"),
            _at("desk:payment_order", life.order),
        ],
        "mai.vanphong": [
            _at("desk:petitions"),
            _at("desk:petition", life.petition),
            _at("desk:petition", life.published),
            *(_at("desk:petition_act", life.petition, each) for each in ("classify", "refuse")),
            _at("desk:petition_act", life.petition, "refuse", press=True),
            _at("desk:petition_book"),
            _at("desk:petition_numbers"),
            _at("desk:petition_clocks"),
            _at("desk:articles"),
            _at("desk:article_new"),
            _at("desk:article_new", press=True),
            _at("desk:article", life.article),
            _at("desk:index766", query="?mo=2.1"),
            _at("desk:nine_indices", query="?mo=3"),
            _at(
                "desk:index_entries", query="?bo=766&thanh-phan=1.1&tu=2026-02-01&den=2026-02-28", press=True
            ),
        ],
        "cuong.thucphan": [
            _at("desk:petition", life.drafted),
            *(_at("desk:petition_act", life.drafted, each) for each in ("approve", "reject_draft")),
            _at("desk:team_figures"),
        ],
        "son.thucphan": [_at("desk:own_ratings"), _at("desk:own_figures", query="?mo=received")],
        "anh.quantri": [
            _at("desk:notice_templates"),
            _at("desk:notice_template", "received", "email", "vi"),
            _at("desk:outbox"),
            _at("desk:forms"),
            _at("desk:form_new"),
            _at("desk:form", form),
            _at("desk:form_preview", form),
            _at("desk:form_head", form),
            _at("desk:form_page_new", form),
            _at("desk:form_page", form, "trade"),
            _at("desk:form_field_new", form, "trade"),
            _at("desk:form_field", form, "trade", "capital"),
            _at("desk:form_field", form, "trade", "trades"),
        ],
    }


def names_of(visits: Iterable[Visit]) -> set[str]:
    """The names of the addresses visited."""
    found = set()
    for visit in visits:
        path = visit.address.partition("?")[0]
        if path != "/khong-co-trang-nay/":
            found.add(resolve(path).view_name)
    return found
