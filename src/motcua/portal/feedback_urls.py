"""Addresses of feedback, petitions, published answers and ratings."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.feedback import answers, filing, following, rating

urlpatterns: list[URLPattern] = [
    path("phan-anh/", filing.start, name="petitions"),
    path("phan-anh/gui/<str:about>/", filing.send, name="petition_send"),
    path("phan-anh/tra-cuu/", following.ask, name="petition_follow"),
    path("phan-anh/tra-cuu/<str:reference>/", following.petition, name="petition"),
    path("phan-anh/tra-cuu/<str:reference>/bo-sung/", following.supplement, name="petition_supplement"),
    path("phan-anh/tra-cuu/<str:reference>/rut/", following.withdraw, name="petition_withdraw"),
    path("cua-toi/phan-anh/", following.mine, name="my_petitions"),
    path("cua-toi/phan-anh/<str:reference>/", following.my_petition, name="my_petition"),
    path("hoi-dap/", answers.search, name="answers"),
    path("hoi-dap/<str:slug>/", answers.answer, name="answer"),
    path("danh-gia/", rating.ask, name="rate_ask"),
    path("danh-gia/tai-quay/<str:section>/", rating.device, name="rate_device"),
    path("danh-gia/<str:code>/", rating.rate, name="rate"),
]
