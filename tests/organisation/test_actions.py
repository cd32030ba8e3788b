"""Actions outside the lifecycle: each role, allowed or refused, with the right that a view declares."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.organisation.tree import Province

from motcua.foundation.errors import Forbidden
from motcua.law.roles import Role
from motcua.organisation.middleware import PersonMiddleware
from motcua.organisation.models import User
from motcua.organisation.rights import ACTIONS, NOBODY, DossierPlace, may, require
from motcua.organisation.web import right

POSTS = [
    (Role.RECEIVING_OFFICER, "centre"),
    (Role.SECTION_HEAD, "centre"),
    (Role.HANDLING_OFFICER, "justice"),
    (Role.LEADER, "justice"),
    (Role.INSPECTOR, "justice"),
    (Role.CONTROLLER, "office"),
    (Role.ADMINISTRATOR, "office"),
]
# one column a role, in the order of POSTS
ALLOWED = {
    "receive": "XX.....",
    "give_counter_slip": "XX.....",
    "take_counter": "XX.....",
    "run_queue": "XX.....",
    "prove_citizen_identity": "XX.....",
    "restore_citizen_factor": "XX.....",
    "set_counters": ".X.....",
    "take_money": "XX.....",
    "refund_money": ".X.....",
    "withdraw_waiver": ".X.....",
    "close_any_till": ".X.....",
    "see_section_money": ".X..XX.",
    "import_statement": ".X.....",
    "decide_payment": ".X.....",
    "see_settlements": ".X.XXX.",
    "settle_money": ".X.....",
    "confirm_settlement": "...X...",
    "ask_correction": "X......",
    "describe_papers": "XX.....",
    "revoke_papers": ".X.....",
    "work": "XXXX...",
    "direct_work": ".X.X...",
    "appoint_stand_in_own": "...X...",
    "read_dossiers": "XXXXXX.",
    "see_linked_work": "..XXXX.",
    "export_logbook": "XX.XXX.",
    "see_reports": "...XXX.",
    "enter_index_figures": ".....X.",
    "write_review": ".....X.",
    "decide_review": "...X...",
    "verify_log": "....XXX",
    "see_catalogue": "XXXXXXX",
    "see_processes": "XXXXXXX",
    "administer_processes": "......X",
    "see_forms": "XXXXXXX",
    "administer_forms": "......X",
    "move_processes": "......X",
    "see_calendar": "XXXXXXX",
    "see_contradictions": "XXXXXXX",
    "decide_contradiction": "......X",
    "administer_catalogue": "......X",
    "administer_calendar": "......X",
    "recount_promises": ".X.X...",
    "see_regime": "XXXXXXX",
    "administer_regime": "......X",
    "import_dossiers": "......X",
    "administer_organisation": "......X",
    "administer_pay_accounts": "......X",
    "administer_accounts": "......X",
    "administer_tokens": "......X",
    "see_left_work": ".X.X...",
    "see_petitions": "..XX.X.",
    "receive_petitions": ".....X.",
    "see_own_ratings": "XXXX...",
    "see_own_figures": "XXXX...",
    "see_team_figures": ".X.X...",
    "see_figure_looks": "....X..",
    "see_openings": ".X.XXX.",
    "see_sign_ins": "....X.X",
    "see_changes": "....X.X",
    "see_operations": "......X",
    "resend_messages": "......X",
    "administer_notices": "......X",
    "send_notices_again": "XX.....",
    "write_news": ".X.X.X.",
    "approve_news": "...X.X.",
}


def test_the_table_names_every_action() -> None:
    assert set(ALLOWED) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_may_or_may_not(province: Province, action: str) -> None:
    people = [province.person(role, key) for role, key in POSTS]
    assert "".join("X" if may(person, action) else "." for person in people) == ALLOWED[action]
    assert not may(NOBODY, action)


def test_a_logbook_is_exported_only_where_it_is_seen(province: Province) -> None:
    head = province.person(Role.SECTION_HEAD, "new-1")
    assert may(head, "export_logbook", DossierPlace(province.id("new-1")))
    assert not may(head, "export_logbook", DossierPlace(province.id("new-2")))
    with pytest.raises(Forbidden) as refusal:
        require(head, "export_logbook", DossierPlace(province.id("new-2")))
    assert refusal.value.next_step


def test_an_unknown_action_is_an_error_not_a_refusal() -> None:
    with pytest.raises(KeyError):
        may(NOBODY, "fly")
    with pytest.raises(ValueError, match="fly"):
        right("fly")


@right("receive")
def counter(request: HttpRequest) -> HttpResponse:
    return HttpResponse("counter")


@right("public")
def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("front")


def ask(view: object, user: object, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/tiep-nhan/", headers=headers)
    request.user = user  # type: ignore[assignment]
    return PersonMiddleware(view)(request)  # type: ignore[arg-type]


def test_a_stranger_is_asked_to_sign_in() -> None:
    answer = ask(counter, AnonymousUser())
    assert answer["Location"] == "/dang-nhap/?next=/tiep-nhan/"
    assert ask(front, AnonymousUser()).content == b"front"


def test_a_script_of_a_stranger_is_told_and_not_sent_away() -> None:
    answer = ask(counter, AnonymousUser(), **{"HX-Request": "true", "HX-Current-URL": "/ban-lam-viec/"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer


def test_the_right_is_enforced(province: Province) -> None:
    allowed = User.objects.get(officer=province.holder(province.post(Role.RECEIVING_OFFICER, "centre")))
    refused = User.objects.get(officer=province.holder(province.post(Role.LEADER, "justice")))
    assert ask(counter, allowed).content == b"counter"
    with pytest.raises(Forbidden):
        ask(counter, refused)


def test_the_right_is_written_on_the_view() -> None:
    assert counter.motcua_right == "receive"  # type: ignore[attr-defined]
    assert counter.__name__ == "counter"
