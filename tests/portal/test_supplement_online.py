"""A supplement online is as good as the filing: pieces, the store, answers put right, kept, sent once."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from tests.files.makers import picture
from tests.portal.test_filing_online import (
    accept,
    asked_key,
    browser,
    citizen,
    photo,
    province,
    stored,
    stores,
    submitted,
    words,
)
from tests.support.citizens import make_citizen, sign_in

from motcua.citizens.queries import Applicant
from motcua.dossiers import services, store
from motcua.dossiers.lifecycle import events as ev
from motcua.dossiers.models import Attachment, Dossier, PrivateRecord
from motcua.dossiers.queries.dossier import dossier_page
from motcua.filing.models import DraftFile, FilingDraft, Upload
from motcua.organisation.models import User
from motcua.organisation.queries import person_by_login
from motcua.vault.models import PaperUse

__all__ = ["browser", "citizen", "province", "stores"]
CHILD = "Nông Bảo An"
OLD_NAME = "<script>alert('tên')</script>"


def notice(reference: str, **said: str) -> None:
    officer = person_by_login("hanh.thucphan")
    asked = {"reason": "Ảnh mờ", "fault_0": "content_wrong", "fault_0_words": "Tên trẻ", **said}
    services.perform(officer, reference, "notice_registration", asked)


def asked_for(browser: Client, **said: str) -> tuple[str, str]:
    """A filing whose notice asks for the birth proof and the child's name; its supplement's address."""
    reference = submitted(browser)
    notice(reference, **{"items": "Giấy chứng sinh rõ hơn", **said})
    return reference, f"/cua-toi/ho-so/{reference}/bo-sung/"


def renamed(browser: Client, path: str, **changes: Any) -> Any:
    data = {
        "child_name": CHILD,
        "child_born_on": "05/11/2026",
        "child_sex": "female",
        "child_ethnicity": "Tày",
        "child_nationality": "vietnam",
    }
    return browser.post(f"{path}khai/child/", {**data, **changes})


def hidden(browser: Client, path: str) -> dict[str, str]:
    """What the page carries along: of which request and draft it is."""
    page = browser.get(path).content.decode()
    return dict(re.findall(r'name="(yeu-cau|ban-khai)" value="([^"]+)"', page))


def offered(reference: str) -> list[ev.SupplementOffered]:
    locked = store.read(reference)
    assert locked is not None
    return [each.payload for each in locked.events if isinstance(each.payload, ev.SupplementOffered)]


def test_only_what_changed_is_sent_with_the_old_value_beside_it(browser: Client) -> None:
    reference, path = asked_for(browser)
    assert "Bạn chưa sửa câu trả lời nào" in words(browser.get(path))
    page = browser.get(f"{path}khai/child/")
    assert "&lt;script&gt;alert" in page.content.decode(), "it starts from the answers given"
    assert renamed(browser, path).status_code == 302
    told = words(browser.get(path))
    assert f"{OLD_NAME} {CHILD}" in told
    assert browser.post(path, hidden(browser, path)).status_code == 302
    (sent,) = offered(reference)
    locked = store.read(reference)
    assert locked is not None
    opened = store.open_private(locked.id)
    assert opened[sent.changes or ""] == {"child_name": [OLD_NAME, CHILD]}
    assert opened[sent.declaration or ""]["child_name"] == CHILD
    assert opened[sent.declaration or ""]["mother_name"] == "Nông Thị Thử", "the rest stays as it was"
    assert not any(CHILD in body for body, _ in locked.log), "the log has commitments alone"
    assert PrivateRecord.objects.filter(kind="declaration_changes").count() == 1
    (change,) = dossier_page(person_by_login("hanh.thucphan"), reference).declaration_changes
    assert change.answers == {"child_name": (OLD_NAME, CHILD)}
    officer = Client()
    backend = "motcua.organisation.backends.OfficeBackend"
    officer.force_login(User.objects.get(login_name="hanh.thucphan"), backend=backend)
    told = words(officer.get(f"/ho-so/{reference}/"))
    assert "Người nộp sửa lời khai lúc" in told
    assert f"{OLD_NAME} {CHILD}" in told
    assert "Bạn sửa lúc" in words(browser.get(f"/cua-toi/ho-so/{reference}"))
    assert (FilingDraft.objects.get(dossier__isnull=False).answers, DraftFile.objects.count()) == ({}, 0)


def test_answers_are_put_right_only_where_that_is_asked(browser: Client) -> None:
    _, path = asked_for(browser, fault_0="")
    assert "Sửa nội dung đã khai" not in words(browser.get(path))
    for answer in (browser.get(f"{path}khai/child/"), renamed(browser, path)):
        assert (answer.status_code, answer["Location"]) == (302, path)
    assert not FilingDraft.objects.filter(dossier__isnull=False).exists()


def test_a_paper_that_the_form_stands_for_asks_for_its_answers(browser: Client) -> None:
    reference = submitted(browser)
    officer = person_by_login("hanh.thucphan")
    (number,) = [
        paper.no for paper in dossier_page(officer, reference).papers if paper.name.startswith("Tờ khai")
    ]
    named = {f"fault_{number}": "content_wrong", f"fault_{number}_words": "Tên trẻ"}
    notice(reference, fault_0="", **named)
    path = f"/cua-toi/ho-so/{reference}/bo-sung/"
    assert "Sửa nội dung đã khai" in words(browser.get(path))
    assert renamed(browser, path, child_name=" ").status_code == 422
    assert renamed(browser, path).status_code == 302


def test_a_file_goes_in_pieces_and_on_from_another_device(browser: Client, citizen: Applicant) -> None:
    reference, path = asked_for(browser)
    content, key = picture("PNG", (300, 200), compress_level=0), asked_key(browser, reference)
    named = {"field": key, "name": "anh.png", "size": len(content), "mark": "1"}
    begun = browser.post(f"{path}tep/", named)
    assert begun.status_code == 201
    address, half = begun["Location"], len(content) // 2

    def patch(client: Client, piece: bytes, offset: int) -> Any:
        kind = "application/offset+octet-stream"
        return client.generic("PATCH", address, piece, kind, headers={"Upload-Offset": str(offset)})

    assert patch(browser, content[:half], 0).json()["offset"] == half
    phone = Client()
    sign_in(phone, citizen)
    again = phone.post(f"{path}tep/", named)
    assert (again["Location"], again["Upload-Offset"]) == (address, str(half))
    done = patch(phone, content[half:], half).json()["received"]
    assert phone.get(done["address"]).getvalue() == content
    assert "anh.png" in words(browser.get(path))
    assert f"Bổ sung cho hồ sơ {reference}" in words(browser.get("/cua-toi/"))
    assert "Mã QR mở trang này trên điện thoại" in browser.get(path).content.decode()
    draft = FilingDraft.objects.get(dossier__isnull=False)
    assert browser.get(f"/nop-ho-so/ban-khai/{draft.key}/")["Location"] == path
    assert browser.get(f"/nop-ho-so/ban-khai/{draft.key}/kiem-tra/")["Location"] == path
    assert browser.post(f"/nop-ho-so/ban-khai/{draft.key}/kiem-tra/").status_code == 422, "it is no filing"
    assert not Upload.objects.exists()
    sent = browser.post(path, {**hidden(browser, path), "ghi-chu": "Đã chụp lại"})
    assert sent.status_code == 302
    (given,) = offered(reference)
    assert given.components[0].file == Attachment.objects.get(name="anh.png").sha256


def test_pressed_twice_it_is_sent_once(browser: Client) -> None:
    reference, path = asked_for(browser)
    data = hidden(browser, path)
    key = asked_key(browser, reference)
    for _ in range(2):
        answer = browser.post(path, {**data, key: photo("ro.png", 90)})
        assert (answer.status_code, answer["Location"]) == (302, f"/cua-toi/ho-so/{reference}?gui=1")
    assert len(offered(reference)) == 1
    assert Attachment.objects.filter(name="ro.png").count() == 1
    assert FilingDraft.objects.filter(dossier__isnull=False).count() == 1


def test_a_paper_of_the_store_answers_what_is_asked(browser: Client, citizen: Applicant) -> None:
    reference = submitted(browser)
    officer = person_by_login("hanh.thucphan")
    proof = next(paper for paper in dossier_page(officer, reference).papers if "chứng sinh" in paper.name)
    notice(reference, **{f"fault_{proof.no}": "unreadable", f"fault_{proof.no}_words": "Giấy chứng sinh"})
    path = f"/cua-toi/ho-so/{reference}/bo-sung/"
    mine, others = stored(citizen.identifier), stored("004190000999")
    assert f"giay-{proof.no}:{mine.pk}" in browser.get(path).content.decode()
    assert browser.post(path, {"lay-tu-kho": f"giay-{proof.no}:{others.pk}"}).status_code == 422
    for _ in range(2):
        assert browser.post(path, {"lay-tu-kho": f"giay-{proof.no}:{mine.pk}"}).status_code == 200
    assert DraftFile.objects.count() == 1
    assert browser.post(path, hidden(browser, path)).status_code == 302
    (line,) = offered(reference)[0].components
    assert (line.no, line.file, line.from_store) == (proof.no, mine.sha256, True)
    assert PaperUse.objects.get().paper_id == mine.pk


def test_a_request_that_is_closed_meanwhile_keeps_what_was_prepared(browser: Client) -> None:
    reference, path = asked_for(browser)
    data = hidden(browser, path)
    browser.post(path, {**data, asked_key(browser, reference): photo("ro.png", 90), "luu-de-sau": "1"})
    accept(reference)
    refused = browser.post(path, {**data, "ghi-chu": "gửi"})
    assert refused.status_code == 422
    told = words(refused)
    for part in ("đã khép lại trước khi bạn gửi", "vẫn được giữ", "Tệp bạn đã soạn, chưa gửi", "ro.png"):
        assert part in told
    assert (len(offered(reference)), DraftFile.objects.count()) == (0, 1)


def test_a_request_in_the_place_of_another_is_told_and_takes_the_files_over(browser: Client) -> None:
    reference, path = asked_for(browser, fault_0="")
    data, key = hidden(browser, path), asked_key(browser, reference)
    browser.post(path, {**data, key: photo("ro.png", 90), "luu-de-sau": "1"})
    code = accept(reference)
    reception = person_by_login("hanh.thucphan")
    asked = {"items": "Bản quét giấy chứng sinh", "reason": "Mờ", "deadline": "31/12/2099 10:00"}
    services.perform(reception, code, "transfer", {})
    services.perform(person_by_login("son.thucphan"), code, "propose_supplement", asked)
    services.perform(reception, code, "request_supplement", {"deadline": asked["deadline"]})
    path = f"/cua-toi/ho-so/{code}/bo-sung/"
    refused = browser.post(path, data)
    assert refused.status_code == 422
    assert "Yêu cầu bổ sung đã thay đổi sau khi bạn mở trang này" in words(refused)
    file = DraftFile.objects.get()
    now = asked_key(browser, code)
    assert now != key
    assert browser.post(path, {"dung-tep": f"{now}:{file.attachment}"}).status_code == 200
    assert browser.post(path, hidden(browser, path)).status_code == 302
    assert [line.file for line in offered(code)[0].components] == [file.sha256]
    services.perform(reception, code, "receive_supplement", {})
    assert "ro.png" in words(browser.get(f"/cua-toi/ho-so/{code}"))


def test_answers_of_two_tabs_are_told_apart(browser: Client) -> None:
    _, path = asked_for(browser)
    assert renamed(browser, path, seen="1").status_code == 302
    told = renamed(browser, path, seen="1", child_name="Tên khác")
    assert told.status_code == 422
    assert "Trang này có hai bản" in words(told)
    assert (CHILD in words(told), "Tên khác" in words(told)) == (True, True)


def test_a_supplement_with_nothing_in_it_is_not_sent(browser: Client) -> None:
    reference, path = asked_for(browser)
    refused = browser.post(path, {**hidden(browser, path), "ghi-chu": "Xin gửi sau"})
    assert refused.status_code == 422
    assert "Chưa có giấy tờ hay nội dung nào được bổ sung" in words(refused)
    assert "Xin gửi sau" in browser.get(path).content.decode(), "the words are kept"
    assert not offered(reference)


def test_another_citizen_and_an_officer_find_no_supplement(browser: Client) -> None:
    _, path = asked_for(browser)
    other = Client()
    sign_in(other, make_citizen(name="Người khác", identifier="004190000999"))
    tails = ("", "khai/child/", "tep/")
    for tail in tails:
        assert other.post(path + tail, {"field": "x", "name": "a.png", "size": "9"}).status_code == 404
    officer = Client()
    backend = "motcua.organisation.backends.OfficeBackend"
    officer.force_login(User.objects.get(login_name="hanh.thucphan"), backend=backend)
    for client in (officer, Client()):
        for tail in tails:
            assert client.post(path + tail)["Location"].startswith("/dang-nhap-nguoi-dan/")
    assert Dossier.objects.count() == 1
    assert not FilingDraft.objects.filter(dossier__isnull=False).exists()


def test_its_pages_cost_few_statements(browser: Client, django_assert_max_num_queries: Any) -> None:
    reference, path = asked_for(browser)
    renamed(browser, path)
    browser.post(path, {asked_key(browser, reference): photo(), "luu-de-sau": "1"})
    for page in (path, f"{path}khai/child/"):
        browser.get(page)
        with django_assert_max_num_queries(14):
            assert browser.get(page).status_code == 200
