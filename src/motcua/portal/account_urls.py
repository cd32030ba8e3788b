"""Addresses of the citizen's door and of the account's own pages; of allauth's own pages there is none."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from motcua.portal.views.accounts import account, entrance, identity, mandates, protect, sign_up

MINE: Final = "cua-toi/tai-khoan/"

urlpatterns: list[URLPattern] = [
    path("dang-nhap-nguoi-dan/", entrance.sign_in, name="sign_in"),
    path("dang-nhap-nguoi-dan/ma-xac-thuc/", entrance.second_step, name="second_step"),
    path("dang-nhap-nguoi-dan/khoa/", entrance.passkey_sign_in, name="passkey_sign_in"),
    path("dang-nhap-nguoi-dan/khoa/bat-dau/", entrance.passkey_begin, name="passkey_begin"),
    path("dang-nhap-nguoi-dan/dinh-danh/", identity.identity_ask, name="identity_ask"),
    path("dang-nhap-nguoi-dan/dinh-danh/tra-loi/", identity.identity_answer, name="identity_answer"),
    path("dang-ky/", sign_up.ask_sign_up, name="sign_up"),
    path("dang-ky/<str:token>/", sign_up.open_account, name="open_account"),
    path("quen-mat-khau/", sign_up.ask_password, name="forgotten"),
    path("quen-mat-khau/<str:token>/", sign_up.choose_password, name="choose_password"),
    path("cua-toi/dang-xuat/", entrance.sign_out, name="sign_out"),
    path(MINE, account.my_account, name="my_account"),
    path(f"{MINE}thong-tin/", account.particulars, name="particulars"),
    path(f"{MINE}thu/", account.email, name="my_email"),
    path(f"{MINE}thu/<str:token>/", account.confirm_email, name="confirm_email"),
    path(f"{MINE}mat-khau/", account.password, name="my_password"),
    path(f"{MINE}dinh-danh/", identity.identity_prove, name="identity_prove"),
    path(f"{MINE}tai-quay/", account.counter_code, name="counter_code"),
    path(f"{MINE}dong/", account.close, name="close_account"),
    path(f"{MINE}lop-hai/", protect.totp, name="my_totp"),
    path(f"{MINE}lop-hai/tat/", protect.totp_off, name="my_totp_off"),
    path(f"{MINE}ma-du-phong/", protect.recovery_codes, name="my_recovery_codes"),
    path(f"{MINE}khoa/", protect.passkey, name="my_passkey"),
    path(f"{MINE}khoa/<int:number>/bo/", protect.passkey_off, name="my_passkey_off"),
    path(f"{MINE}phien/<int:number>/ket-thuc/", protect.end_one, name="my_session_end"),
    path(f"{MINE}phien-khac/ket-thuc/", protect.end_others, name="my_sessions_end"),
    path("cua-toi/uy-quyen/", mandates.mandates, name="mandates"),
    path("cua-toi/uy-quyen/moi/", mandates.new, name="mandate_new"),
    path("cua-toi/uy-quyen/<int:number>/nhan/", mandates.accept, name="mandate_accept"),
    path("cua-toi/uy-quyen/<int:number>/cham-dut/", mandates.end, name="mandate_end"),
]
