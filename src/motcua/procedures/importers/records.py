"""JSON records of one shape, read one at a time: what cannot be read is a refused row, never a stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import msgspec

from motcua.procedures.content import Attributes

from .base import Refused, Row
from .readers import Line, Source


class Lenient(msgspec.Struct, kw_only=True):
    """Base of the records of outside files: unknown keys are left aside, known ones must fit."""


R = TypeVar("R", bound=Lenient)


def record_rows(
    source: Source, record: type[R], attributes: Callable[[R], tuple[str, Attributes]]
) -> Iterator[Row]:
    """A row for every JSON object of `source`, read as `record` and turned into attributes."""
    decoder = msgspec.json.Decoder(record)
    for line in source.objects():
        yield _row(line, decoder, attributes)


def _row(
    line: Line, decoder: msgspec.json.Decoder[R], attributes: Callable[[R], tuple[str, Attributes]]
) -> Row:
    if line.reason:
        return Row(line.number, "", None, line.reason)
    try:
        code, found = attributes(decoder.decode(line.data))
    except Refused as refused:
        return Row(line.number, _code_in(line.data), None, str(refused))
    except msgspec.ValidationError as error:
        return Row(line.number, _code_in(line.data), None, f"Bản ghi không đúng dạng: {str(error)[:200]}")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Row(line.number, _code_in(line.data), None, "Dòng không phải JSON đọc được hoặc sai UTF-8")
    except RecursionError:
        return Row(line.number, "", None, "JSON lồng quá sâu")
    return Row(line.number, code, found)


_CODE: Final = re.compile(rb'"(?:code|ma_thu_tuc|thu_tuc_id)"\s*:\s*"([^"\\]{1,40})"')


def _code_in(data: bytes) -> str:
    """The code of a line that could not be read, for the report; empty where none can be seen."""
    found = _CODE.search(data[:65536])
    return found.group(1).decode("utf-8", "replace").strip() if found else ""
