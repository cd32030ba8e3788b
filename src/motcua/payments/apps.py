"""Online payment: orders, the gateway, bank statements, reconciliation; the books are the room of money's."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "motcua.payments"
    label = "payments"
    verbose_name = "Thanh toán trực tuyến"
