"""The room of electronic forms as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Electronic forms of procedures: revisions written once, the day each is in force from."""

    name = "motcua.forms"
    verbose_name = "Biểu mẫu điện tử"
