"""The administrator writes electronic forms: pages, fields, conditions, preview, publishing; others read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.desk.conftest import SignIn
from tests.dossiers.room import ADMINISTRATOR, HANDLER, RECEPTION
from tests.support.statements import counting

from motcua.forms import services
from motcua.forms.definition.model import (
    ChoiceField,
    Definition,
    TableField,
    TextField,
    from_text,
    revision_of,
    to_text,
)
from motcua.forms.demonstration import definitions
from motcua.forms.models import Form, FormRevision
from motcua.forms.queries import by_revision, form_for
from motcua.organisation.models import Change
from motcua.organisation.queries import today
from motcua.organisation.rights import OPERATOR

EVIL = "<script>alert(1)</script>"
AGAIN = "1.004884"
LOADED = (
    "ho-tich.khai-sinh",
    "ho-tich.khai-tu",
    "kinh-doanh.thanh-lap-ho",
    "xay-dung.nha-o-rieng-le",
)
BIRTH = "/quan-tri/bieu-mau/ho-tich.khai-sinh/"


@pytest.fixture
def admin(sign_in: SignIn) -> Client:
    """The administrator's browser, with some forms of the demonstration in force."""
    in_force(*LOADED)
    by_revision.cache_clear()
    return sign_in(ADMINISTRATOR)


def in_force(*codes: str) -> None:
    """Publish forms of the demonstration; all of them take a second, which each test would pay."""
    for definition in definitions():
        if definition.code in codes:
            services.create(OPERATOR, definition)
            draft_of_it = revision_of(to_text(definition))
            services.publish(OPERATOR, definition.code, today(), "Thử", expected=draft_of_it, backdated=True)


def page_of(answer: Any) -> Any:
    return html.fromstring(answer.content)


def words(answer: Any) -> str:
    return " ".join(page_of(answer).text_content().split())


def draft(code: str = "ho-tich.khai-sinh-lai") -> Definition:
    return from_text(Form.objects.get(code=code).draft)


def expected(code: str = "ho-tich.khai-sinh-lai") -> str:
    return revision_of(Form.objects.get(code=code).draft)


@pytest.fixture
def begun(admin: Client) -> str:
    """A draft for registering a birth again; its address."""
    answer = admin.post(
        "/quan-tri/bieu-mau/moi/",
        {"procedure": AGAIN, "title": "Tờ khai đăng ký lại khai sinh", "code": "ho-tich.khai-sinh-lai"},
    )
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def test_the_list_tells_what_is_in_force_and_finds_by_name(admin: Client) -> None:
    said = words(admin.get("/quan-tri/bieu-mau/"))
    assert "4 biểu mẫu" in said
    assert "Đang áp dụng" in said
    found = page_of(admin.get("/quan-tri/bieu-mau/?q=khai tu"))
    assert found.xpath("//td/a/text()") == ["Tờ khai đăng ký khai tử"]


def test_pages_of_forms_ask_few_questions_however_many_there_are(admin: Client, begun: str) -> None:
    def asked(address: str) -> int:
        admin.get(address)
        with counting() as statements:
            assert admin.get(address).status_code == 200
        return len(statements.texts)

    few = asked("/quan-tri/bieu-mau/")
    in_force("ho-tich.ket-hon", "xa-hoi.mai-tang")
    assert asked("/quan-tri/bieu-mau/") == few
    assert few <= 15
    for address in (BIRTH, begun, f"{BIRTH}xem/", f"{begun}trang/owner/muc/owner_name/"):
        assert asked(address) <= 15, address


def test_a_form_is_shown_with_its_pages_conditions_and_reasons(admin: Client, sign_in: SignIn) -> None:
    said = words(admin.get(BIRTH))
    assert "Hiện khi “Bạn là gì của người được khai sinh?” là một trong: Người thân thích khác" in said
    assert "Giấy chứng sinh, hoặc giấy tờ thay thế" in said
    reader = page_of(sign_in(HANDLER).get(BIRTH))
    assert reader.xpath("//button[@name='act']") == []
    assert reader.xpath("//form[contains(@action, 'cong-bo')]") == []


def test_a_draft_begins_from_the_papers_and_is_published_from_a_day(admin: Client, begun: str) -> None:
    assert [page.id for page in draft().pages] == ["owner", "content", "papers_1", "result", "declare"]
    answer = admin.post(
        f"{begun}cong-bo/",
        {"expected": expected(), "valid_from": today().isoformat(), "reason": "Quyết định thử"},
    )
    assert answer.status_code == 302, words(answer)
    assert form_for(AGAIN, None, today()).code == "ho-tich.khai-sinh-lai"
    assert Change.objects.filter(kind="form", subject="ho-tich.khai-sinh-lai").count() == 1
    shown = words(admin.get(begun))
    assert "Phiên bản 1" in shown
    assert "Sửa biểu mẫu" in shown


