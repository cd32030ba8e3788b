"""Filing online from the first page to the answer, as the browser without a script does it."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from tests.files.makers import pdf, picture
from tests.support.citizens import make_citizen, sign_in
from tests.support.databases import Databases

from motcua.citizens.models import Mandate
from motcua.citizens.queries import Applicant
from motcua.dossiers import files, services
from motcua.dossiers.attachments import upload
from motcua.dossiers.inspection.look import look
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.secret import lookup_secret
from motcua.filing.models import DraftFile, FilingDraft
from motcua.filing.starting import offer_online
from motcua.forms.definition.model import revision_of, to_text
from motcua.forms.queries import by_revision
from motcua.forms.services import load_demo as load_forms
from motcua.forms.services import publish, save_draft, start_draft
from motcua.organisation.models import User
from motcua.organisation.queries import person_by_login, today
from motcua.organisation.rights import OPERATOR
from motcua.organisation.services import load_demo as load_organisation
from motcua.procedures.services import load_demo as load_procedures
from motcua.vault.kinds import kind_of, plain
from motcua.vault.models import Paper, PaperUse

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BIRTH = "1.001193"
SECTION = "H14.40.03"


@pytest.fixture(scope="module")
def province(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    def fill() -> None:
        with override_settings(PASSWORD_HASHERS=QUICK):
            load_organisation()
        load_procedures()
        load_forms()

    with django_db_blocker.unblock(), databases.beside("filing", fill):
        yield


@pytest.fixture(autouse=True)
def stores(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The process of its own that inspects is tried in tests/files; here it costs a second a file.
    monkeypatch.setattr(sys.modules["motcua.dossiers.files.store"], "look_apart", look)
    store = settings.STORAGES["attachments"]
    options = {**store["OPTIONS"], "location": tmp_path / "attachments"}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**store, "OPTIONS": options}}
    settings.MOTCUA_UPLOADS_DIR = str(tmp_path / "uploads")


@pytest.fixture
def citizen(province: None, db: None) -> Applicant:
    return make_citizen(phone="0912345678", address="Tổ 5, phường Thục Phán")


@pytest.fixture
def browser(citizen: Applicant) -> Client:
    client = Client()
    sign_in(client, citizen)
    return client


ANSWERS: dict[str, dict[str, Any]] = {
    "owner": {
        "owner_name": "Nông Thị Thử",
        "owner_identifier": "004190000123",
        "owner_phone": "0912345678",
        "owner_address": "Tổ 5, phường Thục Phán, tỉnh Cao Bằng",
    },
    "relation": {"relation": "mother"},
    "child": {
        "child_name": "<script>alert('tên')</script>",
        "child_born_on": "05/11/2026",
        "child_sex": "female",
        "child_ethnicity": "Tày",
        "child_nationality": "vietnam",
    },
    "place": {
        "born_where": "facility",
        "facility": "Bệnh viện đa khoa tỉnh",
        "born_in": "phường Thục Phán",
        "native_place": "xã Hòa An",
        "_on_page": ["born_where", "facility", "born_in", "native_place"],
    },
    "mother": {
        "mother_known": "yes",
        "mother_name": "Nông Thị Thử",
        "mother_born_year": "1990",
        "mother_ethnicity": "Tày",
        "mother_nationality": "Việt Nam",
        "mother_address": "Phường Thục Phán",
        "_on_page": [
            "mother_known",
            "mother_name",
            "mother_born_year",
            "mother_ethnicity",
            "mother_nationality",
            "mother_identifier",
            "mother_address",
        ],
    },
    "father": {"father_known": "no"},
    "papers": {},
    "copies": {"wants_copies": "no"},
    "result": {"return_method": "electronic"},
    "declare": {"declared": "1"},
}


def begin(browser: Client, **changes: str) -> str:
    answer = browser.post(f"/nop-ho-so/{BIRTH}/", {"noi-nop": SECTION, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).strip("/").split("/")[-1]


def photo(name: str = "chung-sinh.png", size: int = 60) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("PNG", (size, 40)), "image/png")


def save(browser: Client, key: str, page: str, **changes: Any) -> Any:
    data = {**ANSWERS[page], **changes}
    if page == "papers" and "birth_proof" not in changes:
        data["birth_proof"] = photo()
    return browser.post(f"/nop-ho-so/ban-khai/{key}/trang/{page}/", data)


def filled(browser: Client, **changes: Any) -> str:
    """A complete draft; each page leads to the next."""
    key = begin(browser)
    names = list(ANSWERS)
    for page, following in zip(names, [*names[1:], ""], strict=True):
        answer = save(browser, key, page, **changes.get(page, {}))
        assert answer.status_code == 302, (page, words(answer))
        where = f"trang/{following}" if following else "kiem-tra"
        assert answer["Location"] == f"/nop-ho-so/ban-khai/{key}/{where}/"
    return key


def words(answer: Any) -> str:
    text = re.sub(r"<(style|script).*?</\1>", "", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def submitted(browser: Client, key: str = "") -> str:
    key = key or filled(browser)
    answer = browser.post(f"/nop-ho-so/ban-khai/{key}/kiem-tra/")
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"]).partition("?")[0].split("/")[-1]


def test_what_is_needed_stands_before_the_first_question(browser: Client) -> None:
    told = words(browser.get(f"/nop-ho-so/{BIRTH}/"))
    for part in ("Trước khi bắt đầu", "10 trang ngắn", "Giấy tờ cần có", "trả lời trong 8 giờ làm việc"):
        assert part in told
    assert words(browser.post(f"/nop-ho-so/{BIRTH}/", {})).count("Chưa chọn nơi nộp hồ sơ") == 1
    assert browser.get("/nop-ho-so/9.999999/").status_code == 404


def test_from_the_first_page_to_the_reference(browser: Client, citizen: Applicant) -> None:
    reference = submitted(browser)
    assert re.fullmatch(r"NTT-\d{6}-[2-9A-Z]{6}", reference)
    told = words(browser.get(f"/cua-toi/ho-so/{reference}?moi=1"))
    for part in ("Đã nộp hồ sơ", reference, "(8 giờ làm việc)", "Tiếp theo", "chung-sinh.png"):
        assert part in told
    row = Dossier.objects.get(reference=reference)
    assert row.attachments.count() == 1
    assert (DraftFile.objects.count(), FilingDraft.objects.get().answers) == (0, {})


def test_a_draft_posted_twice_is_one_filing(browser: Client) -> None:
    key = filled(browser)
    assert submitted(browser, key) == submitted(browser, key)
    assert Dossier.objects.count() == 1


def test_script_in_an_answer_stays_text(browser: Client) -> None:
    key = filled(browser)
    page = browser.get(f"/nop-ho-so/ban-khai/{key}/kiem-tra/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    reference = submitted(browser, key)
    assert "<script>alert" not in browser.get(f"/cua-toi/ho-so/{reference}").content.decode()


def test_faults_keep_what_was_right(browser: Client) -> None:
    key = begin(browser)
    answer = save(browser, key, "child", child_born_on="12/08/2032")
    assert answer.status_code == 422
    assert "Còn 1 chỗ cần sửa" in words(answer)
    assert "12/08/2032" in answer.content.decode()
    assert FilingDraft.objects.get().answers["child_ethnicity"] == "Tày"


def test_an_incomplete_draft_is_told_what_is_missing(browser: Client) -> None:
    key = begin(browser)
    save(browser, key, "owner")
    answer = browser.post(f"/nop-ho-so/ban-khai/{key}/kiem-tra/")
    assert answer.status_code == 422
    assert "chỗ chưa khai xong" in words(answer)
    assert Dossier.objects.count() == 0


def test_the_second_tab_is_told_what_the_first_changed(browser: Client) -> None:
    key = begin(browser)
    save(browser, key, "relation", seen="1")
    answer = save(browser, key, "relation", seen="1", relation="father")
    assert answer.status_code == 422
    told = words(answer)
    assert "Trang này có hai bản" in told
    assert ("Cha" in told, "Mẹ" in told) == (True, True)
    assert save(browser, key, "relation", seen="2", relation="father").status_code == 302
    assert FilingDraft.objects.get().answers["relation"] == "father"


def test_another_citizen_finds_nothing(browser: Client) -> None:
    key = filled(browser)
    file = str(DraftFile.objects.get().attachment)
    other = Client()
    sign_in(other, make_citizen(name="Người khác", identifier="004190000999"))
    draft = f"/nop-ho-so/ban-khai/{key}"
    for path in ("/", "/kiem-tra/", "/trang/owner/", f"/tep/{file}/", "/doi-bieu-mau/"):
        assert browser.get(draft + path).status_code in (200, 302), path
        assert other.get(draft + path).status_code == 404, path
    for path in ("/kiem-tra/", "/trang/owner/", "/tep/"):
        assert other.post(draft + path, {"field": "x", "name": "a.png", "size": "9"}).status_code == 404, path
    other.post(f"{draft}/xoa/")
    reference = submitted(browser, key)
    mine = f"/cua-toi/ho-so/{reference}"
    kept = Attachment.objects.get()
    for path in ("", "/bo-sung/", "/rut/", f"/tep/{kept.pk}/"):
        assert browser.get(mine + path).status_code == 200, path
        assert other.get(mine + path).status_code == 404, path
    assert reference not in words(other.get("/cua-toi/"))


def test_an_officer_and_a_stranger_are_no_citizen(browser: Client) -> None:
    key = begin(browser)
    officer = Client()
    backend = "motcua.organisation.backends.OfficeBackend"
    officer.force_login(User.objects.get(login_name="hanh.thucphan"), backend=backend)
    for client in (officer, Client()):
        for path in ("/cua-toi/", f"/nop-ho-so/ban-khai/{key}/", f"/nop-ho-so/{BIRTH}/"):
            answer = client.get(path)
            assert (answer.status_code, answer["Location"][:22]) == (302, "/dang-nhap-nguoi-dan/?")


def test_five_files_cost_no_more_statements_than_one(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    files = [photo(f"{number}.png", 60 + number) for number in range(5)]
    key = filled(browser, papers={"birth_proof": files})
    assert DraftFile.objects.count() == 5
    with django_assert_max_num_queries(60):
        submitted(browser, key)
    assert Attachment.objects.filter(dossier__isnull=False).count() == 5


def stored(owner: str) -> Paper:
    """A birth proof in somebody's store, as an office has seen it."""
    kept = files.store(io.BytesIO(pdf()), "giay-chung-sinh.pdf")
    offer = offer_online(BIRTH, "", today())
    (name,) = [each.name for each in offer.components if "chứng sinh" in each.name][:1]
    return Paper.objects.create(
        owner=owner,
        kind=kind_of(name, offer.field_name) or "other",
        plain_name=plain(name),
        title=name,
        source=Paper.Source.SCAN,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        file_name=kept.name,
        verified=True,
        added_at=1,
    )


