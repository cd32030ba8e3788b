"""Sending a petition: who, about what, in which words; registered in the book at once, and only once.

Decree 20/2008 asks for Vietnamese, a name, an address and a telephone or e-mail. No account is needed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from motcua.dossiers import files
from motcua.dossiers.fields import SHORT, FieldErrors, Fields
from motcua.dossiers.files import StoredFile
from motcua.dossiers.models import Dossier
from motcua.dossiers.secret import ALPHABET, lookup_secret
from motcua.feedback import concerning, store
from motcua.feedback.limits import count_filing
from motcua.feedback.models import Petition, PetitionFile, PetitionPerson
from motcua.feedback.petitions import About, Side, decide
from motcua.feedback.petitions import commands as c
from motcua.foundation.clock import DAY, Clock, Instant, SystemClock, day_of
from motcua.foundation.codes import clean_code
from motcua.foundation.errors import DomainError, gettext_noop
from motcua.foundation.identifiers import check_phone
from motcua.foundation.text import fold
from motcua.organisation.models import Agency
from motcua.organisation.models.dated import holds
from motcua.organisation.queries import calendar_for
from motcua.procedures.models import Procedure

LONGEST_TEXT: Final = 10_000
MOST_FILES: Final = 3
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_KEY: Final = re.compile(r"[0-9a-zA-Z-]{16,64}")
_VIETNAMESE: Final = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
_PLAIN: Final = frozenset(
    {"toi", "khong", "duoc", "va", "cua", "la", "ho", "so", "cho", "nop", "can", "bo", "thu", "tuc", "ngay"}
)
_BOOK: Final = 0x70616B6E


class PetitionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody sends, read and checked."""

    about: About
    subject: str
    text: str
    name: str
    address: str
    phone: str = ""
    email: str = ""
    procedure_code: str = ""
    dossier_code: str = ""
    agency_id: int | None = None
    officer_words: str = ""
    hide_name: bool = False


class Filed(NamedTuple):
    """A petition that was sent; `secret` is empty where the same words had come before in another press."""

    reference: str
    secret: str
    repeated: bool = False


def read_petition(data: Mapping[str, Any], on: Any) -> PetitionRequest:
    """A form as a request. Raises: `FieldErrors` with every fault by its field."""
    fields = Fields(data)
    about = fields.choice("about", About)
    phone, email = fields.text("phone", limit=40), fields.text("email", limit=254)
    if phone:
        try:
            phone = check_phone(phone).number
        except DomainError as error:
            fields.catch("phone", error)
    if email and not _MAIL.fullmatch(email):
        fields.fault("email", gettext_noop("Địa chỉ thư chưa đúng dạng, ví dụ ten@vidu.vn."))
    if not phone and not email:
        fields.fault("phone", gettext_noop("Ghi số điện thoại hoặc thư điện tử để nhận được trả lời."))
    request = PetitionRequest(
        about=about,
        subject=fields.text("subject", required=True, limit=200),
        text=_words(fields),
        name=fields.text("name", required=True, limit=120),
        address=fields.text("address", required=True, limit=SHORT),
        phone=phone,
        email=email,
        procedure_code=_procedure(fields, about),
        dossier_code=_dossier(fields, about),
        agency_id=_agency(fields, about, on),
        officer_words=fields.text("officer", required=about is About.OFFICER, limit=200),
        hide_name=fields.flag("hide_name"),
    )
    fields.check()
    return request


def _words(fields: Fields) -> str:
    text = fields.text("text", required=True, limit=LONGEST_TEXT)
    if text and not _is_vietnamese(text):
        fields.fault(
            "text",
            gettext_noop("Phản ánh, kiến nghị viết bằng tiếng Việt (Nghị định 20/2008/NĐ-CP)."),
        )
    return text


def _is_vietnamese(text: str) -> bool:
    """A letter that only Vietnamese has, or two of its everyday words typed without marks."""
    return bool(_VIETNAMESE.search(text)) or len(_PLAIN & set(fold(text).split())) > 1


def _procedure(fields: Fields, about: About) -> str:
    code = fields.text("procedure", required=about is About.PROCEDURE, limit=40)
    if code and not Procedure.objects.filter(code=code).exists():
        fields.fault("procedure", gettext_noop("Không có thủ tục nào mang mã này."))
    return code


def _dossier(fields: Fields, about: About) -> str:
    """The code as typed; whether there is such a dossier is not told to who only guesses."""
    typed = fields.text("dossier", required=about is About.DOSSIER, limit=80)
    return clean_code(typed)[:64] if typed else ""


def _agency(fields: Fields, about: About, on: Any) -> int | None:
    key = fields.integer("agency", most=2**31)
    if key is None or not Agency.objects.filter(holds(on), pk=key).exists():
        if about is About.AGENCY or key is not None:
            fields.fault("agency", gettext_noop("Chọn cơ quan trong danh sách."))
        return None
    return key


