"""`motcua bench portal`: citizens' pages over HTTP at 1, 10 and 50 clients, and a filing with five files."""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from typing import Any, Final, NamedTuple
from uuid import uuid4

from PIL import Image

from motcua.citizens.queries import Applicant, by_key
from motcua.citizens.services import open_account
from motcua.dossiers import citizen_files, files
from motcua.dossiers.intake import ComponentEntry, IntakeRequest, Party
from motcua.dossiers.lifecycle.types import Channel, IdentityProof, OwnerType, ReturnMethod
from motcua.dossiers.models import Dossier
from motcua.dossiers.registration import register
from motcua.foundation.clock import SystemClock, day_of
from motcua.organisation.models import Section
from motcua.organisation.queries import today
from motcua.procedures.offers import Offer
from motcua.procedures.queries import codes_in_force, offer
from motcua.site.bench_documents import counted
from motcua.site.bench_intake import serving

CLIENTS: Final = (1, 10, 50)
FILES: Final = 5
QUESTIONS: Final = ("khai sinh", "giay doc than", "ho kinh doanh", "chung thuc ban sao")


class Place(NamedTuple):
    """What is filed, and with which section (its agency's code)."""

    procedure: Offer
    section: str


def pages() -> dict[str, list[str]]:
    """Addresses by the name of the page: several of each, so that no answer is warm for all."""
    codes = codes_in_force(today())[:20]
    dossiers = Dossier.objects.exclude(code=None).order_by("-pk").values_list("code", flat=True)[:20]
    return {
        "home": ["/"],
        "search": [f"/thu-tuc/?q={words.replace(' ', '+')}" for words in QUESTIONS],
        "procedure": [f"/thu-tuc/{code}/" for code in codes],
        "lookup": [f"/tra-cuu/{code}" for code in dossiers],
    }


def loads(runs: int) -> list[tuple[int, dict[str, list[float]], float]]:
    """For each number of clients the seconds of every answer by page, and how long all of it took."""
    known = pages()
    found = []
    with serving() as (port, _):
        _load(port, known, clients=4, runs=80)
        for clients in CLIENTS:
            got = _load(port, known, clients=clients, runs=runs)
            found.append((clients, got["seconds"], got["elapsed"]))
    return found


def _load(port: int, known: dict[str, list[str]], *, clients: int, runs: int) -> dict[str, Any]:
    asked = {"port": port, "pages": known, "clients": clients, "runs": runs}
    done = subprocess.run(
        [sys.executable, "-m", "motcua.site.bench_readers"],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    got: dict[str, Any] = json.loads(done.stdout)
    if got["refused"]:
        raise LookupError(f"{got['refused']} of {runs} were refused: {got['first_refusal']}")
    return got


def filings(runs: int) -> tuple[list[float], float]:
    """Seconds from a filing with five files, which the store has, to its commit; the statements of one."""
    citizen = by_key(open_account(name="Người đo tốc độ", assurance=1).key)
    assert citizen is not None, "just opened"
    place, stored = Place(_fileable(), _ward()), _stored()
    seconds, sent = [], []
    for number in range(runs):
        request = _request(citizen, place, stored, uuid4().hex[:12])
        began = time.perf_counter()
        with counted() as count:
            register(request, idempotency_key=uuid4().hex, filer=citizen)
        seconds.append(time.perf_counter() - began)
        sent.append(count[0])
        if number == 0:
            seconds.clear()  # the first one builds what the rest finds
    return seconds or [0.0], statistics.median(sent)


def _fileable() -> Offer:
    day = day_of(SystemClock().now())
    for code in codes_in_force(day):
        if not code.startswith("1."):
            continue
        found = offer(code, on=day, channel="direct")
        if "online" in found.channels and "commune" in found.levels:
            return offer(code, on=day, channel="online")
    raise LookupError("no procedure is received online by communes")


def _ward() -> str:
    row = Section.objects.filter(agency__level="commune", valid_to=None).select_related("agency").first()
    if row is None:
        raise LookupError("no commune has a section")
    return row.agency.code


def _stored() -> list[files.StoredFile]:
    """Five photographs in the store: looking at them happens at the upload, not at the filing."""
    made = []
    for number in range(FILES):
        out = io.BytesIO()
        Image.new("RGB", (64, 64), (number * 40, 80, 120)).save(out, "JPEG")
        out.seek(0)
        made.append(files.store(out, f"anh-{number}.jpg"))
    return made


def _request(citizen: Applicant, place: Place, stored: list[files.StoredFile], draft: str) -> IntakeRequest:
    found, section = place
    entries = []
    for number, kept in enumerate(stored):
        citizen_files.note_file(citizen.key, draft, kept)
        entries.append(ComponentEntry(name=f"Giấy tờ {number}", file=kept.sha256))
    return IntakeRequest(
        procedure=found.code,
        case=found.case,
        channel=Channel.ONLINE,
        owner=Party(name=citizen.name, identifier="004188004217", phone="0912345678"),
        owner_type=OwnerType.CITIZEN,
        identity_proof=IdentityProof.NONE,
        return_method=ReturnMethod.COUNTER,
        components=tuple(entries),
        section=section,
        draft_key=draft,
        form="bench@1",
        declaration={"content": "Đo tốc độ"},
    )
