"""The words above a step table: the name of the procedure, its codes, and whose case it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from motcua.foundation.text import fold

CODE: Final = re.compile(r"(?<![\d.])[1-9]\.\d{6}(?:\.[A-Z]\d{2})?(?![\d])")
"""A procedure code wherever it stands in a sentence (domain reference 2.5)."""

_NAME_LIMIT: Final = 600


class Heading(NamedTuple):
    """`name` and `codes` of the procedure as printed; `case` is the line that tells one of its processes
    from its siblings ("b) Đối với trường hợp …", "1.2. …"), empty for a process of its own."""

    text: str
    name: str
    codes: tuple[str, ...]
    case: str = ""


_START: Final = re.compile(r"(?:^|(?<=[\s.:]))Quy\s+trình\s+số\s+\d+", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"(?:^|(?<=\s))(?=\d{1,3}(?:\.\d{1,2})*\s?\.(?:\s+\S|[^\W\d]))|(?:^|\n)(?=[IVX]{1,4}\.\s)"
)
_SIGNED: Final = re.compile(
    r"(?:^|(?<=\s))(?:[IVX]{1,4}|\d{1,3})\.\s*Thủ tục(?:(?!\(Mã).){10,600}"
    r"\(Mã(?:(?!\)).){5,60}ký hiệu[^)]*\)",
    re.DOTALL,
)
_SUB: Final = re.compile(r"(?:[a-eđ]\)|\d{1,3}\.[1-9]\d?\.?\s)")
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{5,})[”\"]")
_LEAD: Final = re.compile(
    r"^(?:quy\s+trình\s+số\s+\d+)?[\s.:]*(?:\d{1,3}(?:\.\d{1,2})*\s?[.)]\s*|[IVX]{1,4}\.\s*|[a-eđ]\)\s*)?"
    r"(?:quy\s+trình(?:\s+nội\s+bộ)?(?:\s+liên\s+thông)?(?:\s+trong)?(?:\s+giải\s+quyết)?(?:\s+(?:tthc|thủ\s+tục\s+hành\s+chính))?\s*:\s*)?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"\s*\(?\s*(?:mã\s+(?:số\s+)?(?:tthc|thủ\s+tục)?\s*:?\s*)?\(?[1-9]\.\d{6}.*$|\s*-\s*thời\s+(?:gian|hạn)\s+giải\s+quyết.*$"
    r"|\s*a\.\s*thời\s+hạn.*$|\s*\[\d+\]$",
    re.IGNORECASE | re.DOTALL,
)


def heading_of(text: str) -> Heading:
    """What the words above a table say; the last numbered heading in them counts."""
    part = _last_part(text)
    codes = tuple(dict.fromkeys(CODE.findall(part)))
    case = _case_in(part)
    quoted = _QUOTED.search(part)
    name = quoted[1] if quoted else _TAIL.sub("", _LEAD.sub("", _flat(part), count=1))
    return Heading(_flat(part)[:_NAME_LIMIT], _flat(name).strip(" .;:-–")[:_NAME_LIMIT], codes, case)


def says_nothing(heading: Heading) -> bool:
    """Whether the words above the table only call it a process ("6. Quy trình giải quyết")."""
    plain = fold(heading.name)
    return not heading.codes and (not plain or (plain.startswith("quy trinh") and len(plain) < 40))


def signed_in(texts: Sequence[str]) -> str:
    """The title of a process that is printed far above its steps, before its sign: in front of the cell
    "KÝ HIỆU QUY TRÌNH", or with "(Mã TTHC …, ký hiệu: …)"; empty where a row has none."""
    for place, text in enumerate(texts):
        if name_key(text) == "ky hieu quy trinh" and place >= 2:
            return texts[place - 2]
        found = None
        for found in _SIGNED.finditer(text):  # noqa: B007
            pass
        if found is not None:
            return found[0]
    return ""


def _last_part(text: str) -> str:
    starts = [found.start() for found in _START.finditer(text)]
    if starts:
        return text[starts[-1] :]
    code = None
    for code in CODE.finditer(text):  # noqa: B007
        pass
    before = text[: code.start()] if code else text
    numbered = [found.start() for found in _NUMBERED.finditer(before)]
    return text[numbered[-1] :].strip() if numbered else text[-_NAME_LIMIT:]


def _case_in(part: str) -> str:
    """The line of a case: the heading is one itself, or ends in one after its code."""
    flat = _flat(_START.sub("", part))
    if _SUB.match(flat):
        # With a code of its own it is a procedure numbered so, not a case of another.
        return "" if CODE.search(flat) else flat
    found = CODE.search(flat)
    if found is None:
        return ""
    tail = flat[found.end() :].lstrip(" )_.")
    return tail if _SUB.match(tail) else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def continues(heading: Heading) -> bool:
    """Whether the heading is a further case of the procedure before it, whose codes it shares: "b)", "1.2."
    without a code of its own."""
    if heading.codes or not heading.case:
        return False
    first = re.match(r"(?:a\)|\d{1,3}\.1\.?\s)", heading.case)
    return first is None


def named(heading: Heading, before: Heading) -> Heading:
    """A further case under the name and codes of the procedure that it continues."""
    return heading._replace(name=before.name, codes=before.codes)


def full_name(heading: Heading) -> str:
    """The name of the procedure, with the case where the process is one of several."""
    return heading.name if not heading.case else f"{heading.name} – {heading.case}"


def code_by_name(heading: Heading, listed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The code that the decision's own list prints beside exactly this name; none where it is not unique."""
    codes = listed.get(name_key(heading.name), ())
    return codes if len(codes) == 1 else ()


def name_key(name: str) -> str:
    """A name without case, marks, signs and the word "thủ tục" that lists put in front."""
    plain = re.sub(r"[^a-z0-9 ]+", " ", fold(name))
    return re.sub(r"^(?:\d+ )?(?:thu tuc )?", "", " ".join(plain.split()))
