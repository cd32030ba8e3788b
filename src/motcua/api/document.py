"""The OpenAPI document: what ninja knows of the calls, with every answer, header and right that they have."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from motcua.api.door import NEEDS
from motcua.api.intake_body import DossierIn
from motcua.api.problems import MEDIA_TYPE
from motcua.api.schemas import Problem

if TYPE_CHECKING:
    from ninja import NinjaAPI

PREFIX: Final = "/api/v1/"
_REF: Final = "#/components/schemas/{name}"
_EVERY: Final = (401, 403, 429, 500)
_REFUSED: Final[dict[str, tuple[int, ...]]] = {
    "file_dossier": (400, 404, 409, 411, 413, 415, 422),
    "list_dossiers": (422,),
    "read_dossier": (404, 422),
    "read_events": (404, 422),
    "find_procedures": (422,),
    "read_procedure": (404, 422),
    "read_calendar": (422,),
    "work_out_due": (422,),
}
"""The refusals of each call beside those that every call has."""
TAGGED: Final = frozenset({"read_dossier", "read_events", "read_procedure", "read_calendar"})
"""Calls whose answer has an entity tag."""
_TAG: Final = {"description": "Entity tag of what is answered", "schema": {"type": "string"}}


@lru_cache(maxsize=1)
def document(api: NinjaAPI) -> dict[str, Any]:
    """The document as plain values; made once a process."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX.strip("/") + "/"))
    schemas = made["components"]["schemas"]
    schemas |= _shapes()
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A key that the administrator issued."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "An officer's session; a call that writes also sends X-CSRFToken.",
        },
    }
    for methods in made["paths"].values():
        for call in methods.values():
            _complete(call)
    return made


def _shapes() -> dict[str, Any]:
    """Schemas that ninja does not see: the body of a filing, which msgspec reads, and the refusal."""
    _, read = msgspec.json.schema_components((DossierIn,), ref_template=_REF)
    refused = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    nested = refused.pop("$defs", {})
    return {**read, **nested, "Problem": refused}


def _complete(call: dict[str, Any]) -> None:
    name = call["operationId"]
    call["description"] = " ".join(call["description"].split())
    need = NEEDS[name]
    call["security"] = [{"token": []}, {"session": []}]
    call["x-scope"], call["x-right"] = need
    for parameter in call["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    for status in sorted((*_EVERY, *_REFUSED[name])):
        call["responses"][status] = _refusal(status)
    if name in TAGGED:
        call["parameters"].append(
            {"in": "header", "name": "If-None-Match", "required": False, "schema": {"type": "string"}}
        )
        call["responses"][200]["headers"] = {"ETag": _TAG}
        call["responses"][304] = {"description": "Not Modified", "headers": {"ETag": _TAG}}
    if name == "file_dossier":
        body = {"schema": {"$ref": _REF.format(name="DossierIn")}}
        call["requestBody"] = {"required": True, "content": {"application/json": body}}
        location = {"description": "Address of the dossier", "schema": {"type": "string"}}
        for status in (200, 201):
            call["responses"][status]["headers"] = {"Location": location}
    call["responses"] = {str(status): told for status, told in call["responses"].items()}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter in an address is there or not; there is no way to write null."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    kept = {
        key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)
    }
    return {**choices[0], **kept} if choices else kept


def _refusal(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}},
    }
    if status in (401, 429):
        header = "WWW-Authenticate" if status == 401 else "Retry-After"
        told["headers"] = {header: {"schema": {"type": "string"}}}
    return told
