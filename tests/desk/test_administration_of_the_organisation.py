"""The pages of agencies, posts and officers: what an administrator does there, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.desk.conftest import SignIn, act, receive, tree_of, words_of
from tests.dossiers.room import ADMINISTRATOR, HANDLER, HANDLER_CODE, HEAD, LEADER, OTHER_HANDLER_CODE, WARD

from motcua.dossiers.models import Dossier
from motcua.foundation.clock import FixedClock, SystemClock
from motcua.organisation.models import Agency, Assignment, Change, Officer, Post, Section, StandIn, User
from motcua.organisation.queries import person_by_login, today
from motcua.organisation.services import add_officer, lock_leavers

ONE = timedelta(days=1)


@pytest.fixture
def admin(sign_in: SignIn) -> Client:
    return sign_in(ADMINISTRATOR)


@pytest.fixture
def ward(admin: Client) -> Agency:
    return Agency.objects.get(code=WARD, valid_to=None)


def links(page: Any) -> list[str]:
    return [str(each) for each in tree_of(page).xpath("//main//a/@href")]


def send(browser: Client, address: str, **data: Any) -> Any:
    """Send a form that must be accepted; the page that follows."""
    answer = browser.post(address, {"reason": "Quyết định 7", **data}, follow=True)
    assert answer.redirect_chain, words_of(answer)
    return answer


def test_the_tree_is_searched_without_accents_and_as_of_a_day(admin: Client) -> None:
    whole = tree_of(admin.get("/quan-tri/co-quan/"))
    assert len(whole.xpath("//tbody/tr")) > 80
    found = [each.text_content() for each in tree_of(
        admin.get("/quan-tri/co-quan/?q=thuc+phan")).xpath("//tbody/tr[not(@class='off')]")]  # fmt: skip
    assert found
    assert all("Thục Phán" in row for row in found)
    old = words_of(admin.get("/quan-tri/co-quan/?q=hop+giang&ngay=2024-05-01"))
    assert "Ủy ban nhân dân phường Hợp Giang" in old
    assert "Không có cơ quan nào khớp" in words_of(admin.get("/quan-tri/co-quan/?q=hop+giang"))


def test_an_agency_page_tells_all_of_it(admin: Client, ward: Agency) -> None:
    page = admin.get(f"/quan-tri/co-quan/{ward.pk}/")
    told = words_of(page)
    for word in ("H14.40.03", "Quầy 1", "Kế thừa từ", "UBND phường Hợp Giang"[5:], "Đàm Mạnh Cường",
                 "Theo giờ chung", "người đứng đầu Bộ phận Một cửa"):  # fmt: skip
        assert word in told
    assert f"/quan-tri/co-quan/{ward.pk}/sua/" in links(page)


def test_what_was_typed_stays_and_the_summary_leads_to_each_field(admin: Client) -> None:
    before = Agency.objects.count()
    form = {"name": "UBND xã Mới", "kind": "commune", "level": "commune", "code": "H14..", "reason": "",
            "valid_from": "9999-12-31"}  # fmt: skip
    page = admin.post("/quan-tri/co-quan/them/", form)
    tree = tree_of(page)
    assert page.status_code == 400
    assert tree.xpath("string(//input[@name='name']/@value)") == "UBND xã Mới"
    targets = [str(each) for each in tree.xpath("//div[@role='alert']//li/a/@href")]
    assert targets == ["#f-short_name", "#f-valid_from", "#f-reason"]
    assert all(tree.xpath("//*[@id=$id]", id=each[1:]) for each in targets)
    assert Agency.objects.count() == before
    above = Agency.objects.get(kind="province").pk
    right = form | {"short_name": "UBND xã Mới", "valid_from": "2026-11-01", "reason": "NQ", "parent": above}
    page = admin.post("/quan-tri/co-quan/them/", right)
    assert tree_of(page).xpath("//input[@name='code']/@aria-invalid") == ["true"]
    assert "không đúng dạng" in words_of(page)
    assert Agency.objects.count() == before


def test_a_new_name_from_a_day_through_the_form(admin: Client, ward: Agency) -> None:
    page = tree_of(admin.get(f"/quan-tri/co-quan/{ward.pk}/sua/"))
    form = {str(each.get("name")): each.get("value") or "" for each in page.xpath("//main//input[@name]")}
    form |= {str(each.get("name")): str(each.xpath("string(option[@selected]/@value)"))
             for each in page.xpath("//main//select")}  # fmt: skip
    form.pop("code_is_invented")
    form |= {"how": "since", "valid_from": (today() + ONE).isoformat(), "name": "UBND phường Tên mới",
             "code_is_invented": "1"}  # fmt: skip
    answer = send(admin, f"/quan-tri/co-quan/{ward.pk}/sua/", **form)
    assert "Đã đổi từ ngày" in words_of(answer)
    new = Agency.objects.get(code=WARD, valid_to=None)
    assert (new.name, new.valid_from) == ("UBND phường Tên mới", today() + ONE)
    tomorrow = FixedClock(SystemClock().now() + 86_400_000_000).now()
    for login in (HEAD, HANDLER, LEADER):
        assert [post.agency_id for post in person_by_login(login).held], "today as before"
        assert person_by_login(login, tomorrow).held, "tomorrow under the new name"


def test_an_agency_with_open_dossiers_tells_how_many(admin: Client, ward: Agency, received: str) -> None:
    address = f"/quan-tri/co-quan/{ward.pk}/ket-thuc/"
    assert "Còn 1 hồ sơ chưa xong." in words_of(admin.get(address))
    children = admin.post(address, {"valid_to": today().isoformat(), "reason": "NQ"})
    assert "cơ quan trực thuộc sau ngày này" in words_of(children)
    for child in ward.children.filter(valid_to=None):
        send(
            admin, f"/quan-tri/co-quan/{child.pk}/ket-thuc/", valid_to=today().isoformat(), end_posts="1",
            successor=ward.pk,
        )  # fmt: skip
    refused = admin.post(address, {"valid_to": today().isoformat(), "reason": "NQ", "end_posts": "1"})
    assert refused.status_code == 400
    assert "còn 1 hồ sơ chưa xong; chưa có ai tiếp nhận" in words_of(refused)
    heir = Agency.objects.get(code="H14.40.05", valid_to=None)
    done = send(admin, address, valid_to=today().isoformat(), end_posts="1", successor=heir.pk)
    assert "1 hồ sơ chuyển cho cơ quan kế thừa" in words_of(done)
    assert not Section.objects.filter(agency=ward, valid_to=None).exists()


def test_hours_of_its_own(admin: Client, ward: Agency) -> None:
    address = f"/quan-tri/co-quan/{ward.pk}/gio/"
    page = tree_of(admin.get(address))
    form = {
        str(each.get("name")): each.get("value") or "" for each in page.xpath("//main//input[@type='time']")
    }
    assert form["h0a"] == "07:00"
    wrong = admin.post(address, form | {"h0b": "06:00", "source": "QĐ 9", "reason": "Thử"})
    assert tree_of(wrong).xpath("string(//input[@name='h0b']/@value)") == "06:00"
    assert "Giờ không đọc được" in words_of(wrong)
    done = send(admin, address, **form | {"h0a": "07:30"}, source="Quyết định 9")
    assert "T2 07:30–11:30" in words_of(done)
    done = send(admin, address, **form, as_all="1", source="Quyết định 10")
    assert "Theo giờ chung của tỉnh" in words_of(done)


def test_an_officer_in_two_posts_is_told_plainly(admin: Client, ward: Agency) -> None:
    actor = person_by_login(ADMINISTRATOR)
    officer = add_officer(actor, full_name="Nông Thị Thử", reason="Tuyển dụng")
    for number, role in enumerate(("receiving_officer", "handling_officer"), 1):
        said = send(
            admin, f"/quan-tri/co-quan/{ward.pk}/them-vi-tri/", role=role, title=f"Chuyên viên {number}"
        )
        code = said.redirect_chain[-1][0].split("/")[-2]
        page = send(
            admin, f"/quan-tri/vi-tri/{code}/giao/", officer=officer.code, valid_from=today().isoformat()
        )
    assert "Nông Thị Thử giữ đồng thời vị trí khác: Chuyên viên 1" in words_of(page)
    own = words_of(admin.get(f"/quan-tri/can-bo/{officer.code}/"))
    assert "Hôm nay cán bộ này giữ đồng thời 2 vị trí" in own
    assert "giữ đồng thời 2 vị trí" in words_of(admin.get("/quan-tri/can-bo/?q=nong+thi+thu"))


def test_standing_in_for_oneself_is_refused_on_the_page(admin: Client, province: None) -> None:
    held = Assignment.objects.get(officer__code=HANDLER_CODE, valid_to=None)
    form = {"officer": HANDLER_CODE, "valid_from": "2026-12-01", "valid_to": "2026-12-05", "ground": "QĐ 2"}
    page = admin.post(f"/quan-tri/vi-tri/{held.post.code}/lam-thay/", form)
    assert page.status_code == 400
    assert "không thể làm thay cho mình" in words_of(page)
    reversed_days = form | {"officer": OTHER_HANDLER_CODE, "valid_to": "2026-11-01"}
    page = admin.post(f"/quan-tri/vi-tri/{held.post.code}/lam-thay/", reversed_days)
    assert "đứng trước ngày đầu" in words_of(page)
    before = StandIn.objects.count()
    send(admin, f"/quan-tri/vi-tri/{held.post.code}/lam-thay/", **form | {"officer": OTHER_HANDLER_CODE})
    assert StandIn.objects.count() == before + 1


def test_who_left_is_locked_and_the_head_gives_the_work_on(
    admin: Client, sign_in: SignIn, with_handler: str
) -> None:
    handler = sign_in(HANDLER)
    assert handler.get("/ban-lam-viec/").status_code == 200
    send(admin, f"/quan-tri/can-bo/{HANDLER_CODE}/thoi-viec/", valid_to=(today() - ONE).isoformat())
    assert handler.get("/ban-lam-viec/").status_code == 302, "the session is over"
    assert not User.objects.get(login_name=HANDLER).is_active

    leader = sign_in(LEADER)
    assert "1 hồ sơ do người đã nghỉ giữ" in words_of(leader.get("/ban-lam-viec/"))
    page = leader.get("/nguoi-da-nghi/")
    assert with_handler in words_of(page)
    assert f"/ho-so/{with_handler}/lam/assign/" in links(page)
    head = sign_in(HEAD).get("/nguoi-da-nghi/")
    assert with_handler in words_of(head)
    assert f"/ho-so/{with_handler}/lam/assign/" not in links(head)
    act(leader, with_handler, "assign", to_officer=OTHER_HANDLER_CODE)
    assert Dossier.objects.get(code=with_handler).holder_officer == OTHER_HANDLER_CODE
    assert with_handler not in words_of(leader.get("/nguoi-da-nghi/"))


def test_the_account_is_locked_after_the_last_day(admin: Client, sign_in: SignIn) -> None:
    send(admin, f"/quan-tri/can-bo/{HANDLER_CODE}/thoi-viec/", valid_to=today().isoformat())
    assert lock_leavers() == []
    assert lock_leavers(FixedClock(SystemClock().now() + 86_400_000_000)) == [HANDLER]
    assert "hệ thống" in words_of(admin.get("/quan-tri/thay-doi/?loai=account"))


def test_each_change_is_in_the_register_in_words(admin: Client, ward: Agency) -> None:
    post = Post.objects.filter(agency=ward).order_by("code").first()
    assert post is not None
    send(admin, f"/quan-tri/vi-tri/{post.code}/sua/", title="Chức danh mới")
    told = words_of(admin.get("/quan-tri/thay-doi/?loai=post"))
    assert "Chức danh mới" in told
    assert "Quyết định 7" in told
    assert "Quyết định 7" in words_of(admin.get(f"/quan-tri/vi-tri/{post.code}/"))


def test_officers_are_found_without_accents_and_by_agency(admin: Client, ward: Agency) -> None:
    rows = "//tbody/tr"
    assert len(tree_of(admin.get("/quan-tri/can-bo/?q=dam+manh+cuong")).xpath(rows)) == 1
    here = tree_of(admin.get(f"/quan-tri/can-bo/?co-quan={ward.pk}&vai-tro=leader")).xpath(rows)
    assert ["Đàm Mạnh Cường" in each.text_content() for each in here] == [True]
    assert "Không có cán bộ nào khớp" in words_of(admin.get("/quan-tri/can-bo/?tinh-trang=left"))


FORMS = {
    "/quan-tri/co-quan/them/": ("name", "short_name", "kind", "level", "parent", "code", "code_qcvn",
                                "gso_code", "valid_from", "valid_to", "reason"),
    "/quan-tri/co-quan/AGENCY/sua/": ("how", "valid_from", "name", "kind", "parent", "code", "reason"),
    "/quan-tri/co-quan/AGENCY/ket-thuc/": ("valid_to", "successor", "end_posts", "reason"),
    "/quan-tri/co-quan/AGENCY/gio/": ("h0a", "h3d", "source", "reason"),
    "/quan-tri/co-quan/AGENCY/mo-bo-phan/": ("name", "address", "phone", "valid_from", "reason"),
    "/quan-tri/co-quan/AGENCY/them-vi-tri/": ("role", "title", "scope", "reason"),
    "/quan-tri/can-bo/them/": ("full_name", "phone", "code", "reason"),
    "/quan-tri/can-bo/CB0015/sua/": ("full_name", "phone", "reason"),
    "/quan-tri/can-bo/CB0015/thoi-viec/": ("valid_to", "reason"),
    "/quan-tri/can-bo/CB0015/tro-lai/": ("reason",),
    "/quan-tri/vi-tri/n01273-ld1/giao/": ("officer", "valid_from", "valid_to", "reason"),
    "/quan-tri/vi-tri/n01273-ld1/lam-thay/": ("officer", "valid_from", "valid_to", "ground"),
    "/quan-tri/vi-tri/n01273-ld1/sua/": ("title", "reason"),
    "/quan-tri/vi-tri/n01273-ld1/ket-thuc/": ("valid_to", "reason"),
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    "ấ" * 10_000,
    "9" * 5_000,
    "a\x00b\u202e\ud7ff",
    "'; DROP TABLE x; --",
)


@pytest.mark.parametrize("address", FORMS)
def test_hostile_words_in_each_field(admin: Client, ward: Agency, address: str) -> None:
    place = address.replace("AGENCY", str(ward.pk))
    models = (Agency, Section, Post, Assignment, StandIn, Officer, Change)
    for text in HOSTILE:
        before = [model.objects.count() for model in models]
        answer = admin.post(place, dict.fromkeys(FORMS[address], text), follow=True)
        assert answer.status_code in {200, 400}
        assert tree_of(answer).xpath("//main//script | //img[@onerror]") == []
        if answer.status_code == 400:
            assert [model.objects.count() for model in models] == before
        else:
            assert "title" in FORMS[address], "signs of a language are words of a title, and no more"


GONE = ("co-quan/999999999/", "vi-tri/none/", "can-bo/CB9999/", "quay/99999999/", "can-bo/%00/",
        "phan-cong/99999999/ket-thuc/", "vi-tri/%00/sua/", f"co-quan/{'9' * 30}/")  # fmt: skip


@pytest.mark.parametrize("address", GONE)
def test_what_is_not_there(admin: Client, address: str) -> None:
    assert admin.get(f"/quan-tri/{address}").status_code == 404


def test_a_dossier_is_received_with_the_code_of_a_renamed_agency(sign_in: SignIn, received: str) -> None:
    """The register of today's renamings: the counter goes on the same day."""
    assert receive(sign_in("hanh.thucphan")).startswith(WARD)
