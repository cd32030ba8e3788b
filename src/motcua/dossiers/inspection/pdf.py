"""PDFs: what runs by itself is taken out (ISO 32000-1, 12.6 actions, 7.11.4 embedded files, 12.7.8 XFA).

A PDF without it is kept byte for byte, so that its digital signature stays good. One that is signed and has
something to run is refused, since taking it out would break the signature unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Stream

from motcua.dossiers.inspection.findings import Finding, refused
from motcua.dossiers.inspection.results import FileRefusedError, Note
from motcua.foundation.errors import gettext_noop

OBJECTS: Final = 500_000
_ACTIONS: Final = {
    "/JavaScript": "JavaScript",
    "/Launch": gettext_noop("lệnh mở chương trình"),
    "/SubmitForm": gettext_noop("lệnh gửi dữ liệu"),
    "/ImportData": gettext_noop("lệnh nhập dữ liệu"),
    "/GoToR": gettext_noop("liên kết tới tệp khác"),
    "/GoToE": gettext_noop("liên kết tới tệp nhúng"),
    "/Rendition": gettext_noop("đa phương tiện"),
    "/Movie": gettext_noop("đa phương tiện"),
    "/Sound": gettext_noop("đa phương tiện"),
    "/RichMediaExecute": gettext_noop("đa phương tiện"),
    "/GoTo3DView": gettext_noop("đa phương tiện"),
}
_ANNOTATIONS: Final = {
    "/FileAttachment": gettext_noop("tệp nhúng"),
    "/RichMedia": gettext_noop("đa phương tiện"),
    "/Screen": gettext_noop("đa phương tiện"),
    "/Movie": gettext_noop("đa phương tiện"),
    "/Sound": gettext_noop("đa phương tiện"),
    "/3D": gettext_noop("đa phương tiện"),
}
# Keys whose value runs or carries a file, wherever they stand.
_KEYS: Final = {
    "/AA": gettext_noop("hành động tự chạy"),
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": gettext_noop("tệp nhúng"),
    "/EF": gettext_noop("tệp nhúng"),
    "/AF": gettext_noop("tệp nhúng"),
    "/Collection": gettext_noop("tệp nhúng"),
    "/XFA": gettext_noop("biểu mẫu XFA"),
    "/RichMediaContent": gettext_noop("đa phương tiện"),
}
_RESOURCES: Final = frozenset({"/Font", "/XObject", "/ExtGState", "/Pattern"})


def inspect_pdf(path: Path, cleaned: Path) -> Finding:
    """The number of pages; writes `cleaned` where something had to be taken out, and notes what."""
    try:
        with pikepdf.open(path) as pdf:
            finding = _inspect(pdf, path, cleaned)
        if finding.cleaned:
            _check_again(cleaned)
    except pikepdf.PasswordError as locked:
        raise refused(
            "encrypted",
            gettext_noop("Tệp có mật khẩu nên không kiểm tra được nội dung."),
            gettext_noop("Bỏ mật khẩu rồi tải lên lại."),
        ) from locked
    except (pikepdf.PdfError, pikepdf.DeletedObjectError, ValueError, TypeError, RuntimeError) as broken:
        raise _broken() from broken
    return finding


def _inspect(pdf: pikepdf.Pdf, path: Path, cleaned: Path) -> Finding:
    if len(pdf.objects) > OBJECTS:
        raise _broken()
    pages = len(pdf.pages)
    if not pages:
        raise _broken()
    signed = _is_signed(pdf)
    found = sorted({*_take_out(pdf), *_before_the_header(path)})
    if not found:
        return Finding(kind="pdf", pages=pages)
    what = ", ".join(found)
    if signed:
        raise refused(
            "signed_active",
            gettext_noop("Tệp PDF đã ký số nhưng chứa nội dung chạy được (%(what)s)."),
            gettext_noop("Gỡ nội dung đó sẽ làm hỏng chữ ký: nộp bản đã ký không có nội dung này."),
            what=what,
        )
    pdf.save(cleaned, deterministic_id=True, encryption=False)
    note = Note(gettext_noop("Đã gỡ nội dung chạy được khỏi tệp PDF: %(what)s."), {"what": what})
    return Finding(kind="pdf", pages=pages, notes=(note,), cleaned=True)


def _before_the_header(path: Path) -> Iterator[str]:
    """Readers skip what stands before `%PDF-`, so a second file of another kind can hide there."""
    with path.open("rb") as file:
        if not file.read(16).lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
            yield gettext_noop("dữ liệu lạ ở đầu tệp")


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    return any(
        isinstance(obj, Dictionary) and "/ByteRange" in obj and "/Contents" in obj for obj in pdf.objects
    )


def _take_out(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Removes from every object what runs, and names it."""
    for top in list(pdf.objects):
        pending: list[Any] = [top]
        while pending:
            obj = pending.pop()
            if isinstance(obj, Array):
                yield from _without_media(obj)
                pending.extend(item for item in obj if _is_inner(item))
            elif isinstance(obj, Dictionary | Stream):
                yield from _without_active_keys(obj)
                pending.extend(value for _, value in obj.items() if _is_inner(value))


def _is_inner(value: Any) -> bool:
    # An indirect object comes by itself in the list of all objects.
    return isinstance(value, Array | Dictionary | Stream) and not value.is_indirect


def _without_active_keys(obj: Any) -> Iterator[str]:
    for key, value in list(obj.items()):
        if key in _KEYS and not _is_resource(value):
            del obj[key]
            yield _KEYS[key]
        elif what := _runs(value):
            del obj[key]
            yield what


def _is_resource(value: Any) -> bool:
    # A page may call a font or picture /AA or /JS: the key is then a name of its own choosing.
    return isinstance(value, Dictionary | Stream) and str(value.get("/Type", "")) in _RESOURCES


def _runs(value: Any) -> str:
    """What an action would do; a link inside the document or to the web does nothing here."""
    return _ACTIONS.get(str(value.get("/S", "")), "") if isinstance(value, Dictionary) else ""


def _without_media(array: Array) -> Iterator[str]:
    """Actions leave their list, and so do annotations that carry a file or play something."""
    for index in range(len(array) - 1, -1, -1):
        item: Any = array[index]
        if what := _runs(item) or _media(item):
            del array[index]
            yield what


def _media(item: Any) -> str:
    is_annotation = isinstance(item, Dictionary) and "/Rect" in item
    return _ANNOTATIONS.get(str(item.get("/Subtype", "")), "") if is_annotation else ""


def _check_again(cleaned: Path) -> None:
    with pikepdf.open(cleaned) as pdf:
        if list(_take_out(pdf)):
            raise _broken()


def _broken() -> FileRefusedError:
    return refused(
        "broken",
        gettext_noop("Tệp PDF bị hỏng hoặc quá phức tạp, không kiểm tra được."),
        gettext_noop("In lại thành PDF hoặc quét lại giấy tờ rồi tải lên."),
    )
