"""Addresses of the officer's pages, in unaccented Vietnamese."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.desk.views import (
    accounts,
    act,
    administration,
    calendar,
    contradictions,
    counter,
    dossier,
    files,
    logbook,
    lookup,
    section,
    sign_ins,
    uploads,
    verifier,
    worklist,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("ban-lam-viec/", worklist.home, name="home"),
    path("ban-lam-viec/xuat/<str:form>/", worklist.export, name="worklist_export"),
    path("tim/", lookup.scan, name="lookup"),
    path("tiep-nhan/", counter.counter, name="counter"),
    path("tiep-nhan/thu-tuc/", counter.find, name="counter_find"),
    path("tiep-nhan/hen-tra/", counter.promise, name="counter_promise"),
    path("tiep-nhan/nguoi-nop/", counter.applicant, name="counter_applicant"),
    path("tiep-nhan/tep/", uploads.draft, name="counter_upload"),
    path("tiep-nhan/xong/<str:code>/", counter.received, name="received"),
    path("tiep-nhan/phieu/<str:number>/", counter.slip, name="slip"),
    path("tiep-nhan/phieu/<str:number>/in/", counter.slip_paper, name="slip_paper"),
    path("ho-so/", lookup.dossiers, name="dossiers"),
    path("ho-so/xuat/<str:form>/", lookup.export, name="dossiers_export"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/cach-tinh/", dossier.explanation, name="explanation"),
    path("ho-so/<str:code>/lam/<str:action>/", act.act, name="act"),
    path("ho-so/<str:code>/in/<str:form>/", dossier.paper, name="paper"),
    path("ho-so/<str:code>/them-tep/", uploads.further, name="upload"),
    path("ho-so/<str:code>/nhat-ky/", dossier.log, name="log"),
    path("ho-so/<str:code>/so-dinh-danh/", dossier.identifier, name="identifier"),
    path("tep/<uuid:file>/", files.file, name="file"),
    path("so-theo-doi/", logbook.logbook, name="logbook"),
    path("so-theo-doi/xuat/<str:form>/", logbook.export, name="logbook_export"),
    path("bo-phan/", section.section, name="section"),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/doi/", calendar.change, name="calendar_change"),
    path("quan-tri/", administration.home, name="administration"),
    path("quan-tri/thay-doi/", administration.changes, name="changes"),
    path("quan-tri/mau-thuan/", contradictions.contradictions, name="contradictions"),
    path("quan-tri/mau-thuan/<int:number>/", contradictions.decide, name="contradiction_decide"),
    path("quan-tri/tai-khoan/", accounts.accounts, name="accounts"),
    path("quan-tri/tai-khoan-moi/", accounts.create, name="account_new"),
    path("quan-tri/tai-khoan/<str:login>/", accounts.account, name="account"),
    path("quan-tri/tai-khoan/<str:login>/<str:name>/", accounts.act, name="account_act"),
    path("quan-tri/dang-nhap/", sign_ins.sign_ins, name="sign_ins"),
    path("nhat-ky/kiem-tra/", verifier.verifier, name="verify_log"),
]
