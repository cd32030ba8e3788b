"""Errors that a person reads: what happened, what was kept, what to do now."""

from __future__ import annotations

from motcua.foundation.phrase import Translate, filled


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation without translating it; the faces translate when they show it."""
    return message


class DomainError(Exception):
    """A refusal with a stable id, a Vietnamese sentence and the next step.

    `message` and `next_step` are templates in the `%(name)s` form filled from `params`, where a `Phrase` is a
    word to translate; faces ask for `said`. `kept` says what the system kept of the user's work, if anything.
    """

    id: str = "error"

    def __init__(
        self,
        message: str,
        next_step: str = "",
        *,
        id: str = "",  # noqa: A002
        kept: str = "",
        **params: object,
    ) -> None:
        self.id = id or type(self).id
        self.template = message
        self.next_template = next_step
        self.kept = kept
        self.params = params
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The Vietnamese sentence with its values."""
        return filled(self.template, self.params)

    @property
    def next_step(self) -> str:
        """What to do now, with its values; empty where nothing can be done."""
        return filled(self.next_template, self.params)

    def said(self, translate: Translate) -> str:
        """What happened, what was kept and what to do now, in the language of `translate`."""
        parts = (self.template, self.kept, self.next_template)
        return " ".join(filled(part, self.params, translate) for part in parts if part)


class UsageError(DomainError):
    """A command line or file that cannot be read; the command exits with 2."""

    id = "usage"


class Forbidden(DomainError):
    """The person has no right to do or see this."""

    id = "forbidden"


class NotFound(DomainError):
    """Nothing by that name that this person may see."""

    id = "not_found"


class Conflict(DomainError):
    """Somebody acted first; `params` tell who and what changed."""

    id = "conflict"