def test_a_paper_of_the_own_store_is_used_instead_of_a_new_file(browser: Client, citizen: Applicant) -> None:
    mine, others = stored(citizen.identifier), stored("004190000999")
    key = begin(browser)
    for page in list(ANSWERS)[: list(ANSWERS).index("papers")]:
        save(browser, key, page)
    path = f"/nop-ho-so/ban-khai/{key}/trang/papers/"
    shown = browser.get(path).content.decode()
    assert f"birth_proof:{mine.pk}" in shown
    assert str(others.pk) not in shown
    refused = browser.post(path, {"lay-tu-kho": f"birth_proof:{others.pk}"})
    assert refused.status_code == 422
    assert not DraftFile.objects.exists()
    for _ in range(2):
        browser.post(path, {"lay-tu-kho": f"birth_proof:{mine.pk}"})
    row = DraftFile.objects.get()
    assert (row.store_paper, row.sha256) == (str(mine.pk), mine.sha256)
    assert browser.get(f"/nop-ho-so/ban-khai/{key}/tep/{row.attachment}/").status_code == 200
    assert browser.post(path, {}).status_code == 302
    for page in list(ANSWERS)[list(ANSWERS).index("papers") + 1 :]:
        save(browser, key, page)
    reference = submitted(browser, key)
    used = PaperUse.objects.get()
    assert (used.paper_id, used.dossier.reference) == (mine.pk, reference)


