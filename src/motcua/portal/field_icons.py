"""A drawing for a field of procedures, chosen by words of its name; the name always stands beside it."""

from __future__ import annotations

from typing import Final

from motcua.foundation.text import fold

OTHER: Final = "folder"
_BY_WORDS: Final = (
    (("ho tich", "khai sinh", "con nuoi"), "baby-carriage"),
    (("dat dai", "dia chat", "do dac"), "map-2"),
    (("xay dung", "nha o", "quy hoach"), "home"),
    (("ho kinh doanh", "doanh nghiep", "thuong mai", "cong thuong"), "building-store"),
    (("chung thuc", "cong chung"), "certificate"),
    (("nguoi co cong", "bao tro", "tro giup", "tre em"), "heart-handshake"),
    (("cu tru", "xuat nhap canh", "can cuoc"), "id"),
    (("giao duc", "dao tao", "thi"), "school"),
    (("duong bo", "van tai", "dang kiem", "duong thuy"), "car"),
    (("y te", "kham", "duoc", "an toan thuc pham"), "stethoscope"),
    (("lao dong", "viec lam", "tien luong"), "briefcase"),
    (("lam nghiep", "trong trot", "chan nuoi", "thu y", "thuy san", "nong nghiep"), "plant-2"),
    (("moi truong", "nuoc", "khoang san"), "leaf"),
    (("van hoa", "the thao", "du lich", "thu vien", "le hoi"), "building-pavilion"),
    (("bao chi", "xuat ban", "vien thong", "thong tin"), "news"),
    (("ton giao", "tin nguong"), "building-church"),
    (("thue", "phi", "tai chinh", "gia"), "coin"),
    (("thi dua", "khen thuong"), "award"),
    (("to chuc", "can bo", "cong chuc", "hoi"), "users"),
    (("khieu nai", "to cao", "tiep cong dan"), "message-2"),
    (("dien", "nang luong"), "bolt"),
    (("luat su", "tu phap", "phap luat"), "scale"),
)


def field_icon(name: str) -> str:
    """The name of a Tabler icon for a field."""
    words = f" {fold(name)} "
    return next((icon for keys, icon in _BY_WORDS if any(f" {key} " in words for key in keys)), OTHER)
