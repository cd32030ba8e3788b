"""Doubts and findings as data: kept with a version, told in the reader's language, decided by their key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from motcua.foundation.phrase import Phrase

from .processes.findings import Finding
from .processes.tables import Doubt

Weight = Literal["blocking", "open", "notice"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A doubt of the reader, or a finding of the check, that a person answers before the process runs.

    `step` is the printed number of a step, `node` the identifier of a node or lane; both empty for the
    process as a whole. `weight`: "blocking" must be mended in the graph, "open" may be accepted with a
    reason, "notice" informs.
    """

    key: str
    kind: str
    message: Phrase
    step: str = ""
    node: str = ""
    weight: Weight = "open"


def doubts_as_data(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Doubts as JSON takes them; told twice alike they are one."""
    kept = {
        question.key: {
            "key": question.key,
            "kind": question.kind,
            "step": question.step,
            "message": _data(question.message),
        }
        for question in map(_of_doubt, doubts)
    }
    return list(kept.values())


def questions_of_data(data: Sequence[Mapping[str, Any]]) -> list[Question]:
    """The doubts that `doubts_as_data` wrote."""
    return [
        Question(
            key=each["key"], kind=each["kind"], step=each["step"] or "", message=_phrase(each["message"])
        )
        for each in data
    ]


def question_of_finding(finding: Finding, *, blocking: bool) -> Question:
    """A finding as a question; its key changes with its words, so a verdict never covers another fact."""
    return Question(
        key=_key(finding.kind, finding.node, finding.message),
        kind=finding.kind,
        node=finding.node,
        message=finding.message,
        weight="blocking" if blocking else "notice" if finding.severity == "notice" else "open",
    )


def _of_doubt(doubt: Doubt) -> Question:
    step = doubt.step or ""
    key = _key(doubt.kind, step, doubt.message)
    return Question(key=key, kind=doubt.kind, step=step, message=doubt.message)


def _key(kind: str, where: str, message: Phrase) -> str:
    return hashlib.sha256(f"{kind}\n{where}\n{message}".encode()).hexdigest()[:20]


def _data(phrase: Phrase) -> dict[str, Any]:
    return {
        "template": phrase.template,
        "params": {name: _value(value) for name, value in phrase.params.items()},
    }


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return _data(value)
    return value if isinstance(value, int) else str(value)


def _phrase(data: Mapping[str, Any]) -> Phrase:
    return Phrase(
        data["template"],
        {
            name: _phrase(value) if isinstance(value, dict) else value
            for name, value in data["params"].items()
        },
    )