def test_pages_and_fields_are_added_changed_moved_and_removed(admin: Client, begun: str) -> None:
    def sent(address: str, **data: Any) -> Any:
        answer = admin.post(f"{begun}{address}", {"expected": expected(), **data})
        assert answer.status_code == 302, words(answer)
        return answer

    sent("trang-moi/", title="Lý do đăng ký lại")
    sent(
        "trang/ly_do_dang_ky_lai/muc-moi/?kieu=choice",
        label="Vì sao đăng ký lại?",
        required="1",
        options="lost | Sổ và bản chính đều mất\nother | Lý do khác",
    )
    sent(
        "trang/ly_do_dang_ky_lai/muc-moi/?kieu=text",
        label="Lý do cụ thể",
        required="1",
        limit="150",
        if_0_subject="vi_sao_dang_ky_lai",
        if_0_op="eq",
        if_0_value="other",
        check1_0_subject="ly_do_cu_the",
        check1_0_op="ne",
        check1_0_value="không",
        check1_message="Ghi rõ lý do.",
    )
    made = draft().field("ly_do_cu_the")
    assert isinstance(made, TextField)
    assert (made.limit, made.show_if is not None, made.checks[0].message) == (150, True, "Ghi rõ lý do.")
    sent("doi/", act="field-up:ly_do_dang_ky_lai:ly_do_cu_the")
    assert [field.id for field in draft().pages[-1].fields] == ["ly_do_cu_the", "vi_sao_dang_ky_lai"]
    assert "đứng sau chỗ dùng điều kiện" in words(admin.get(begun)), "the check speaks beside the field"
    sent("doi/", act="field-down:ly_do_dang_ky_lai:ly_do_cu_the")
    sent("doi/", act="page-up:ly_do_dang_ky_lai")
    sent("trang/ly_do_dang_ky_lai/muc/vi_sao_dang_ky_lai/", label="Vì sao?", options="lost | Mất", id="why")
    changed = draft().field("why")
    assert isinstance(changed, ChoiceField)
    assert (changed.required, len(changed.options)) == (False, 1)
    sent("doi/", act="field-to:ly_do_dang_ky_lai:why", **{"to:ly_do_dang_ky_lai:why": "content"})
    assert draft().page("content").fields[-1].id == "why"  # type: ignore[union-attr] # it is there
    sent("doi/", act="field-gone:content:why")
    sent("doi/", act="page-gone:ly_do_dang_ky_lai")
    assert [page.id for page in draft().pages] == ["owner", "content", "papers_1", "result", "declare"]


def test_columns_of_a_table_are_lines_and_keep_what_a_line_does_not_say(admin: Client) -> None:
    admin.post("/quan-tri/bieu-mau/kinh-doanh.thanh-lap-ho/soan/")
    code = "kinh-doanh.thanh-lap-ho"
    address = f"/quan-tri/bieu-mau/{code}/trang/trade/muc/trades/"
    shown = page_of(admin.get(address))
    lines = shown.xpath("//textarea[@name='columns']")[0].text.strip()
    assert lines.splitlines()[0] == "name | text | Tên ngành, nghề | 1"
    answer = admin.post(
        address,
        {
            "expected": expected(code),
            "label": "Ngành, nghề",
            "columns": lines + "\nnote | text | Ghi chú | 0",
            "min_rows": "1",
            "max_rows": "5",
            "id": "trades",
        },
    )
    assert answer.status_code == 302, words(answer)
    table = draft(code).field("trades")
    assert isinstance(table, TableField)
    assert [(column.id, column.required) for column in table.columns] == [
        ("name", True),
        ("code", False),
        ("note", False),
    ]
    assert table.columns[1].help, "the help of the column stayed"


def test_a_condition_that_no_rows_can_say_is_kept(admin: Client) -> None:
    code = "xay-dung.nha-o-rieng-le"
    admin.post(f"/quan-tri/bieu-mau/{code}/soan/")
    before = draft(code).field("designer_kind")
    assert before is not None
    address = f"/quan-tri/bieu-mau/{code}/trang/design/muc/designer_kind/"
    assert "Giữ điều kiện này" in words(admin.get(address))
    data = {
        "expected": expected(code),
        "label": "Ai thiết kế?",
        "required": "1",
        "options": "self | Tự thiết kế\nfirm | Đơn vị thiết kế",
        "check1_keep": "1",
        "id": "designer_kind",
    }
    assert admin.post(address, data).status_code == 302
    after = draft(code).field("designer_kind")
    assert after is not None
    assert after.checks == before.checks


def test_what_does_not_fit_is_told_and_typed_words_stay(admin: Client, begun: str) -> None:
    data = {"expected": expected(), "label": "Câu hỏi", "options": "không phải tên", "id": "Sai Tên"}
    answer = admin.post(f"{begun}trang/content/muc-moi/?kieu=choice", data)
    assert answer.status_code == 400
    said = words(answer)
    assert "Dòng “không phải tên” không đúng dạng" in said
    assert "Tên chỉ gồm chữ thường không dấu" in said
    assert page_of(answer).xpath("//textarea[@name='options']")[0].text.strip() == "không phải tên"
    taken = admin.post(
        f"{begun}trang/content/muc-moi/?kieu=text",
        {"expected": expected(), "label": "X", "id": "owner_name", "limit": "9"},
    )
    assert "đã có chỗ tên “owner_name”" in words(taken)
    assert admin.get(f"{begun}trang/content/muc-moi/?kieu=lạ").status_code == 404
    assert admin.get(f"{begun}trang/khong-co/").status_code == 404
    stale = admin.post(f"{begun}trang-moi/", {"expected": "0" * 64, "title": "Trang"})
    assert "đã được sửa ở nơi khác" in words(stale)
    assert admin.post(f"{begun}doi/", {"expected": expected(), "act": "lạ"}).status_code == 400


