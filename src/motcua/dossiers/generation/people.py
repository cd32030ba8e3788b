"""Invented applicants. Names are common Vietnamese, Tày and Nùng name parts put together by chance."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from motcua.dossiers.intake import Party
from motcua.dossiers.lifecycle.types import OwnerType
from motcua.foundation.identifiers import tax_check_digit

SURNAMES: Final = (
    "Nông Hoàng Lý Triệu Bế Đàm Lục Nguyễn Hà Lương Đinh Mã Phan Sầm Vi Ma Mông Hứa Chu Đặng Trần Lê"
).split()
MALE_MIDDLE: Final = "Văn Đức Minh Quang Ngọc Xuân Hữu Thanh Trung".split()
FEMALE_MIDDLE: Final = "Thị Thị Thị Bích Thu Ngọc Minh Thanh".split()
MALE: Final = (
    "Sơn Dũng Hiếu Kiên Thắng Tùng Quân Đoàn Huy Khánh Luận Tiến Bảo Cường Phúc Đạt Nam Long".split()
)
FEMALE: Final = (
    "Hạnh Yến Thắm Nhung Ngân Bé Vân Nga Hòa Lan Thu Mai Duyên Quỳnh Hương Ngọc Trang Linh".split()
)
VILLAGES: Final = (
    "Tổ 1",
    "Tổ 3",
    "Tổ 5",
    "Xóm Nà Lòng",
    "Xóm Bản Giốc",
    "Xóm Pác Bó",
    "Xóm Khuổi Ky",
    "Phố Cũ",
)
TRADES: Final = ("Lâm sản", "Xây dựng", "Vận tải", "Du lịch", "Thương mại", "Nông sản")
PROVINCE_CODE: Final = "004"
_ENTERPRISE_SHARE: Final = 0.06


def applicant(chance: Random, today: date) -> tuple[OwnerType, Party]:
    """A citizen, or now and then an enterprise; identifiers are well-formed and belong to nobody on purpose."""
    if chance.random() < _ENTERPRISE_SHARE:
        return OwnerType.ENTERPRISE, _enterprise(chance)
    return OwnerType.CITIZEN, _citizen(chance, today)


def _citizen(chance: Random, today: date) -> Party:
    female = chance.random() < 0.5
    middle, given = (FEMALE_MIDDLE, FEMALE) if female else (MALE_MIDDLE, MALE)
    born = today.year - chance.randint(16, 80)
    century_and_sex = (2 if born >= 2000 else 0) + int(female)
    return Party(
        name=f"{chance.choice(SURNAMES)} {chance.choice(middle)} {chance.choice(given)}",
        identifier=f"{PROVINCE_CODE}{century_and_sex}{born % 100:02d}{chance.randint(0, 999999):06d}",
        phone=f"09{chance.randint(0, 99999999):08d}",
        address=chance.choice(VILLAGES),
    )


def _enterprise(chance: Random) -> Party:
    name = f"Công ty TNHH {chance.choice(TRADES)} {chance.choice(SURNAMES)} {chance.choice(MALE)}"
    while True:
        nine = f"48{chance.randint(0, 9999999):07d}"
        check = tax_check_digit(nine)
        # A remainder that gives ten is never issued (tax code rule).
        if check < 10:
            return Party(
                name=name, identifier=f"{nine}{check}", phone=f"0206{chance.randint(0, 9999999):07d}"
            )