def test_pages_cost_few_statements(browser: Client, django_assert_max_num_queries: Any) -> None:
    key = filled(browser)
    for path in (f"/nop-ho-so/ban-khai/{key}/trang/papers/", f"/nop-ho-so/ban-khai/{key}/kiem-tra/"):
        browser.get(path)
        with django_assert_max_num_queries(10):
            assert browser.get(path).status_code == 200
    reference = submitted(browser, key)
    for path in ("/cua-toi/", f"/cua-toi/ho-so/{reference}"):
        browser.get(path)
        with django_assert_max_num_queries(14):
            assert browser.get(path).status_code == 200


def test_a_file_goes_in_pieces(browser: Client) -> None:
    key = begin(browser)
    content = picture("PNG", (300, 200), compress_level=0)
    begun = browser.post(
        f"/nop-ho-so/ban-khai/{key}/tep/",
        {"field": "birth_proof", "name": "anh.png", "size": len(content), "mark": "1"},
    )
    assert begun.status_code == 201
    address, half = begun["Location"], len(content) // 2
    kind = "application/offset+octet-stream"

    def patch(piece: bytes, offset: int) -> Any:
        return browser.generic("PATCH", address, piece, kind, headers={"Upload-Offset": str(offset)})

    assert patch(content[:half], 0).json()["offset"] == half
    assert browser.head(address)["Upload-Offset"] == str(half)
    wrong = patch(content[:5], 3)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, half)
    done = patch(content[half:], half).json()["received"]
    assert (done["name"], done["size"]) == ("anh.png", len(content))
    assert browser.get(done["address"]).getvalue() == content
    assert browser.head(address).status_code == 404


