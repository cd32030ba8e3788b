"""Papers of several dossiers as one PDF, in the order asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from motcua.dossiers.printing import paper
from motcua.foundation.clock import Clock
from motcua.foundation.errors import DomainError, NotFound, gettext_noop
from motcua.organisation.rights import Person

MOST: Final = 50
"""Papers in one batch: at some tenths of a second each, as long as somebody waits at a printer."""


class Batch(NamedTuple):
    """The papers as one PDF; `printed` are the codes in it, `without` those that have no such paper."""

    content: bytes
    printed: tuple[str, ...]
    without: tuple[str, ...]


def batch(person: Person, codes: Sequence[str], key: str, *, clock: Clock | None = None) -> Batch:
    """The form `key` of each dossier, each once. What is out of sight or has no such paper is left out.

    Raises: DomainError `nothing_ticked`, `batch_too_large`; `NotFound` where none of them has the paper.
    """
    wanted = tuple(dict.fromkeys(code for code in codes if code))
    if not wanted:
        raise DomainError(
            gettext_noop("Chưa chọn hồ sơ nào để in."),
            gettext_noop("Đánh dấu các hồ sơ rồi in lại."),
            id="nothing_ticked",
        )
    if len(wanted) > MOST:
        raise DomainError(
            gettext_noop("Đã chọn %(count)s hồ sơ; mỗi lần in nhiều nhất %(most)s."),
            gettext_noop("In thành nhiều lần."),
            id="batch_too_large",
            count=len(wanted),
            most=MOST,
        )
    papers: dict[str, bytes] = {}
    refusal: NotFound | None = None
    for code in wanted:
        try:
            papers[code] = paper(person, code, key, clock=clock)
        except NotFound as error:
            refusal = error
    if not papers and refusal is not None:
        raise refusal
    without = tuple(code for code in wanted if code not in papers)
    return Batch(joined(papers.values()), tuple(papers), without)


def joined(papers: Iterable[bytes]) -> bytes:
    """Several PDF files as one, page after page."""
    import pikepdf  # a library of 30 MB, which most workers never need

    whole = pikepdf.new()
    for content in papers:
        with pikepdf.open(io.BytesIO(content)) as one:
            whole.pages.extend(one.pages)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()