def test_the_last_published_revision_is_compared_with_the_draft(admin: Client) -> None:
    admin.post(f"{BIRTH}soan/")
    data = {"expected": expected("ho-tich.khai-sinh"), "title": "Nơi sinh, quê quán"}
    assert admin.post(f"{BIRTH}trang/place/", data).status_code == 302
    shown = page_of(admin.get(BIRTH))
    said = " ".join(shown.get_element_by_id("diff").getparent().getparent().text_content().split())
    assert "Nơi sinh và quê quánNơi sinh, quê quán" in said.replace("quán Nơi", "quánNơi")
    first = words(admin.get(f"{BIRTH}?ban=1"))
    assert "Nơi sinh và quê quán" in first
    assert admin.get(f"{BIRTH}?ban=9").status_code == 404


def test_the_preview_goes_the_citizen_s_way_and_keeps_nothing(admin: Client) -> None:
    address = f"{BIRTH}xem/"
    first = page_of(admin.get(address))
    assert first.xpath("//h1/text()") == ["Người yêu cầu đăng ký"]
    wrong = admin.post(address, {"_page": "owner", "owner_identifier": "12", "owner_name": EVIL})
    assert "còn thiếu 10" in words(wrong)
    assert page_of(wrong).xpath("//script[contains(text(), 'alert')]") == []
    right = {
        "_page": "owner",
        "owner_name": EVIL,
        "owner_identifier": "004188004217",
        "owner_phone": "0912345678",
        "owner_address": "Thục Phán",
    }
    after = page_of(admin.post(address, right))
    assert after.xpath("//h1/text()") == ["Bạn và người được khai sinh"]
    carried = after.xpath("//input[@name='_answers']/@value")[0]
    assert EVIL in carried
    back = page_of(admin.post(address, {"_answers": carried, "_page": "relation", "_goto": "owner"}))
    assert back.xpath("//input[@name='owner_name']/@value") == [EVIL]
    broken = admin.post(address, {"_answers": "[1", "_page": "declare", "declared": "1"})
    assert broken.status_code == 200
    assert "Kiểm tra lại trước khi nộp" in words(broken)
    assert Form.objects.filter(draft__gt="").count() == 0


def test_script_in_every_word_of_a_form_stays_text_in_the_editor(admin: Client, begun: str) -> None:
    admin.post(
        f"{begun}thong-tin/",
        {"expected": expected(), "title": EVIL, "procedures": AGAIN, "declares": EVIL, "source": EVIL},
    )
    admin.post(f"{begun}trang-moi/", {"expected": expected(), "title": EVIL, "help": EVIL})
    page = draft().pages[-1].id
    admin.post(
        f"{begun}trang/{page}/muc-moi/?kieu=text",
        {"expected": expected(), "label": EVIL, "help": EVIL, "why": EVIL, "ground": EVIL, "limit": "9"},
    )
    field = draft().pages[-1].fields[-1].id
    for address in ("", "thong-tin/", f"trang/{page}/", f"trang/{page}/muc/{field}/", "xem/"):
        answer = admin.get(f"{begun}{address}")
        assert answer.status_code == 200
        assert page_of(answer).xpath("//script[contains(text(), 'alert(1)')]") == [], address
    assert EVIL in words(admin.get(begun))


def test_a_draft_is_thrown_away_and_a_form_withdrawn(admin: Client, begun: str) -> None:
    assert admin.post(f"{begun}bo-nhap/", {"expected": expected()}).status_code == 302
    assert not Form.objects.filter(code="ho-tich.khai-sinh-lai").exists()
    data = {"last_day": today().isoformat(), "reason": "Hết dùng"}
    assert admin.post(f"{BIRTH}ngung/", data).status_code == 302
    assert "đến hết" in words(admin.get(BIRTH))
    assert admin.post(f"{BIRTH}ngung/", {**data, "last_day": "sai"}).status_code == 400


@pytest.mark.parametrize("login", [RECEPTION, HANDLER])
def test_who_only_reads_writes_nothing(admin: Client, sign_in: SignIn, login: str) -> None:
    browser = sign_in(login)
    before = FormRevision.objects.count()
    for address in ("soan/", "bo-nhap/", "doi/", "cong-bo/", "ngung/", "thong-tin/", "trang-moi/"):
        assert browser.post(f"{BIRTH}{address}", {}).status_code == 403, address
    assert browser.post("/quan-tri/bieu-mau/moi/", {}).status_code == 403
    assert browser.get(f"{BIRTH}xem/").status_code == 200
    assert (FormRevision.objects.count(), Form.objects.filter(draft__gt="").count()) == (before, 0)