def test_a_large_scan_is_refused_with_both_sizes(browser: Client) -> None:
    key = begin(browser)
    size = 80 * 1024 * 1024
    data = {"field": "birth_proof", "name": "quet.pdf", "size": size}
    told = browser.post(f"/nop-ho-so/ban-khai/{key}/tep/", data)
    assert told.status_code == 413
    assert "80 MB" in told.json()["message"]
    assert "50 MB" in told.json()["message"]
    page = browser.get(f"/nop-ho-so/ban-khai/{key}/trang/papers/").content.decode()
    assert f'data-limit="{50 * 1024 * 1024}"' in page


def test_a_refused_file_says_so_at_its_question_and_the_rest_is_kept(browser: Client) -> None:
    key = begin(browser)
    program = SimpleUploadedFile("a.pdf", b"MZ\x90" + b"\0" * 200)
    answer = save(browser, key, "papers", birth_proof=program)
    assert answer.status_code == 422
    assert "chương trình chạy được" in words(answer)


def asked_key(browser: Client, code: str) -> str:
    """The name of the first input for files of a supplement."""
    page = browser.get(f"/cua-toi/ho-so/{code}/bo-sung/").content.decode()
    found = re.search(r'type="file" id="f-([\w-]+)"', page)
    assert found
    return found[1]


def accept(reference: str) -> str:
    officer = person_by_login("hanh.thucphan")
    return services.accept_registration(officer, reference).code


def test_acceptance_shows_the_code_and_both_clocks(browser: Client) -> None:
    reference = submitted(browser)
    assert "Được trả lời trước" in words(browser.get("/cua-toi/"))
    code = accept(reference)
    told = words(browser.get(f"/cua-toi/ho-so/{reference}"))
    assert code in told
    assert "Vì sao là ngày này" in told
    assert "Hẹn trả trước" in words(browser.get("/cua-toi/"))


