"""The sentences of the article, filled from live figures; one that cannot be told says so and why."""

from __future__ import annotations

from typing import Final, Literal

from django.utils import translation
from django.utils.translation import gettext

from motcua.figures.article import LABELS, Article, Figure
from motcua.foundation.errors import gettext_noop

_SENTENCES: Final = (
    (
        gettext_noop(
            "Đến ngày %(day)s, tổng số hồ sơ thủ tục hành chính giải quyết xong là %(resolved)s hồ sơ;"
            " giải quyết đúng hạn %(on_time)s hồ sơ, đạt %(on_time_pct)s;"
            " trễ hạn %(late)s hồ sơ, chiếm %(late_pct)s."
        ),
        ("resolved", "on_time", "on_time_pct", "late", "late_pct"),
    ),
    (
        gettext_noop(
            "Có %(linked_same_level)s thủ tục liên thông cùng cấp, %(linked_cross_level)s thủ tục liên thông"
            " giữa các cấp chính quyền."
        ),
        ("linked_same_level", "linked_cross_level"),
    ),
    (
        gettext_noop(
            "Cổng dịch vụ công của tỉnh cung cấp %(online_services)s dịch vụ công trực tuyến mức độ 2, 3, 4;"
            " tích hợp %(integrated_services)s dịch vụ trên Cổng dịch vụ công quốc gia, trong đó"
            " %(integrated_level_3_4)s dịch vụ mức độ 3, 4."
        ),
        ("online_services", "integrated_services", "integrated_level_3_4"),
    ),
    (
        gettext_noop("%(online_share_pct)s hồ sơ đã giải quyết được nộp trực tuyến."),
        ("online_share_pct",),
    ),
)
"""Each sentence with the figures that it needs."""
Language = Literal["vi", "en"]


def sentences(found: Article, language: Language) -> list[str]:
    """The sentences in a language, numbers as it writes them."""
    with translation.override(language):
        return [_sentence(found, template, needed, language) for template, needed in _SENTENCES]


def _sentence(found: Article, template: str, needed: tuple[str, ...], language: Language) -> str:
    figures = [found.one(each) for each in needed]
    missing = [each for each in figures if each.status != "ok"]
    if missing:
        told = gettext("Chưa nói được “%(figure)s”: %(reason)s")
        return "\n".join(
            told % {"figure": gettext(LABELS[each.id]), "reason": each.reason and each.reason.said(gettext)}
            for each in missing
        )
    values = {each.id: written(each, language) for each in figures}
    return gettext(template) % {**values, "day": f"{found.scope.last:%d/%m/%Y}"}


def written(each: Figure, language: Language) -> str:
    """`185.969` or `99,22%`; in English `185,969` and `99.22%`; a dash where there is no value."""
    if each.value is None:
        return "–"
    plain = f"{each.value:,.2f}%" if each.unit == "percent" else f"{each.value:,}"
    return plain if language == "en" else plain.translate(_SWAPPED)


_SWAPPED: Final = str.maketrans(",.", ".,")
