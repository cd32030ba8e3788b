"""Addresses of the citizen's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.account_urls import urlpatterns as accounts
from motcua.portal.feedback_urls import urlpatterns as feedback
from motcua.portal.filing_urls import urlpatterns as filing
from motcua.portal.site_urls import urlpatterns as site
from motcua.portal.store_urls import urlpatterns as store
from motcua.portal.views import (
    delivery,
    gateway,
    home,
    lookup,
    payment,
    procedures,
    roots,
    statistics,
    suggestions,
    verify,
)
from motcua.portal.views.mine import messages as my_messages

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("tra-cuu/", lookup.ask, name="lookup"),
    path("tra-cuu/dong/", lookup.close, name="lookup_close"),
    # No slash at the end: this is the address in the QR code of every paper.
    path("tra-cuu/<str:code>", lookup.dossier, name="dossier"),
    path("cua-toi/ho-so/<str:code>/thanh-toan/", payment.pay, name="pay"),
    path("cua-toi/ho-so/<str:code>/nghia-vu/", payment.pay_obligation, name="pay_obligation"),
    path("cua-toi/ho-so/<str:code>/bien-lai/<str:number>/", payment.receipt, name="receipt"),
    path("thanh-toan/cong/ket-qua/", gateway.result, name="gateway_result"),
    path("thanh-toan/cong/tra-cuu/", gateway.lookup, name="gateway_lookup"),
    path("thu-tuc/", procedures.search, name="procedures"),
    path("thu-tuc/goi-y/", suggestions.suggest, name="suggestions"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("tin-nhan/bao-phat/<str:channel>/", delivery.delivered, name="delivery_report"),
    path("cua-toi/tin-nhan/", my_messages.inbox, name="my_messages"),
    path("cua-toi/tin-nhan/da-doc/", my_messages.read, name="my_messages_read"),
    path("cua-toi/tin-nhan/cach-nhan/", my_messages.preferences, name="my_message_choices"),
    path("cua-toi/tin-nhan/<int:key>/", my_messages.message, name="my_message"),
    path("minh-bach/", statistics.agencies, name="statistics"),
    path("minh-bach/thu-tuc/", statistics.procedures, name="statistics_procedures"),
    path("minh-bach/xin-loi/", statistics.late, name="apologies"),
    path("kiem-tra/", verify.verify, name="verify"),
    path("kiem-tra/tu-kiem-tra/", verify.how, name="verify_how"),
    path("goc-nhat-ky/", roots.roots, name="roots"),
    *store,
    *accounts,
    *filing,
    *feedback,
    *site,
]