def test_a_notice_is_answered_online(browser: Client) -> None:
    reference = submitted(browser)
    officer = person_by_login("hanh.thucphan")
    said = {"items": "Giấy chứng sinh rõ hơn", "reason": "Ảnh mờ"}
    services.perform(officer, reference, "notice_registration", said)
    assert "Cần bạn bổ sung trước khi tiếp nhận" in words(browser.get("/cua-toi/"))
    told = words(browser.get(f"/cua-toi/ho-so/{reference}/bo-sung/"))
    assert "Giấy chứng sinh rõ hơn" in told
    assert "Ảnh mờ" in told
    sent = browser.post(
        f"/cua-toi/ho-so/{reference}/bo-sung/", {asked_key(browser, reference): photo("ro.png", 90)}
    )
    assert sent.status_code == 302, words(sent)
    told = words(browser.get(f"/cua-toi/ho-so/{reference}"))
    assert "ro.png" in told
    assert "Trả lời trước" in told


def test_a_filing_is_withdrawn_at_once(browser: Client) -> None:
    reference = submitted(browser)
    path = f"/cua-toi/ho-so/{reference}/rut/"
    assert browser.post(path, {}).status_code == 422
    assert browser.post(path, {"ly-do": "Nộp nhầm nơi"}).status_code == 302
    assert "Hồ sơ này không còn rút được" in words(browser.get(path))


def test_the_reference_is_looked_up_without_signing_in(browser: Client) -> None:
    reference = submitted(browser)
    stranger = Client()
    assert "Đã nộp trực tuyến, chờ tiếp nhận" in words(stranger.get(f"/tra-cuu/{reference.lower()}"))
    typed = {"ma": f" {reference.lower()} ", "bi_mat": lookup_secret(reference)}
    assert stranger.post("/tra-cuu/", typed).status_code == 302
    assert "Hồ sơ đã đi qua đâu" in words(stranger.get(f"/tra-cuu/{reference}"))
    assert stranger.get("/tra-cuu/NTT-261126-AAAAAA").status_code == 404


def resolved(reference: str, document: bytes) -> None:
    """Received, handed over, signed: the result is electronic and its file belongs to the dossier."""
    reception, handler, leader = (
        person_by_login(name) for name in ("hanh.thucphan", "son.thucphan", "cuong.thucphan")
    )
    code = services.accept_registration(reception, reference).code
    services.perform(reception, code, "transfer", {})
    kept = upload(handler, io.BytesIO(document), "giay-khai-sinh.pdf", code=code, purpose="result")
    services.perform(handler, code, "propose_result", {"granted": "1", "documents": [kept.sha256]})
    services.perform(leader, code, "approve", {"signature": "digital"})


def test_the_electronic_result_is_the_holder_s_and_can_be_checked(browser: Client) -> None:
    reference = submitted(browser)
    document = pdf()
    resolved(reference, document)
    page = browser.get(f"/cua-toi/ho-so/{reference}")
    assert "Kết quả điện tử" in words(page)
    found = re.search(
        r'href="(/cua-toi/ho-so/[^"]+/tep/[^"]+)">[^<]*<svg.*?giay-khai-sinh', page.content.decode(), re.S
    )
    row = Attachment.objects.get(purpose="result")
    answer = browser.get(f"/cua-toi/ho-so/{reference}/tep/{row.pk}/")
    assert hashlib.sha256(answer.getvalue()).hexdigest() == row.sha256
    assert row.sha256 in page.content.decode()
    assert found
    other = Client()
    sign_in(other, make_citizen(name="Người khác", identifier="004190000999"))
    assert other.get(f"/cua-toi/ho-so/{reference}/tep/{row.pk}/").status_code == 404


