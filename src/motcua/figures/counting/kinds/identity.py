"""How identity was proven."""

from __future__ import annotations

from typing import Final

from motcua.dossiers.particulars import Proof
from motcua.figures.counting.kinds.common import RECEIVED_COLUMN
from motcua.figures.counting.measures import RECEIVED, Counted, Identity, Measure, Ratio
from motcua.foundation.errors import gettext_noop as _

_HOW_PROVEN: Final = _("Xác thực bằng")


def _proof(key: str, label: str, proof: Proof) -> Measure:
    return Measure(key=key, label=label, when=f"p.proof = {int(proof)}", group=_HOW_PROVEN)


IDENTITY: Final = Counted(
    id="identity",
    title=_("Cách xác thực người nộp hồ sơ"),
    law=_("Nghị định 107/2021/NĐ-CP, Điều 1; Quyết định 766/QĐ-TTg, nhóm số hóa"),
    base=RECEIVED,
    columns=(
        RECEIVED_COLUMN,
        _proof("account", _("Tài khoản định danh"), Proof.ONLINE_ACCOUNT),
        _proof("population", _("CSDL dân cư"), Proof.POPULATION_DATABASE),
        _proof("chip", _("Đọc chip thẻ"), Proof.CHIP_READ),
        _proof("card", _("Xuất trình thẻ"), Proof.CARD_SHOWN),
        _proof("authorised", _("Giấy ủy quyền"), Proof.AUTHORISATION_PAPER),
        _proof("none", _("Không xác thực"), Proof.NONE),
        Measure(key="represented", label=_("Có người đại diện"), when="p.represented"),
        Ratio(
            key="electronic_pct",
            label=_("Tỷ lệ bằng dữ liệu điện tử"),
            top=("account", "population", "chip"),
            bottom=("received",),
        ),
    ),
    identities=(
        Identity(
            name=_("Tiếp nhận = cộng các cách xác thực"),
            whole="received",
            parts=("account", "population", "chip", "card", "authorised", "none"),
        ),
    ),
    notes=(_("Cách xác thực là của lần tiếp nhận; hồ sơ được đính chính thì theo lần đính chính."),),
)
