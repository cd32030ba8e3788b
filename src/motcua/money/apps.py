"""Money at the counter: receipts, waivers, refunds, the day's close, the quarter's settlement."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "motcua.money"
    label = "money"
    verbose_name = "Thu phí"
