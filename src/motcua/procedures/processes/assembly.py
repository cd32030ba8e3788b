"""Rows and lines of a file, in order, into processes with their steps, totals and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from motcua.foundation.errors import gettext_noop
from motcua.foundation.phrase import Phrase

from .drafts import Draft, StepDraft
from .fields import Fields, fields_of
from .headings import (
    CODE,
    Heading,
    code_by_name,
    continues,
    heading_of,
    name_key,
    named,
    says_nothing,
    signed_in,
)
from .rows import Columns, Event, Line, Row, columns_of
from .tables import Doubt, Process
from .times import looks_like_time
from .totals import is_total, total_of

_STEP: Final = re.compile(r"(?:bước|b)\s*(\d{1,3}(?:[.\-]\d{1,3})*[a-zđ]?)\s*[.:]?", re.IGNORECASE)
_BARE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})*[a-zđ]?)\s*[.)]?")
_ROMAN: Final = re.compile(r"(?=[IVX])(?:X{0,2})(?:IX|IV|V?I{0,3})[.)]?")
_SECTION: Final = re.compile(
    r"(?:[IVX]{1,5}|[A-E])[.)]\s+\S|(?:quy trình|giai đoạn|trường hợp|trình tự|tại|cấp)(?!\w)", re.IGNORECASE
)
_TITLE: Final = re.compile(r"\d{1,3}(?:\.\d{1,2})*\s?[.)]\s*\S")
_ENDS: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?|[-–*]|mẫu(?: số)? \d+|bm\..*", re.IGNORECASE)
"""What begins a row of the next table where nothing else parts it from this one."""
_CONTEXT: Final = 4_000


_UNHEADED: Final = gettext_noop(
    "Có bảng ghi tổng thời gian nhưng không có dòng tiêu đề cột, nên không đọc thành quy trình: “%(text)s”."
)


def assembled(events: Iterable[Event]) -> tuple[list[Process], list[Doubt]]:
    """The processes of a file in printed order, and doubts about the file itself. No step table, no process:
    that is a result."""
    assembler = _Assembler()
    for event in events:
        assembler.take(event)
    return assembler.finished(), assembler.doubts


class _Assembler:
    """Goes over the events once; knows the open table, the process in work and the words passed since."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._draft: Draft | None = None
        self._columns: Columns | None = None
        self._words: list[str] = []
        self._listed: dict[str, tuple[str, ...]] = {}
        self._awaiting_total = ""
        self._signed = ""
        self.doubts: list[Doubt] = []

    def take(self, event: Event) -> None:
        """One line or row."""
        if isinstance(event, Line):
            self._close()
            self._signed = signed_in([event.text]) or self._signed
            self._remember(event.text)
            return
        texts = event.texts
        if not texts:
            return
        columns = columns_of([cell.text for cell in event.cells] if event.exact else texts)
        if columns is not None:
            self._open(columns)
        elif self._columns is None:
            self._pass(texts)
            if event.exact and len(texts) == 1:
                self._remember(texts[0])
        else:
            self._row(event, texts, self._columns)

    def finished(self) -> list[Process]:
        """All processes; a heading without steps is none."""
        self._close()
        drafts = [draft for draft in self._drafts if draft.steps]
        before: Heading | None = None
        processes = []
        for order, draft in enumerate(drafts, start=1):
            heading = draft.heading
            if before is not None and continues(heading):
                heading = named(heading, before)
            doubts: list[Doubt] = []
            if not heading.codes:
                codes = code_by_name(heading, self._listed)
                heading = heading._replace(codes=codes)
                doubts.append(_code_doubt(codes))
            processes.append(draft.process(order, heading, doubts))
            before = heading
        return processes

    def _open(self, columns: Columns) -> None:
        titled = self._draft.heading if self._draft is not None and not self._draft.steps else None
        self._close()
        self._columns = columns
        heading = heading_of("\n".join(self._words))
        if says_nothing(heading):
            heading = heading_of(self._signed) if self._signed or titled is None else titled
        self._draft = Draft(heading, columns.time_heading)
        self._words, self._signed = [], ""

    def _close(self) -> None:
        if self._draft is not None:
            self._drafts.append(self._draft)
        self._draft, self._columns, self._awaiting_total = None, None, ""

    def _remember(self, text: str) -> None:
        self._words.append(text[-_CONTEXT:])
        del self._words[:-3]

    def _pass(self, texts: Sequence[str]) -> None:
        """A row outside step tables: of a list of procedures, of a form. Code and name are worth keeping."""
        for text in texts:
            codes = tuple(dict.fromkeys(CODE.findall(text)))
            if len(codes) == 1:
                self._list(codes[0], [text, *texts])
        self._signed = signed_in(texts) or self._signed
        if is_total(texts[0]) and len(texts) > 1 and looks_like_time(texts[1]):
            text = f"{texts[0]} {texts[1]}"
            self.doubts.append(Doubt(kind="table_unheaded", message=Phrase(_UNHEADED, {"text": text})))

    def _list(self, code: str, texts: Sequence[str]) -> None:
        for text in texts[:6]:
            name = name_key(
                re.sub(
                    r"\(?\s*(?:mã\s+tthc\s*:?\s*)?" + re.escape(code) + r".*$", "", text, flags=re.I | re.S
                )
            )
            if len(name) >= 15:
                known = self._listed.get(name, ())
                self._listed[name] = tuple(dict.fromkeys((*known, code)))

    def _row(self, row: Row, texts: list[str], columns: Columns) -> None:
        draft = self._draft
        if draft is None:
            return
        if self._awaiting_total:
            label, self._awaiting_total = self._awaiting_total, ""
            if not self._begins_other(texts, draft):
                draft.totals.append(total_of([label, *texts[:1]]))
                return
            draft.totals.append(total_of([label]))
        if is_total(texts[0]):
            total = total_of(texts)
            if total.value or row.exact:
                draft.totals.append(total)
            else:
                self._awaiting_total = texts[0]
            return
        fields = fields_of(row, columns, _number_in(row, texts, draft))
        if fields is not None and fields.number:
            self._step(fields, draft)
        elif _is_title(texts):
            self._retitle(texts[0], draft)
        elif draft.whole_total or (draft.steps and draft.worded and _ENDS.fullmatch(texts[0])):
            self._close()
            self.take(row)
        elif section := _section_in(texts):
            draft.section = section
        elif fields is not None:
            draft.more(fields)
        else:
            draft.loose.extend(texts)

    def _begins_other(self, texts: Sequence[str], draft: Draft) -> bool:
        """Whether a row after a bare "Tổng …" is something else than its value."""
        if looks_like_time(texts[0]):
            return False
        return is_total(texts[0]) or _is_title(texts[:1]) or bool(_STEP.fullmatch(texts[0]))

    def _step(self, fields: Fields, draft: Draft) -> None:
        if draft.whole_total and fields.number.lstrip("0") == "1":
            # The decision begins another process under the same headings and prints no title for it.
            self._retitle("", draft)
            draft = self._draft or draft
        draft.add(StepDraft(fields, draft.section))

    def _retitle(self, title: str, draft: Draft) -> None:
        """A title within the table begins a process; the first one names the table's first."""
        if draft.steps:
            self._drafts.append(draft)
        self._draft = Draft(heading_of(title), draft.time_heading)


