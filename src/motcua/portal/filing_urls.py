"""Addresses of filing online and of Hồ sơ của tôi."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from motcua.portal.views.filing import files, fill, start, submit
from motcua.portal.views.mine import dossier, home, supplement, supplement_page

urlpatterns: Final[list[URLPattern]] = [
    path("nop-ho-so/ban-khai/<str:key>/", fill.draft, name="draft"),
    path("nop-ho-so/ban-khai/<str:key>/trang/<str:name>/", fill.page, name="draft_page"),
    path("nop-ho-so/ban-khai/<str:key>/kiem-tra/", submit.check, name="draft_check"),
    path("nop-ho-so/ban-khai/<str:key>/doi-bieu-mau/", fill.change_form, name="draft_move"),
    path("nop-ho-so/ban-khai/<str:key>/xoa/", fill.discard, name="draft_discard"),
    path("nop-ho-so/ban-khai/<str:key>/tep/", files.begin, name="draft_upload"),
    path("nop-ho-so/ban-khai/<str:key>/tep/dang-tai/<str:upload>/", files.piece, name="draft_piece"),
    path("nop-ho-so/ban-khai/<str:key>/tep/<str:file>/", files.show, name="draft_file"),
    path("nop-ho-so/<str:code>/", start.start, name="filing"),
    path("cua-toi/", home.home, name="mine"),
    path("cua-toi/ho-so/<str:code>", dossier.dossier, name="my_dossier"),
    path("cua-toi/ho-so/<str:code>/bo-sung/", supplement.supplement, name="my_supplement"),
    path("cua-toi/ho-so/<str:code>/bo-sung/tep/", supplement.begin_file, name="my_supplement_upload"),
    path(
        "cua-toi/ho-so/<str:code>/bo-sung/khai/<str:name>/", supplement_page.page, name="my_supplement_page"
    ),
    path("cua-toi/ho-so/<str:code>/rut/", dossier.withdraw, name="my_withdrawal"),
    path("cua-toi/ho-so/<str:code>/tep/<uuid:file>/", dossier.file, name="my_file"),
]
