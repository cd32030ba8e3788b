"""What one citizen of the demonstration has: drafts, dossiers in every state, money, papers, petitions."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import msgspec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.dossiers.room import HEAD, INSTANT, LEADER, RECEPTION, WARD
from tests.feedback.petitioners import CONTROLLER, WARD_HANDLER, WARD_HANDLER_CODE, WARD_LEADER
from tests.files.makers import pdf, picture
from tests.support.officer import in_process, play, received
from tests.support.phone import code_of

from motcua.citizens import mailed, mandates
from motcua.citizens.factors import turn_on_totp
from motcua.citizens.models import MailedLink
from motcua.citizens.queries import Applicant, by_identifier
from motcua.dossiers import files
from motcua.dossiers.holder_tables import DossierHolder
from motcua.dossiers.lifecycle.types import Status
from motcua.dossiers.models import Dossier, Event
from motcua.feedback import services as feedback
from motcua.feedback.filing import file_petition, read_petition
from motcua.feedback.models import PublishedAnswer
from motcua.filing.models import DraftFile, FilingDraft
from motcua.forms.definition.model import revision_of, to_text
from motcua.forms.queries import by_revision
from motcua.forms.services import publish, save_draft, start_draft
from motcua.foundation.clock import SystemClock, day_of
from motcua.news.models import Article
from motcua.notices.deriving import tell_citizens
from motcua.organisation.models import User
from motcua.organisation.queries import agency, person_by_login, today
from motcua.organisation.rights import OPERATOR
from motcua.organisation.second_factor import new_secret
from motcua.outbox.models import Message
from motcua.payments import services as payments
from motcua.payments.models import Arrival, PaymentOrder
from motcua.vault.models import Paper

PHUONG, DUNG, BUSINESS = "004188900017", "004075900025", "4809999907"
BIRTH, TRADE, COPY = "1.001193", "1.001612", "2.000635"
BACKEND = "motcua.organisation.backends.OfficeBackend"
OWNER = {"owner_name": "Hoàng Hoài Phương", "owner_identifier": PHUONG, "owner_phone": "0900000117"}
CHILD: dict[str, dict[str, Any]] = {
    "owner": {**OWNER, "owner_address": "Tổ 3, phường Thục Phán"},
    "relation": {"relation": "mother"},
    "child": {
        "child_name": "Nông Gia Bảo", "child_born_on": "05/11/2025", "child_sex": "male",
        "child_ethnicity": "Tày", "child_nationality": "vietnam",
    },
    "place": {
        "born_where": "facility", "facility": "Bệnh viện đa khoa tỉnh", "born_in": "phường Thục Phán",
        "native_place": "xã Hòa An", "_on_page": ["born_where", "facility", "born_in", "native_place"],
    },
    "mother": {"mother_known": "no"},
    "father": {"father_known": "no"},
    "papers": {},
    "copies": {"wants_copies": "no"},
    "result": {"return_method": "electronic"},
    "declare": {"declared": "1"},
}  # fmt: skip
TRADE_PAGES = ("owner", "owner_more", "business", "trade", "tax")
PETITION = {
    "about": "procedure",
    "procedure": "1.004884",
    "subject": "Phải nộp giấy xác nhận đã có",
    "text": "Tôi đã nộp giấy này lần trước mà vẫn phải nộp lại.",
    "name": "Hoàng Hoài Phương",
    "address": "Tổ 3, phường Thục Phán",
    "phone": "0900000117",
}


def account(identifier: str) -> Applicant:
    found = by_identifier(identifier)
    assert found is not None
    return found


def browser_of(identifier: str) -> Client:
    """The account's browser, signed in."""
    client = Client()
    client.force_login(User.objects.get(citizen__key=account(identifier).key), backend=BACKEND)
    return client


def _ward() -> int:
    return int(agency(WARD, day_of(SystemClock().now())).pk)


def photo(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("chung-sinh.png", picture("PNG", (size, 40)), "image/png")


class Filing:
    """One draft, page by page."""

    def __init__(self, browser: Client, procedure: str) -> None:
        self.browser = browser
        answer = browser.post(reverse("portal:filing", args=[procedure]), {"noi-nop": WARD})
        assert answer.status_code == 302, answer.content.decode()
        self.key = answer["Location"].strip("/").split("/")[-1]

    def page(self, name: str) -> str:
        return reverse("portal:draft_page", args=[self.key, name])

    def filled(self, size: int) -> Filing:
        """Every page of a birth answered."""
        for name, data in CHILD.items():
            more = {"birth_proof": photo(size)} if name == "papers" else {}
            answer = self.browser.post(self.page(name), {**data, **more})
            assert answer.status_code == 302, (name, answer.content.decode())
        return self

    def submitted(self) -> str:
        """Its submission reference."""
        answer = self.browser.post(reverse("portal:draft_check", args=[self.key]))
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).partition("?")[0].split("/")[-1]


