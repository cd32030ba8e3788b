"""A petition among the people of the demonstration, moved by who may."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.dossiers.room import WARD, at

from motcua.feedback import services
from motcua.feedback.filing import Filed, file_petition, read_petition
from motcua.feedback.models import Petition
from motcua.foundation.clock import FixedClock, day_of
from motcua.organisation.queries import agency, person_by_login
from motcua.organisation.rights import Person

CONTROLLER = "mai.vanphong"
CONTROLLER_CODE = "CB0029"
WARD_LEADER, WARD_LEADER_CODE = "cuong.thucphan", "CB0017"
WARD_HANDLER, WARD_HANDLER_CODE = "son.thucphan", "CB0015"
OTHER_HANDLER, OTHER_HANDLER_CODE = "yen.thucphan", "CB0016"
PROVINCE_LEADER = "phuc.ubndtinh"
OTHER_LEADER = "quyet.tangiang"
EVERYBODY = (
    "hanh.thucphan", "bac.thucphan", "son.thucphan", "yen.thucphan", "cuong.thucphan", "quyet.tangiang",
    "bach.thanhtra", "mai.vanphong", "anh.quantri", "phuc.ubndtinh", "hoa.tuphap",
)  # fmt: skip
FORM = {
    "about": "procedure",
    "procedure": "1.004884",
    "subject": "Phải nộp giấy xác nhận đã có",
    "text": "Tôi đã nộp giấy này lần trước mà vẫn phải nộp lại.",
    "name": "Hoàng Thị Bích Ngọc",
    "address": "Tổ 5, phường Thục Phán",
    "phone": "0912 345 678",
    "email": "ngoc@vidu.vn",
}
PRIVATE = ("Hoàng Thị Bích Ngọc", "Tổ 5, phường Thục Phán", "0912345678", "ngoc@vidu.vn")


class Desk:
    """One petition, and who does something with it at a standing clock."""

    def __init__(self, start: str = "2026-03-02T09:00", **changes: Any) -> None:
        self.clock = FixedClock(at(start))
        self.filed = self.file(**changes)

    def file(self, *, key: str = "", address: str = "", account: str = "", **changes: Any) -> Filed:
        request = read_petition({**FORM, **changes}, day_of(self.clock.now()))
        return file_petition(
            request, key=key or uuid4().hex, address=address, account=account, clock=self.clock
        )

    @property
    def reference(self) -> str:
        return self.filed.reference

    @property
    def row(self) -> Petition:
        return Petition.objects.get(reference=self.reference)

    def person(self, login: str) -> Person:
        return person_by_login(login, self.clock.now())

    @property
    def day(self) -> Any:
        return day_of(self.clock.now())

    def agency(self, code: str = WARD) -> int:
        return int(agency(code, day_of(self.clock.now())).pk)

    def do(self, login: str, action: str, *, seq: int | None = None, **data: Any) -> str:
        return services.perform(
            self.person(login), self.reference, action, data, expected_seq=seq, clock=self.clock
        )

    def forwarded(self, sort: str = "other", *concerned: str, to: str = WARD) -> Desk:
        self.do(CONTROLLER, "classify", sort=sort, concerned=list(concerned))
        self.do(CONTROLLER, "forward", to=str(self.agency(to)))
        return self

    def given(self, code: str = WARD_HANDLER_CODE) -> Desk:
        self.do(WARD_LEADER, "take", officer=code)
        return self

    def answered(self) -> Desk:
        self.forwarded().given()
        self.do(WARD_HANDLER, "draft", answer="Giấy đã có trong kho, không phải nộp lại.")
        self.do(WARD_LEADER, "approve")
        return self