def test_a_supplement_is_given_online_and_recorded(browser: Client) -> None:
    reference = submitted(browser)
    reception = person_by_login("hanh.thucphan")
    code = services.accept_registration(reception, reference).code
    asked = {"items": "Giấy chứng sinh rõ hơn", "reason": "Ảnh mờ", "deadline": "31/12/2099 10:00"}
    services.perform(reception, code, "transfer", {})
    services.perform(person_by_login("son.thucphan"), code, "propose_supplement", asked)
    services.perform(reception, code, "request_supplement", {"deadline": asked["deadline"]})
    assert "Cần bạn bổ sung giấy tờ" in words(browser.get("/cua-toi/"))
    path = f"/cua-toi/ho-so/{code}/bo-sung/"
    assert browser.post(path, {}).status_code == 422
    assert (
        browser.post(
            path, {asked_key(browser, code): photo("ro.png", 91), "ghi-chu": "Đã chụp lại"}
        ).status_code
        == 302
    )
    assert "Bộ phận Một cửa đang xem" in words(browser.get("/cua-toi/"))
    services.perform(reception, code, "receive_supplement", {})
    assert "ro.png" in words(browser.get(f"/cua-toi/ho-so/{code}"))
    assert "Cần bạn bổ sung" not in words(browser.get("/cua-toi/"))


def test_a_mandate_files_for_another_until_it_ends(browser: Client, citizen: Applicant) -> None:
    principal = make_citizen(name="Mẹ Tôi", identifier="004160000111")
    mandate = Mandate.objects.create(
        giver_id=principal.pk,
        holder_id=citizen.pk,
        valid_from=date(2020, 1, 1),
        made_at=0,
        accepted_at=0,
    )
    assert "Mẹ Tôi" in words(browser.get(f"/nop-ho-so/{BIRTH}/"))
    key = begin(browser, **{"nop-cho": principal.key})
    own = {"owner": {"owner_name": principal.name, "owner_identifier": principal.identifier}}
    for page in ANSWERS:
        save(browser, key, page, **own.get(page, {}))
    mandate.ended_at = 1
    mandate.save()
    refused = browser.post(f"/nop-ho-so/ban-khai/{key}/kiem-tra/")
    assert (refused.status_code, "không có ủy quyền còn hiệu lực" in words(refused)) == (422, True)
    assert Dossier.objects.count() == 0
    Mandate.objects.update(ended_at=None)
    reference = submitted(browser, key)
    assert "Bạn nộp thay" in words(browser.get(f"/cua-toi/ho-so/{reference}"))
    other = Client()
    sign_in(other, principal)
    assert reference in words(other.get("/cua-toi/"))


def test_somebody_without_a_mandate_is_refused(browser: Client) -> None:
    stranger = make_citizen(name="Người lạ", identifier="004160000222")
    answer = browser.post(f"/nop-ho-so/{BIRTH}/", {"noi-nop": SECTION, "nop-cho": stranger.key})
    assert answer.status_code == 422
    assert FilingDraft.objects.count() == 0


def test_a_draft_is_moved_to_the_new_revision_with_what_stays(browser: Client) -> None:
    key = begin(browser)
    assert browser.get(f"/nop-ho-so/ban-khai/{key}/doi-bieu-mau/").status_code == 302, "nothing is newer"
    save(browser, key, "relation")
    save(browser, key, "copies")
    form = by_revision("ho-tich.khai-sinh", FilingDraft.objects.get().revision).definition
    pages = tuple(page for page in form.pages if page.id != "copies")
    later = msgspec.structs.replace(form, pages=pages, title="Tờ khai mới")
    start_draft(OPERATOR, form.code)
    before = revision_of(to_text(form))
    save_draft(OPERATOR, later, expected=before)
    publish(OPERATOR, form.code, today(), "Bản mới", expected=revision_of(to_text(later)))
    assert "Biểu mẫu này đã có bản mới" in words(browser.get(f"/nop-ho-so/ban-khai/{key}/trang/relation/"))
    path = f"/nop-ho-so/ban-khai/{key}/doi-bieu-mau/"
    told = words(browser.get(path))
    assert "Giữ lại 1 câu trả lời" in told
    assert "Mất 1 câu trả lời" in told
    assert FilingDraft.objects.get().answers["wants_copies"] == "no", "looking changes nothing"
    assert browser.post(path).status_code == 302
    assert set(FilingDraft.objects.get().answers) == {"relation"}
