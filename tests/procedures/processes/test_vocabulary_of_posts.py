"""The words of decisions for those who act, mapped to posts of the house; the printed text stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.law.roles import Role
from motcua.organisation.models import AgencyKind, Level
from motcua.procedures.processes.posts import posts_of
from motcua.procedures.processes.tables import POST_ROLES, Post, PostKind

R, H, O, D, L, C = (  # noqa: E741
    PostKind.RECEPTION,
    PostKind.SECTION_HEAD,
    PostKind.OFFICER,
    PostKind.DIVISION_HEAD,
    PostKind.AGENCY_LEADER,
    PostKind.CLERK,
)


def one(text: str) -> Post:
    (post,) = posts_of(text)
    return post


@pytest.mark.parametrize(
    ("text", "kind", "agency_kind", "level", "agency", "division"),
    [
        ("Bộ phận tiếp nhận và trả kết quả", R, "", "", "", ""),
        ("Bộ phận TN&TKQ Sở Y tế", R, "", "province", "Sở Y tế", ""),
        ("Trung tâm Phục vụ hành chính công cấp xã", R, "service_centre", "commune", "", ""),
        ("Công chức TN&TKQ", R, "", "", "", ""),
        ("Trưởng Bộ phận TN&TKQ", H, "", "", "", ""),
        ("Chuyên viên", O, "", "", "", ""),
        ("Chuyên viên được giao xử lý hồ sơ", O, "", "", "", ""),
        ("Lãnh đạo phòng", D, "", "", "", ""),
        ("Trưởng phòng", D, "", "", "", ""),
        ("Lãnh đạo Phòng Văn hóa - Xã hội xã, phường", D, "commune", "commune", "", "Phòng Văn hóa - Xã hội"),
        ("Lãnh đạo Văn phòng Sở", D, "department", "province", "", "Văn phòng Sở"),
        ("Lãnh đạo Sở", L, "department", "province", "", ""),
        (
            "Lãnh đạo Sở Văn hóa, Thể thao và Du lịch",
            L,
            "department",
            "province",
            "Sở Văn hóa, Thể thao và Du lịch",
            "",
        ),
        ("Lãnh đạo UBND tỉnh", L, "province", "province", "UBND tỉnh", ""),
        ("Lãnh đạo Ủy ban nhân dân cấp xã", L, "commune", "commune", "Ủy ban nhân dân cấp xã", ""),
        ("Lãnh đạo Văn phòng UBND tỉnh", L, "department", "province", "Văn phòng UBND tỉnh", ""),
        ("Chỉ huy Công an cấp xã", L, "vertical", "", "", ""),
        ("Người đứng đầu Cơ sở trợ giúp xã hội", L, "public_service_unit", "", "", ""),
        ("Văn thư", C, "", "", "", ""),
        ("Bộ phận Văn thư Sở Y tế", C, "department", "province", "Sở Y tế", ""),
        ("Văn thư Văn phòng UBND tỉnh", C, "department", "province", "Văn phòng UBND tỉnh", ""),
        ("Văn phòng UBND tỉnh", PostKind.AGENCY, "department", "province", "Văn phòng UBND tỉnh", ""),
        ("Ủy ban nhân dân tỉnh", PostKind.AGENCY, "province", "province", "Ủy ban nhân dân tỉnh", ""),
        ("Hội đồng tuyển dụng", PostKind.COUNCIL, "", "", "", ""),
        (
            "Chuyên viên phòng Nội chính, Văn phòng UBND tỉnh",
            O,
            "department",
            "province",
            "Văn phòng UBND tỉnh",
            "phòng Nội chính",
        ),
    ],
)
def test_words_of_decisions(
    text: str, kind: PostKind, agency_kind: str, level: str, agency: str, division: str
) -> None:
    post = one(text)
    said = (post.kind, post.agency_kind, post.level, post.agency, post.division)
    assert said == (kind, agency_kind, level, agency, division)
    assert post.text == text


def test_applicants_wait_outside() -> None:
    assert {post.kind for post in posts_of("Tổ chức, cá nhân")} == {PostKind.APPLICANT}
    assert one("Cá nhân/Tổ chức nộp hồ sơ").role is Role.APPLICANT


def test_a_cell_may_name_several() -> None:
    posts = posts_of("Chuyên viên được giao xử lý hồ sơ, lãnh đạo phòng, lãnh đạo Sở, Văn thư")
    assert [post.kind for post in posts] == [O, D, L, C]
    posts = posts_of("- Công chức TN&TKQ - Văn thư")
    assert [(post.kind, post.text) for post in posts] == [(R, "Công chức TN&TKQ"), (C, "Văn thư")]


def test_a_reception_at_any_commune() -> None:
    posts = posts_of("Bộ phận tiếp nhận và trả kết quả Sở Y tế tại TTPVHCC tỉnh; TTPVHCC các xã, phường")
    assert [(p.level, p.any_of) for p in posts] == [("province", False), ("commune", True)]


def test_a_hyphen_belongs_to_the_name() -> None:
    post = one("Chuyên viên Phòng Khoa giáo - Văn xã")
    assert (post.kind, post.division) == (O, "Phòng Khoa giáo - Văn xã")
    post = one("Lãnh đạo Phòng BTXH và Trẻ em - Sở Y tế")
    assert (post.kind, post.division, post.agency) == (D, "Phòng BTXH và Trẻ em", "Sở Y tế")


@pytest.mark.parametrize(
    "text", ["Ký duyệt hồ sơ", "Lãnh đạo Văn phòng", "Người hướng dẫn thực hành", "x" * 300]
)
def test_what_no_rule_knows_has_no_kind(text: str) -> None:
    assert one(text).kind is None
    assert one(text).role is None


def test_every_kind_has_a_role_or_none_of_the_house() -> None:
    assert set(POST_ROLES) == set(PostKind)
    assert one("Chuyên viên").role is Role.HANDLING_OFFICER
    assert one("Lãnh đạo phòng").role is Role.LEADER


@given(st.text(max_size=200))
def test_no_word_is_lost(text: str) -> None:
    for post in posts_of(text):
        assert post.text
        assert post.agency_kind in {"", *AgencyKind.values}
        assert post.level in {"", *Level.values}
