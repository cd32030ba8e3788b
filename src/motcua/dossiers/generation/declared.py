"""The declaration of a generated filing: its procedure's form, answered page by page as its owner would.

Names and numbers come from the owner; what the generator cannot know is answered plainly, and whatever a form
would refuse is left out, so that no page shows an answer that nobody could have given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import msgspec

from motcua.dossiers.generation.scenes import period
from motcua.dossiers.intake import IntakeRequest
from motcua.dossiers.lifecycle.commands import Intake
from motcua.dossiers.lifecycle.types import OwnerType
from motcua.dossiers.sealing import Seals
from motcua.forms.definition import model, owner
from motcua.forms.definition.evaluate import Evaluator
from motcua.forms.definition.reading import problems_of
from motcua.forms.definition.units import find
from motcua.forms.queries import StoredForm
from motcua.forms.services import pinned
from motcua.foundation.clock import day_of

PLAIN: Final = "Theo giấy tờ gửi kèm."
_COMMUNE: Final = "phường Thục Phán"
_YEAR: Final = timedelta(days=365)
_PLAINLY: Final[Mapping[type, Any]] = {
    model.TextField: PLAIN,
    model.LongTextField: PLAIN,
    model.NumberField: "1",
    model.MoneyField: 100_000,
    model.DeclarationField: True,
}
_SAME: Final[Mapping[type, str]] = {
    model.CitizenNumberField: owner.OWNER_IDENTIFIER,
    model.TaxCodeField: owner.OWNER_TAX_CODE,
    model.PhoneField: owner.OWNER_PHONE,
    model.EmailField: owner.OWNER_EMAIL,
}
"""What a kind of field is answered with; of the owner where only the owner's is known."""
_forms: dict[tuple[str, str | None, str], StoredForm] = {}


def declared(request: IntakeRequest, intake: Intake, seals: Seals, name: str) -> Intake:
    """The intake with the form that was filled in. `name` seeds the salt alone: the chance of the lives is
    left as it was."""
    assert request.submitted_at is not None
    day = day_of(request.submitted_at)
    form = _form(request.procedure, request.case, day)
    salt = Random(f"declaration {name}")  # noqa: S311 - an invented person's record, repeatable by its seed
    mine = Seals(lambda: salt.randbytes(16))
    commitment = mine.seal("declaration", answers(form.definition, request, day))
    seals.records += mine.records
    return msgspec.structs.replace(intake, form=form.name, declaration=commitment)


def _form(procedure: str, case: str | None, day: date) -> StoredForm:
    """What the procedure asks, looked up once for a regime's days."""
    key = (procedure, case, period(day))
    if key not in _forms:
        _forms[key] = pinned(procedure, case, day)
    return _forms[key]


def forget_forms() -> None:
    """Look them up anew: another may have been published."""
    _forms.clear()


def answers(definition: model.Definition, request: IntakeRequest, day: date) -> dict[str, Any]:
    """What the owner answered, by the names of fields."""
    known = _of_owner(request)
    ask = Evaluator(definition, day)
    given: dict[str, Any] = {}
    for page in definition.pages:
        for field in page.fields:
            if not (ask.holds(page.show_if, given) and ask.holds(field.show_if, given)):
                continue
            value = known.get(field.id) or (_answer(field, known, day) if field.required else None)
            if value is None:
                continue
            given[field.id] = value
            if any(problems_of(ask, field, given)):
                del given[field.id]
    return ask.effective(given)


def _of_owner(request: IntakeRequest) -> dict[str, Any]:
    party = request.owner
    person = request.owner_type is OwnerType.CITIZEN
    return {
        owner.OWNER_TYPE: request.owner_type.value,
        owner.OWNER_NAME: party.name,
        owner.OWNER_IDENTIFIER: party.identifier if person else "",
        owner.OWNER_TAX_CODE: "" if person else party.identifier,
        owner.OWNER_PHONE: party.phone,
        owner.OWNER_EMAIL: party.email,
        owner.OWNER_ADDRESS: party.address,
        owner.RETURN_METHOD: request.return_method.value,
        owner.CONTENT: request.content or "Đề nghị giải quyết theo đơn và giấy tờ gửi kèm.",
    }


def _answer(field: model.AnyField | model.Column, known: Mapping[str, Any], day: date) -> Any:
    """A value of the field's kind; none for files, which are papers of the dossier."""
    if isinstance(field, model.TableField):
        return [{each.id: _answer(each, known, day) for each in field.columns if each.required}]
    if isinstance(field, model.ChoiceField):
        return field.options[0].value
    if isinstance(field, model.ChoicesField):
        return [field.options[0].value]
    if isinstance(field, model.NumberField | model.MoneyField) and field.minimum:
        return field.minimum
    if isinstance(field, model.UnitField):
        return next((unit.answer() for unit in find(_COMMUNE, field.of)), None)
    kind = type(field)
    return _PLAINLY.get(kind) or known.get(_SAME.get(kind, "")) or _past(field, day)


def _past(field: model.AnyField | model.Column, day: date) -> str | None:
    return (day - 3 * _YEAR).isoformat() if isinstance(field, model.DateField) else None
