"""HEIC photographs of telephones are kept as JPEG, upright and without where they were taken."""

from __future__ import annotations

import io

import pillow_heif
import pytest
from PIL import Image

from motcua.dossiers import files
from motcua.dossiers.inspection.results import FileRefusedError

pytestmark = pytest.mark.usefixtures("attachments")
ORIENTATION = 0x0112
PLACE = "Cao Bang 22.66N"


def photograph(size: tuple[int, int] = (64, 48)) -> bytes:
    picture = Image.new("RGB", size, "white")
    exif = Image.Exif()
    exif[0x010E] = PLACE
    out = io.BytesIO()
    pillow_heif.from_pillow(picture).save(out, exif=exif.tobytes())
    return out.getvalue()


def test_a_heic_photograph_is_kept_as_jpeg() -> None:
    sent = photograph()
    assert PLACE.encode() in sent
    kept = files.store(io.BytesIO(sent), "IMG_0042.HEIC")
    with files.open_file(kept.sha256) as stream:
        content = stream.read()
    assert (kept.kind, kept.media_type, kept.name) == ("jpeg", "image/jpeg", "IMG_0042.jpg")
    assert Image.open(io.BytesIO(content)).size == (64, 48)
    assert PLACE.encode() not in content
    assert [note.text for note in kept.notes] == ["Ảnh HEIC của điện thoại đã được đổi thành JPEG."]
    assert kept.original_sha256 != kept.sha256


@pytest.mark.parametrize("left", [24, 200, -40])
def test_a_broken_photograph_is_refused_with_a_sentence(left: int) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        files.store(io.BytesIO(photograph((640, 480))[:left]), "anh.heic")
    assert refusal.value.id in {"file_broken", "file_unreadable"}
    assert "Chụp lại" in refusal.value.next_step or "quét lại" in refusal.value.next_step
