"""What the province's published procedures hold, as figures ask it: yes and no, never their words."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from django.db import connection

from motcua.foundation.text import fold

from .finding import elsewhere_done, province_name
from .search_state import ONLY
from .search_tables import CatalogueState


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure in force on a day. `places` are the folded names of who resolves it, `codes` their codes;
    `kind` as in `VersionContent.competent_kind`. `missing` are the parts that Decree 63/2010 article 8(2)
    wants and that are not published. `certain_fee`: a fee of it is known to the đồng, so that it can be asked
    for online."""

    code: str
    name: str
    levels: tuple[str, ...]
    kind: str
    places: tuple[str, ...]
    codes: frozenset[str]
    online: bool
    fee: bool
    certain_fee: bool
    result: bool
    missing: tuple[str, ...]


PARTS: Final = ("steps", "channels", "components", "limit", "subjects", "agencies")
"""What a procedure must publish besides its name, in the order of the statement."""

# Parts left out of the JSON are empty ones, so that a key that is there says that the part is.
_ROWS: Final = """
SELECT p.code, v.name, v.levels, coalesce(v.content->>'competent_kind', ''),
  jsonb_path_query_array(v.content, '$.competent[*].name'),
  jsonb_path_query_array(v.content, '$.executing[*].name'),
  jsonb_path_query_array(v.content, '$.competent[*].code') ||
    jsonb_path_query_array(v.content, '$.executing[*].code'),
  v.content->'channels' @> '[{"channel": "online"}]',
  v.content @? '$.channels[*].fees[*] ? (@.amount > 0 || !(exists(@.amount)))',
  v.content @? '$.channels[*].fees[*] ? (@.amount > 0)',
  v.content ? 'results',
  v.content ? 'steps', v.content ? 'channels', v.content ? 'components',
  v.content @? '$.channels[*].limit.quantity' OR v.content @? '$.cases[*].limit.quantity',
  v.content ? 'subjects', v.content ?| ARRAY['executing', 'competent'],
  coalesce(v.content->'promulgated_by'->>'name', ''),
  coalesce(v.content->'executing'->0->>'name', '')
FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
WHERE NOT v.superseded AND v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to >= %(day)s)
  AND (p.state <> 'abolished' OR v.valid_to IS NOT NULL)
  AND v.levels && ARRAY['province', 'district', 'commune']::varchar[]
ORDER BY p.code
"""
_KEPT: Final[dict[tuple[Any, date], tuple[Published, ...]]] = {}
_MOST_KEPT: Final = 14


def published(on: date) -> tuple[Published, ...]:
    """The procedures that the levels of this province resolved on a day; kept until the catalogue changes.

    One small statement, and two more where they are not kept.
    """
    mark = CatalogueState.objects.filter(pk=ONLY).values_list("mark", flat=True).first()
    found = _KEPT.get((mark, on)) if mark else None
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, {"day": on})
            rows = cursor.fetchall()
        here = province_name()
        found = tuple(_one(row) for row in rows if not elsewhere_done(fold(row[17]), fold(row[18]), here))
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        if mark:
            _KEPT[mark, on] = found
    return found


def _one(row: tuple[Any, ...]) -> Published:
    return Published(
        code=row[0],
        name=row[1],
        levels=tuple(row[2]),
        kind=row[3],
        places=tuple(fold(name) for name in (*_list(row[4]), *_list(row[5]))),
        codes=frozenset(_list(row[6])),
        online=bool(row[7]),
        fee=bool(row[8]),
        certain_fee=bool(row[9]),
        result=bool(row[10]),
        missing=tuple(part for part, there in zip(PARTS, row[11:17], strict=True) if not there),
    )


def _list(value: Any) -> list[str]:
    found = msgspec.json.decode(value) if isinstance(value, str) else value
    return [str(each) for each in found or ()]
