"""Tin cho người dân: the words of each event, channel and language; tried, changed, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.refusals import status_of
from motcua.foundation.errors import DomainError
from motcua.notices import services
from motcua.notices.events import CHANNELS, LANGUAGES, PLACEHOLDERS, SHORT, Channel, NoticeEvent
from motcua.notices.queries import table, versions, words_in_force
from motcua.notices.samples import sample
from motcua.notices.shipped import shipped
from motcua.notices.wording import Words, fill, places, plain, segments
from motcua.organisation.web import person_on, right

_TONGUES = {"vi": "Tiếng Việt", "en": "English"}


@right("administer_notices")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every event with the places of its words."""
    context = {
        "rows": table(person_on(request)),
        "channels": [(str(channel), channel.label) for channel in CHANNELS],
        "many": len(CHANNELS) * len(LANGUAGES),
    }
    return render(request, "desk/notices/list.html", context)


@right("administer_notices")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, event: str, channel: str, language: str) -> HttpResponse:
    """The words of one place: as they are, tried with a sample, changed, or those that ship again."""
    place = services.place_of(event, channel, language)
    words = words_in_force(event, channel, language)
    problem: DomainError | None = None
    reason = request.POST.get("reason", "")[:600]
    if request.method == "POST":
        words = Words(request.POST.get("title", "")[:400], request.POST.get("body", "")[:8000])
        try:
            if _done(request, place, channel, language, words, reason):
                return HttpResponseRedirect(reverse("desk:notice_template", args=[event, channel, language]))
        except DomainError as error:
            problem = error
    context = {
        "event": place,
        "channel": channel,
        "channel_name": Channel(channel).label,
        "language": language,
        "tongue": _TONGUES[language],
        "words": words,
        "shown": None if problem else _shown(place, channel, language, words),
        "shipped": shipped(event, channel, language),
        "versions": versions(event, channel, language),
        "placeholders": [
            (name, PLACEHOLDERS[name], name in place.needs) for name in place.allowed_by(channel)
        ],
        "short": channel in SHORT,
        "problem": problem,
        "field": str(problem.params.get("field", "")) if problem else "",
        "reason": reason,
        "elsewhere": [
            (str(each), each.label, tongue)
            for each in CHANNELS
            for tongue in LANGUAGES
            if (str(each), tongue) != (channel, language)
        ],
    }
    return render(
        request, "desk/notices/template.html", context, status=status_of(problem) if problem else 200
    )


def _done(  # noqa: PLR0917 - one caller
    request: HttpRequest, place: NoticeEvent, channel: str, language: str, words: Words, reason: str
) -> bool:
    """Do what the pressed button says; false where the words were only to be tried."""
    person = person_on(request)
    match request.POST.get("lam", ""):
        case "luu":
            services.save_template(
                person, place.name, channel, language, title=words.title, body=words.body, reason=reason
            )
            messages.success(request, gettext("Đã lưu; các tin từ bây giờ dùng lời này."))
        case "tro-lai":
            services.revert(person, place.name, channel, language, reason=reason)
            messages.success(request, gettext("Đã trở lại mẫu có sẵn."))
        case _:
            services.checked(place, channel, language, words.title, words.body)
            return False
    return True


def _shown(place: NoticeEvent, channel: str, language: str, words: Words) -> dict[str, object]:
    """The words with the sample, and what a short message would cost."""
    values = sample(place, language, short=channel in SHORT)
    text = fill(words.body, values)
    if channel == Channel.SMS:
        text = plain(text)
        return {"text": text, "places": places(text), "segments": segments(text)}
    return {"title": fill(words.title, values), "text": text}