def file_petition(
    request: PetitionRequest,
    *,
    key: str,
    address: str = "",
    account: str = "",
    attach: Callable[[], Sequence[StoredFile]] = list,
    reference: str = "",
    clock: Clock | None = None,
) -> Filed:
    """Register a petition; `key` is that of the press, `address` the network address for the hourly limit.
    `attach` stores the files that come with it: asked only of what is new and within the limit. `reference`
    is given where the demonstration's past makes it; others are drawn by chance.

    The same press again gives the same petition. The same words of the same person within a day are told by
    their first reference, without its secret. Raises: `TooManyFilings`, DomainError `no_key`.
    """
    if not _KEY.fullmatch(key):
        raise DomainError(
            gettext_noop("Trang này mở từ lâu; phản ánh chưa được gửi."),
            gettext_noop("Những gì bạn đã điền vẫn được giữ: bấm gửi lại."),
            id="no_key",
        )
    now = (clock or SystemClock()).now()
    known = Petition.objects.filter(key=key).first()
    if known is not None:
        return Filed(known.reference, lookup_secret(known.reference), repeated=True)
    digest = _digest(request)
    earlier = Petition.objects.filter(digest=digest, filed_at__gt=now - DAY).order_by("pk").first()
    if earlier is not None:
        return Filed(earlier.reference, "", repeated=True)
    if address:
        count_filing(address, now)
    attached = attach()
    try:
        return _registered(request, (key, digest), account, attached, now, reference)
    except IntegrityError:
        files.forget({each.sha256 for each in attached})
        twin = Petition.objects.filter(key=key).first()
        if twin is None:
            raise
        return Filed(twin.reference, lookup_secret(twin.reference), repeated=True)


@transaction.atomic
def _registered(  # noqa: PLR0917 - one caller
    request: PetitionRequest,
    press: tuple[str, bytes],
    account: str,
    attached: Sequence[StoredFile],
    now: Instant,
    reference: str,
) -> Filed:
    key, digest = press
    day = day_of(now)
    rules = store.rules_on(day)
    concerned = _concerned(request, now)
    row = Petition(
        reference=reference or _reference(day),
        year=day.year,
        key=key,
        digest=digest,
        about=request.about.value,
        rules=rules.id,
        procedure_code=request.procedure_code,
        dossier_code=request.dossier_code,
        agency_id=request.agency_id,
        hide_name=request.hide_name,
        escalated=concerning.receivers_on(day) <= concerned,
        filed_at=now,
    )
    by = c.By(who="petitioner", sides=frozenset({Side.PETITIONER}))
    command = c.File(by=by, about=request.about, concerned=tuple(concerned))
    events = decide(None, command, rules, calendar_for(), now)
    row.book_no = _next_in_book(day.year)
    words = {"subject": request.subject, "body": request.text, "officer": request.officer_words}
    store.append(row, None, events, words)
    PetitionPerson.objects.create(
        petition=row,
        account=account,
        name=request.name,
        address=request.address,
        phone=request.phone,
        email=request.email,
    )
    keep_files(row, 1, attached, now)
    return Filed(row.reference, lookup_secret(row.reference))


def keep_files(row: Petition, seq: int, attached: Sequence[StoredFile], now: Instant) -> None:
    """Note the files that came with an event; their content is in the store already, which refuses one with
    a virus where a scanner answers."""
    PetitionFile.objects.bulk_create(
        PetitionFile(
            petition=row,
            seq=seq,
            sha256=each.sha256,
            name=each.name,
            size=each.size,
            media_type=each.media_type,
            scanned_at=now if each.scanned else None,
        )
        for each in attached
    )


def _concerned(request: PetitionRequest, now: Instant) -> set[str]:
    found: set[str] = set()
    if request.officer_words:
        named = concerning.officers_named(request.officer_words, request.agency_id, day_of(now))
        found |= {officer.code for officer in named}
    if request.about in (About.DOSSIER, About.OFFICER):
        found |= concerning.officers_in_dossier(request.dossier_code)
    return found


def _reference(day: Any) -> str:
    tail = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"PA-{day:%y%m%d}-{tail}"


def _next_in_book(year: int) -> int:
    """The next number of the book of a year, without a gap: whoever asks waits for the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_BOOK, year])
        cursor.execute("SELECT coalesce(max(book_no), 0) + 1 FROM feedback_petition WHERE year = %s", [year])
        return int(cursor.fetchone()[0])


def _digest(request: PetitionRequest) -> bytes:
    said = "\n".join(
        [
            request.about,
            fold(request.subject),
            fold(request.text),
            fold(request.name),
            request.phone,
            request.email,
        ]
    )
    return hmac.digest(settings.SECRET_KEY.encode(), f"petition\n{said}".encode(), hashlib.sha256)


def known_dossier(code: str) -> bool:
    """Whether the house has a dossier of that code; for officers, never told to who files."""
    return bool(code) and Dossier.objects.filter(code=code).exists()


__all__ = [
    "LONGEST_TEXT",
    "MOST_FILES",
    "FieldErrors",
    "Filed",
    "PetitionRequest",
    "file_petition",
    "keep_files",
    "known_dossier",
    "read_petition",
]
