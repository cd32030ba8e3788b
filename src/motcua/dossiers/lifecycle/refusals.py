"""Refusals of the lifecycle: each has a stable id, a plain sentence and the next step.

A refused command leaves everything as it was: `decide` returns events or raises, and has no other effect.
"""

from __future__ import annotations

from motcua.dossiers.lifecycle import commands as c
from motcua.dossiers.lifecycle.types import Role, Status
from motcua.dossiers.lifecycle.words import COMMAND_NAMES, moment_text, roles_phrase
from motcua.foundation.clock import Instant
from motcua.foundation.errors import DomainError, Forbidden, gettext_noop
from motcua.foundation.phrase import Phrase
from motcua.law.regimes import Regime


class Refused(DomainError):
    """The law or the state of the dossier does not allow it."""

    id = "refused"


class WrongRole(Refused, Forbidden):
    """The person holds no role towards this dossier that may do it."""

    id = "wrong_role"


def wrong_role(kind: type[c.Command], roles: frozenset[Role]) -> WrongRole:
    """Who may do it instead."""
    return WrongRole(
        gettext_noop("Bạn không có quyền %(action)s đối với hồ sơ này."),
        gettext_noop("Việc này do %(roles)s thực hiện; hãy chuyển cho người đó."),
        action=Phrase(COMMAND_NAMES[kind]),
        roles=roles_phrase(roles),
    )


_DEFAULT = (
    "forbidden_transition",
    gettext_noop("Không thể %(action)s khi hồ sơ ở trạng thái “%(status)s”."),
    gettext_noop("Tải lại hồ sơ để xem trạng thái và những việc làm được lúc này."),
)
_NEW_DOSSIER_NEEDED = (
    "dossier_ended",
    gettext_noop("Hồ sơ đã kết thúc ở trạng thái “%(status)s”, không thể %(action)s."),
    gettext_noop("Nếu người nộp vẫn có nhu cầu, tiếp nhận một hồ sơ mới."),
)
_SUPPLEMENT_IN_PAUSE = (
    "supplement_during_pause",
    gettext_noop("Hồ sơ đang tạm dừng tính thời hạn (“%(status)s”), không thể yêu cầu bổ sung thêm."),
    gettext_noop("Đợi người nộp hoàn thành yêu cầu hiện tại rồi mới yêu cầu tiếp."),
)
_RETURN_BEFORE_FINISH = (
    "return_before_finish",
    gettext_noop("Chưa có kết quả để trả: hồ sơ ở trạng thái “%(status)s”."),
    gettext_noop("Đợi lãnh đạo ký kết quả (trạng thái “Đã xử lý xong”)."),
)
_ALREADY_RECEIVED = (
    "already_received",
    gettext_noop("Hồ sơ đã được tiếp nhận, trạng thái hiện nay là “%(status)s”."),
    gettext_noop("Mở hồ sơ để xem; không tiếp nhận lần thứ hai."),
)
_NO_DOSSIER = (
    "no_dossier",
    gettext_noop("Chưa có hồ sơ nào để %(action)s."),
    gettext_noop("Tiếp nhận hồ sơ trước."),
)
_SUPPLEMENTS = (c.ProposeSupplement, c.RequestSupplement)
_ENDED = (Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED, Status.FINISHED, Status.RETURNED)


def forbidden(kind: type[c.Command], status: int, regime: Regime) -> Refused:
    """The status does not allow the command; the sentence fits the commonest mistakes."""
    case = _DEFAULT
    if status == 0:
        case = _NO_DOSSIER
    elif kind is c.Receive or kind is c.Register:
        case = _ALREADY_RECEIVED
    elif kind in _SUPPLEMENTS and status in (Status.SUPPLEMENT_REQUESTED, Status.OBLIGATION_REQUESTED):
        case = _SUPPLEMENT_IN_PAUSE
    elif kind is c.ReturnResult and status < Status.FINISHED:
        case = _RETURN_BEFORE_FINISH
    elif status in _ENDED:
        case = _NEW_DOSSIER_NEEDED
    name, message, next_step = case
    return Refused(
        message,
        next_step,
        id=name,
        action=Phrase(COMMAND_NAMES[kind]),
        status=Phrase(regime.status_name(status)) if status else "",
    )


def in_the_future(at: Instant, now: Instant) -> Refused:
    """Nothing is recorded before it happens."""
    return Refused(
        gettext_noop("Thời điểm %(at)s ở trong tương lai."),
        gettext_noop("Nhập thời điểm không muộn hơn bây giờ (%(now)s)."),
        id="future",
        at=moment_text(at),
        now=moment_text(now),
    )


def before_last(at: Instant, last_at: Instant) -> Refused:
    """The log of a dossier runs forward."""
    return Refused(
        gettext_noop("Thời điểm %(at)s sớm hơn việc gần nhất của hồ sơ (%(last)s)."),
        gettext_noop("Nhập thời điểm từ %(last)s trở đi."),
        id="before_last",
        at=moment_text(at),
        last=moment_text(last_at),
    )


def past_without_reason(at: Instant) -> Refused:
    """A reception dated back needs its reason (contracts, section 4)."""
    return Refused(
        gettext_noop("Thời điểm tiếp nhận %(at)s đã qua mà chưa có lý do."),
        gettext_noop("Ghi lý do tiếp nhận lùi thời điểm, hoặc để hệ thống lấy giờ hiện tại."),
        id="past_without_reason",
        at=moment_text(at),
    )


def other_regime(at: Instant, regime: Regime) -> Refused:
    """The regime follows the date of reception (contracts, section 5)."""
    return Refused(
        gettext_noop("Ngày tiếp nhận %(at)s không thuộc thời gian áp dụng %(regime)s."),
        gettext_noop("Chọn lại ngày tiếp nhận; hệ thống sẽ áp dụng quy định của ngày đó."),
        id="other_regime",
        at=moment_text(at),
        regime=Phrase(regime.name),
    )


def missing(field: str, label: str) -> Refused:
    """Something the law asks for was left empty; `label` is a msgid."""
    return Refused(
        gettext_noop("Chưa nhập %(label)s."),
        gettext_noop("Nhập %(label)s rồi gửi lại."),
        id=f"{field}_missing",
        label=Phrase(label),
    )


def second_supplement_needs_ground() -> Refused:
    """Domain reference 10.3: a second T9 needs a flagged legal ground."""
    return Refused(
        gettext_noop("Hồ sơ đã được yêu cầu bổ sung một lần; lần sau phải nêu căn cứ pháp lý."),
        gettext_noop("Nhập điều, khoản của văn bản chuyên ngành cho phép yêu cầu bổ sung thêm."),
        id="second_supplement_needs_ground",
    )


def reschedule_twice(maximum: int) -> Refused:
    """Decree 61 art. 19(9): a new date at most once."""
    return Refused(
        gettext_noop("Hồ sơ đã được hẹn lại %(maximum)d lần, không được hẹn lại nữa."),
        gettext_noop("Giải quyết và trả kết quả sớm nhất có thể; hồ sơ được tính theo ngày hẹn hiện tại."),
        id="reschedule_twice",
        maximum=maximum,
    )


def refused(name: str, message: str, next_step: str, **params: object) -> Refused:
    """A refusal said once, where its guard stands."""
    return Refused(message, next_step, id=name, kept="", **params)
