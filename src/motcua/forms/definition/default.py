"""The form of a procedure that has none of its own: made from its published papers, sound by itself."""

from __future__ import annotations

from motcua.foundation.text import fold
from motcua.procedures.content import Component, VersionContent

from .components import as_read, handed_in, is_declaration, only_if
from .model import AnyField, Definition, FileField, LongTextField, Page
from .owner import CONTENT, declare_page, owner_page, result_page

PREFIX = "default."
"""How the codes of made forms begin."""
_FILES_A_PAGE = 5


def default_code(procedure: str, case: str) -> str:
    """The code of the form that is made for a procedure and case: `default.1.001193`."""
    return f"{PREFIX}{procedure}.{case}" if case else f"{PREFIX}{procedure}"


def default_form(procedure: str, case: str, content: VersionContent) -> Definition:
    """Owner, what is asked for, a file for each paper to hand in, how the result is taken, the declaration.

    The printed declaration is asked as a file: without questions of its own nothing else stands for it.
    """
    pages = [
        owner_page(bodies=_bodies_file(content)),
        Page(
            id="content",
            title="Nội dung đề nghị",
            fields=(
                LongTextField(
                    id=CONTENT,
                    label="Bạn đề nghị giải quyết việc gì?",
                    help="Vài câu là đủ: việc gì, của ai, ở đâu.",
                ),
            ),
        ),
        *file_pages(content),
        result_page(),
        declare_page(),
    ]
    return Definition(
        code=default_code(procedure, case),
        title=content.name[:500],
        procedures=(procedure,),
        case=case,
        pages=tuple(pages),
    )


def file_pages(content: VersionContent) -> list[Page]:
    """The papers to hand in, a few on a page."""
    papers: dict[str, Component] = {}
    for component in content.components:
        if handed_in(component) and component.name.strip():
            papers.setdefault(as_read(component.name), component)
    fields = [_file(number, component) for number, component in enumerate(papers.values(), start=1)]
    return [
        Page(
            id=f"papers_{start // _FILES_A_PAGE + 1}",
            title="Giấy tờ kèm theo",
            help="Chụp thẳng, đủ bốn góc, đọc được chữ. Ảnh hoặc tệp PDF.",
            fields=tuple(fields[start : start + _FILES_A_PAGE]),
        )
        for start in range(0, len(fields), _FILES_A_PAGE)
    ]


def _file(number: int, component: Component) -> AnyField:
    name = " ".join(component.name.split())
    cut = name if len(name) <= 300 else f"{name[:297]}…"
    form = f"Theo mẫu: {component.form}" if component.form else ""
    return FileField(
        id=f"paper_{number}",
        label=cut,
        help="Tải mẫu ở trang thủ tục, điền và ký rồi chụp lại." if is_declaration(component) else form[:300],
        required=not only_if(component),
        component=component.name,
    )


def _bodies_file(content: VersionContent) -> bool:
    """Whether others than persons may be the owner: the published subjects name one, or none at all."""
    subjects = fold("; ".join(subject.name for subject in content.subjects))
    if not subjects:
        return True
    return any(word in subjects for word in ("to chuc", "doanh nghiep", "hop tac xa", "ho kinh doanh"))
