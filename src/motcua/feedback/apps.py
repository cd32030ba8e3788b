"""Feedback, petitions and ratings of service."""

from __future__ import annotations

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Petitions with their clocks, published answers, ratings."""

    name = "motcua.feedback"
    label = "feedback"
    verbose_name = "Phản ánh, kiến nghị và đánh giá"