def live() -> SimpleNamespace:
    """Let the citizen do and have everything; the codes and keys that addresses are made of."""
    life = SimpleNamespace()
    browser = browser_of(PHUONG)
    _papers(life, browser)
    _filings(life, browser)
    _dossiers(life)
    _seen_paper(life, browser)
    _payments(life)
    _petitions(life)
    _accounts(life)
    _mandates()
    tell_citizens()
    life.message = Message.objects.filter(channel="portal").latest("pk").pk
    life.article = Article.objects.filter(state="published").latest("pk").pk
    life.digest = bytes(Event.objects.filter(dossier__code=life.done)[0].hash).hex()
    return life


def _papers(life: SimpleNamespace, browser: Client) -> None:
    form = {
        "kind": "birth_certificate", "number": "12/2020", "issued_on": "3/5/2020", "holder": "Nông Văn An",
        "file": SimpleUploadedFile("giay-khai-sinh.pdf", pdf(), "application/pdf"),
    }  # fmt: skip
    assert browser.post(reverse("portal:store_add"), form).status_code == 302
    life.paper = Paper.objects.filter(owner=PHUONG, source="upload").latest("added_at").pk


def _filings(life: SimpleNamespace, browser: Client) -> None:
    life.begun, life.trade = Filing(browser, BIRTH), Filing(browser, TRADE)
    life.complete = Filing(browser, BIRTH).filled(60)
    life.file = DraftFile.objects.get(draft__key=life.complete.key).attachment
    life.waiting = Filing(browser, BIRTH).filled(61).submitted()
    life.incomplete, life.corrected = (Filing(browser, BIRTH).filled(size).submitted() for size in (62, 63))
    life.outdated = Filing(browser, COPY)
    _publish_anew(life.outdated)
    _corrections(browser, life.incomplete, life.corrected)


def _corrections(browser: Client, *references: str) -> None:
    """A new photograph and another name are asked for; the name is put right, for the last one sent too."""
    asked = {
        "items": "Giấy chứng sinh rõ hơn", "reason": "Ảnh mờ, không đọc được ngày sinh",
        "fault_0": "content_wrong", "fault_0_words": "Tên trẻ",
    }  # fmt: skip
    for reference in references:
        play(RECEPTION, reference, "notice_registration", **asked)
        page = reverse("portal:my_supplement_page", args=[reference, "child"])
        renamed = {**CHILD["child"], "child_name": "Nông Bảo An"}
        assert browser.post(page, renamed).status_code == 302
    page = reverse("portal:my_supplement", args=[references[-1]])
    carried = re.findall(r'name="(yeu-cau|ban-khai)" value="([^"]+)"', browser.get(page).content.decode())
    assert browser.post(page, dict(carried)).status_code == 302


def _publish_anew(filing: Filing) -> None:
    """The form of a draft has a new revision since it was begun."""
    draft = FilingDraft.objects.get(key=filing.key)
    form = by_revision(draft.form, draft.revision).definition
    later = msgspec.structs.replace(
        form, title=f"{form.title} (mới)", pages=form.pages[:-2] + form.pages[-1:]
    )
    start_draft(OPERATOR, form.code)
    save_draft(OPERATOR, later, expected=revision_of(to_text(form)))
    publish(OPERATOR, form.code, today(), "Bản mới", expected=revision_of(to_text(later)))


def _dossiers(life: SimpleNamespace) -> None:
    """One that waits for papers, one with its result, and one of the past in each state."""
    life.lacking = in_process(WARD_HANDLER_CODE, **OWNER)
    missing = {"items": "Bản chính sổ hộ khẩu cũ", "reason": "Chữ mờ, không đọc được tên"}
    play(WARD_HANDLER, life.lacking, "propose_supplement", **missing)
    play(RECEPTION, life.lacking, "request_supplement")
    life.done = in_process(WARD_HANDLER_CODE, **OWNER)
    play(WARD_HANDLER, life.done, "propose_result", granted="1")
    play(LEADER, life.done, "approve")
    key, now = account(PHUONG).key, SystemClock().now()
    life.past = {}
    for status in Status:
        row = Dossier.objects.filter(status=status).exclude(code=None).order_by("pk").first()
        if row is not None:
            life.past[status.value] = row.code
            kept = {"relation": "filer", "since": now}
            DossierHolder.objects.get_or_create(dossier=row, account=key, defaults=kept)


