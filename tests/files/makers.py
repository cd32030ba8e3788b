"""Files made on the spot: honest ones, and those that somebody would try."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

ELF = b"\x7fELF\x02\x01\x01\x00" + b"\0" * 200
EXE = b"MZ\x90\x00" + b"\0" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="x"/>'
DOCX = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<w/>"}
XLSX = {"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": b"<w/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"}


def pdf(change: Callable[[Pdf], None] | None = None, pages: int = 1, **save: object) -> bytes:
    """A PDF with empty A5 pages, changed before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(420, 595))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, deterministic_id=not save.get("encryption"), **save)  # type: ignore[arg-type]
    return out.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **save)
    return out.getvalue()


def package(entries: dict[str, bytes], **options: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(zipfile.ZipInfo(name), content, **options)
    return out.getvalue()


def script(code: str = "app.alert(1)") -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=code)


def launch() -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.Launch, F="calc.exe")


def _annotation(pdf_: Pdf, **fields: object) -> None:
    pdf_.pages[0].Annots = pdf_.make_indirect(
        Array([pdf_.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **fields))])
    )


def _open_action(document: Pdf) -> None:
    document.Root.OpenAction = script()


def _open_launch(document: Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(launch())


def _names(document: Pdf) -> None:
    tree = Dictionary(Names=Array(["a", document.make_indirect(script())]))
    document.Root.Names = Dictionary(JavaScript=document.make_indirect(tree))


def _page_action(document: Pdf) -> None:
    document.pages[0].AA = Dictionary(O=script())


def _link_launch(document: Pdf) -> None:
    _annotation(document, Subtype=Name.Link, A=launch())


def _chained(document: Pdf) -> None:
    first = Dictionary(S=Name.URI, URI="https://example.com", Next=Array([document.make_indirect(script())]))
    _annotation(document, Subtype=Name.Link, A=first)


def _embedded(document: Pdf) -> None:
    document.attachments["a.exe"] = EXE


def _file_annotation(document: Pdf) -> None:
    stream = Stream(document, EXE)
    spec = Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary(F=document.make_indirect(stream)))
    _annotation(document, Subtype=Name.FileAttachment, FS=spec)


def _xfa(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(document, b"<xdp/>"))


def _field_script(document: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=script()))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


def _submit(document: Pdf) -> None:
    _annotation(document, Subtype=Name.Widget, A=Dictionary(S=Name.SubmitForm, F="http://example.com"))


def _remote(document: Pdf) -> None:
    _annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=r"\\example\share", D=Array([0])))


def _media(document: Pdf) -> None:
    _annotation(document, Subtype=Name.RichMedia)


def disguised(document: Pdf) -> None:
    """An action under a key of no meaning, in a dictionary that pretends to be a font."""
    document.pages[0].AA = Dictionary(Type=Name.Font, O=launch())


def _signature(document: Pdf) -> None:
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=b"\0" * 8)
    field = Dictionary(FT=Name.Sig, T="s", V=document.make_indirect(value))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


ACTIVE: dict[str, Callable[[Pdf], None]] = {
    "open action": _open_action,
    "open launch": _open_launch,
    "name tree": _names,
    "page action": _page_action,
    "link that launches": _link_launch,
    "chained script": _chained,
    "embedded file": _embedded,
    "file annotation": _file_annotation,
    "XFA": _xfa,
    "field script": _field_script,
    "submit form": _submit,
    "remote file": _remote,
    "rich media": _media,
}


def signed(document: Pdf) -> None:
    _signature(document)


def signed_and_active(document: Pdf) -> None:
    _signature(document)
    _open_action(document)


def harmless(document: Pdf) -> None:
    """An opening page, a web link, a link inside, and a font that a page calls /AA."""
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])
    document.pages[0].Resources = Dictionary(
        Font=Dictionary(AA=Dictionary(Type=Name.Font, Subtype=Name.Type1))
    )
    _annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://dichvucong.gov.vn"))


def pdf_bomb(mebibytes: int) -> bytes:
    """A PDF whose catalogue stands in an object stream that unpacks to so much blank space."""
    packer = zlib.compressobj(9)
    blanks = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(mebibytes)) + packer.flush()
    first = b"%PDF-1.5\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    stream = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(blanks)
    second = b"3 0 obj\n" + stream + blanks + b"\nendstream\nendobj\n"
    table_at = len(first + second)
    rows = [(0, 0, 65535), (2, 3, 0), (1, 9, 0), (1, len(first), 0), (1, table_at, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    about = b"<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table_at
    return first + second + b"4 0 obj\n" + about + table + end