def _number_in(row: Row, texts: Sequence[str], draft: Draft) -> str:
    """The printed number of the step, empty for a row without one."""
    found = _STEP.fullmatch(texts[0])
    if found:
        draft.worded = True
        return found[1]
    bare = None if draft.worded or len(texts) < 3 else _BARE.fullmatch(texts[0])
    return bare[1] if bare else ""


def _section_in(texts: Sequence[str]) -> str:
    if len(texts) == 2 and _ROMAN.fullmatch(texts[0]):
        return texts[1]
    if len(texts) == 1 and len(texts[0]) <= 200 and _SECTION.match(texts[0]):
        return texts[0]
    return ""


def _is_title(texts: Sequence[str]) -> bool:
    if len(texts) != 1 or not _TITLE.match(texts[0]):
        return False
    return bool(CODE.search(texts[0])) or "thủ tục" in texts[0].casefold()


def _code_doubt(codes: tuple[str, ...]) -> Doubt:
    if codes:
        message = gettext_noop("Mã %(code)s lấy từ danh mục của chính quyết định, theo đúng tên thủ tục.")
        return Doubt(kind="code_by_name", message=Phrase(message, {"code": codes[0]}))
    return Doubt(kind="code_missing", message=Phrase(gettext_noop("Tiêu đề quy trình không ghi mã thủ tục.")))