def _seen_paper(life: SimpleNamespace, browser: Client) -> None:
    """A paper that an office put there, and the wish to have it corrected."""
    kept = files.store(io.BytesIO(picture("PNG", (90, 40))), "the-can-cuoc.png")
    seen = Paper.objects.create(
        owner=PHUONG, dossier=Dossier.objects.get(code=life.lacking), kind="identity_card",
        title="Thẻ căn cước", source="scan", verified=True, added_at=1,
        number="004188900017", sha256=kept.sha256, size=kept.size, media_type=kept.media_type,
        file_name=kept.name,
    )  # fmt: skip
    life.seen_paper = seen.pk
    wish = {"words": "Ngày cấp ghi nhầm"}
    assert browser.post(reverse("portal:store_wish", args=[seen.pk]), wish).status_code == 302


def _payments(life: SimpleNamespace) -> None:
    """A fee that is owed, one that was paid by bank, one that was paid short, and a transfer of nobody."""
    life.owed, life.paid, life.short = (received(procedure=INSTANT, **OWNER) for _ in range(3))
    orders = {code: payments.open_order(code) for code in (life.owed, life.paid, life.short)}
    day = f"{day_of(SystemClock().now()):%d/%m/%Y} 08:00"
    lines = [
        "thoi_gian,so_giao_dich,so_tien,noi_dung,ghi_no",
        f"{day},FT-{life.paid},10000,{orders[life.paid].reference},",
        f"{day},FT-{life.short},4000,{orders[life.short].reference},",
        f"{day},FT-{life.owed},25000,Nop tien ho so,",
    ]
    head = person_by_login(HEAD)
    payments.import_statement(head, _ward(), "sao-ke.csv", "\n".join(lines).encode())
    life.order = orders[life.short].reference
    life.receipt = PaymentOrder.objects.get(reference=orders[life.paid].reference).receipt.number
    life.arrival = Arrival.objects.get(external=f"FT-{life.owed}").pk


def _petitions(life: SimpleNamespace) -> None:
    """One of the account that waits to be classified, one published, one whose answer waits for approval."""

    def filed(**changes: str) -> str:
        request = read_petition({**PETITION, **changes}, today())
        return file_petition(request, key=uuid4().hex, account=account(PHUONG).key).reference

    def move(login: str, reference: str, action: str, **data: Any) -> None:
        feedback.perform(person_by_login(login), reference, action, data)

    life.petition = filed()
    life.drafted, life.published = filed(subject="Chờ lâu ở quầy"), filed(subject="Thiếu hướng dẫn")
    for reference in (life.drafted, life.published):
        move(CONTROLLER, reference, "classify", sort="other", concerned=[])
        move(CONTROLLER, reference, "forward", to=str(_ward()))
        move(WARD_LEADER, reference, "take", officer=WARD_HANDLER_CODE)
        move(WARD_HANDLER, reference, "draft", answer="Giấy đã có trong kho, không phải nộp lại.")
    move(WARD_LEADER, life.published, "approve")
    told = {
        "question": "Có phải nộp lại giấy xác nhận đã có không?",
        "public_answer": "Không.",
        "confirmed": "1",
    }
    move(CONTROLLER, life.published, "publish", **told)
    life.answer = PublishedAnswer.objects.latest("published_at").slug


def _accounts(life: SimpleNamespace) -> None:
    """Links of letters, as they reach somebody new and the owner; Dũng's telephone gives codes."""
    phuong, dung = (User.objects.get(citizen__identifier=each) for each in (PHUONG, DUNG))
    asked = (
        ("opening", MailedLink.Purpose.SIGN_UP, "moi@nguoidan.example", None),
        ("choosing", MailedLink.Purpose.PASSWORD, phuong.citizen.email, phuong),
        ("confirming", MailedLink.Purpose.EMAIL, "thu.moi@nguoidan.example", phuong),
    )
    for name, purpose, email, user in asked:
        setattr(life, name, mailed.make_link(purpose, email, user).strip("/").split("/")[-1])
    life.phone = new_secret()
    turn_on_totp(account(DUNG), dung, life.phone, code_of(life.phone))


def _mandates() -> None:
    """One that Phương gave and one that she is offered."""
    first = day_of(SystemClock().now())
    dung, business, phuong = account(DUNG), account(BUSINESS), account(PHUONG)
    last = first + timedelta(days=90)
    mandates.give(phuong, number=DUNG, name=dung.name, scope="", valid_from=first, valid_until=last)
    mandates.give(business, number=PHUONG, name=phuong.name, valid_from=first, paper="Giấy số 02/UQ")
