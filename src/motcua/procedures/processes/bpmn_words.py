"""Elements of BPMN 2.0 outside the subset: those that only draw or explain, and those that mean something.

The second kind is refused by these names; an element in neither table is refused by its BPMN name.
"""

from __future__ import annotations

from typing import Final

from motcua.foundation.errors import gettext_noop

IGNORED: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "property",
        "ioSpecification",
        "auditing",
        "monitoring",
        "potentialOwner",
        "performer",
        "humanPerformer",
        "resourceRole",
        "correlationSubscription",
        "rendering",
    }
)
MEANINGFUL: Final[dict[str, str]] = {
    "scriptTask": gettext_noop("tác vụ chạy mã lệnh (script task)"),
    "serviceTask": gettext_noop("tác vụ gọi dịch vụ (service task)"),
    "sendTask": gettext_noop("tác vụ gửi (send task)"),
    "receiveTask": gettext_noop("tác vụ nhận (receive task)"),
    "businessRuleTask": gettext_noop("tác vụ luật nghiệp vụ (business rule task)"),
    "inclusiveGateway": gettext_noop("cổng bao hàm (inclusive gateway)"),
    "complexGateway": gettext_noop("cổng phức hợp (complex gateway)"),
    "eventBasedGateway": gettext_noop("cổng theo sự kiện (event-based gateway)"),
    "subProcess": gettext_noop("quy trình con lồng bên trong (sub-process)"),
    "transaction": gettext_noop("giao dịch (transaction)"),
    "adHocSubProcess": gettext_noop("quy trình con tùy biến (ad-hoc sub-process)"),
    "boundaryEvent": gettext_noop("sự kiện gắn vào bước (boundary event)"),
    "intermediateThrowEvent": gettext_noop("sự kiện phát đi (throw event)"),
    "implicitThrowEvent": gettext_noop("sự kiện phát đi (throw event)"),
    "timerEventDefinition": gettext_noop("sự kiện hẹn giờ (timer)"),
    "messageEventDefinition": gettext_noop("sự kiện thông điệp ở điểm bắt đầu hoặc kết thúc (message)"),
    "signalEventDefinition": gettext_noop("sự kiện tín hiệu (signal)"),
    "conditionalEventDefinition": gettext_noop("sự kiện điều kiện (conditional)"),
    "errorEventDefinition": gettext_noop("sự kiện lỗi (error)"),
    "escalationEventDefinition": gettext_noop("sự kiện chuyển cấp (escalation)"),
    "cancelEventDefinition": gettext_noop("sự kiện hủy (cancel)"),
    "compensateEventDefinition": gettext_noop("sự kiện bù trừ (compensation)"),
    "linkEventDefinition": gettext_noop("sự kiện liên kết (link)"),
    "terminateEventDefinition": gettext_noop("kết thúc ngắt ngang (terminate)"),
    "standardLoopCharacteristics": gettext_noop("bước lặp (loop)"),
    "multiInstanceLoopCharacteristics": gettext_noop("bước nhiều bản (multi-instance)"),
    "eventDefinitionRef": gettext_noop("sự kiện định nghĩa ở nơi khác"),
    "callConversation": gettext_noop("hội thoại (conversation)"),
}
