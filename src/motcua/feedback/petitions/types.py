"""Words of petitions: states as the national portal has them, kinds, sides, grounds of refusal."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from motcua.foundation.errors import gettext_noop


class PetitionState(StrEnum):
    """Where a petition stands. The first eight are the national portal's; the last two this house's."""

    RECEIVED = "received"
    SUPPLEMENT_ASKED = "supplement_asked"
    HANDLING = "handling"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    REFUSED = "refused"
    AWAITING_PUBLICATION = "awaiting_publication"
    PUBLISHED = "published"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Final[dict[PetitionState, str]] = {
    PetitionState.RECEIVED: gettext_noop("Mới tiếp nhận"),
    PetitionState.SUPPLEMENT_ASKED: gettext_noop("Chờ người phản ánh bổ sung"),
    PetitionState.HANDLING: gettext_noop("Đang xem xét, trả lời"),
    PetitionState.FORWARDED: gettext_noop("Đã chuyển cơ quan có thẩm quyền"),
    PetitionState.RETURNED: gettext_noop("Cơ quan được chuyển trả lại"),
    PetitionState.REFUSED: gettext_noop("Từ chối, có nêu lý do"),
    PetitionState.AWAITING_PUBLICATION: gettext_noop("Đã trả lời, chờ công khai"),
    PetitionState.PUBLISHED: gettext_noop("Đã trả lời, đã công khai"),
    PetitionState.ANSWERED: gettext_noop("Đã trả lời, không công khai"),
    PetitionState.WITHDRAWN: gettext_noop("Người gửi đã rút"),
}
FINAL: Final = frozenset(
    {
        PetitionState.REFUSED,
        PetitionState.PUBLISHED,
        PetitionState.ANSWERED,
        PetitionState.WITHDRAWN,
    }
)


class About(StrEnum):
    """What the petitioner says it is about."""

    PROCEDURE = "procedure"
    DOSSIER = "dossier"
    AGENCY = "agency"
    OFFICER = "officer"


ABOUT_NAMES: Final[dict[About, str]] = {
    About.PROCEDURE: gettext_noop("Một thủ tục hoặc quy định"),
    About.DOSSIER: gettext_noop("Một hồ sơ đã nộp"),
    About.AGENCY: gettext_noop("Một cơ quan"),
    About.OFFICER: gettext_noop("Thái độ, hành vi của cán bộ"),
}


class Sort(StrEnum):
    """How the receiving body classified it (Decree 20/2008 art. 9)."""

    OWN = "own"
    CONDUCT = "conduct"
    OTHER = "other"


SORT_NAMES: Final[dict[Sort, str]] = {
    Sort.OWN: gettext_noop("Thuộc thẩm quyền của cơ quan tiếp nhận"),
    Sort.CONDUCT: gettext_noop("Về hành vi của cán bộ, công chức"),
    Sort.OTHER: gettext_noop("Thuộc thẩm quyền của cơ quan khác"),
}


class Refusal(StrEnum):
    """Why a petition is not accepted (Decree 20/2008 art. 9 and the conditions of its forms)."""

    COMPLAINT = "complaint"
    NO_CONTACT = "no_contact"
    UNCLEAR = "unclear"
    REPEATED = "repeated"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_SUPPLEMENTED = "not_supplemented"


REFUSAL_NAMES: Final[dict[Refusal, str]] = {
    Refusal.COMPLAINT: gettext_noop("Là khiếu nại hoặc tố cáo: gửi theo Luật Khiếu nại, Luật Tố cáo"),
    Refusal.NO_CONTACT: gettext_noop("Không có tên, địa chỉ hoặc cách liên hệ đúng"),
    Refusal.UNCLEAR: gettext_noop("Nội dung không rõ"),
    Refusal.REPEATED: gettext_noop("Đã được trả lời, không có nội dung mới"),
    Refusal.OUT_OF_SCOPE: gettext_noop("Không về quy định hoặc việc giải quyết thủ tục hành chính"),
    Refusal.NOT_SUPPLEMENTED: gettext_noop("Hết thời gian mà chưa bổ sung"),
}


class Side(StrEnum):
    """In which part somebody acts on one petition."""

    PETITIONER = "petitioner"
    RECEIVER = "receiver"
    HEAD = "head"
    HANDLER = "handler"


SIDE_NAMES: Final[dict[Side, str]] = {
    Side.PETITIONER: gettext_noop("người phản ánh"),
    Side.RECEIVER: gettext_noop("cơ quan tiếp nhận phản ánh"),
    Side.HEAD: gettext_noop("người đứng đầu cơ quan xử lý"),
    Side.HANDLER: gettext_noop("cán bộ được giao trả lời"),
}
