"""Escalation: a mediator gives the case to the principals, once; both mediators record the answer."""

from uuid import uuid4

import pytest
from django.urls import reverse

from commission.words import delegation_words
from reports.rows_and_acts import differences_of_rows
from tests.factories.procedure import (
    ANSWERS,
    POSITIONS,
    case_at,
    fresh,
    hours_pass,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
)
from tests.procedure.stories import bodies, clock_of, refused, runs
from verification.actions import ballots, cases
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db


def escalated(case, *, by="qa.deputy", reasons="No access, and no text."):
    return cases.escalate_case(case, reasons=reasons, by=member(by))


def answered(case, *by, answer="ballot", **otherwise):
    for username in by:
        cases.record_principals_answer(case, **ANSWERS[answer] | otherwise, by=member(username))
    return fresh(case)


def test_a_mediator_escalates_with_reasons_before_the_ballot():
    case = registered_case()

    with refused("for the mediators"):
        escalated(case, by="pk.head")
    with refused("Your role"):
        escalated(case, by="tr.officer")
    with refused("needs its reasons"):
        escalated(case, reasons=" ")
    escalated(case)

    assert runs(case, "principals", "principals")
    assert clock_of(case, "principals", "principals").started_at == fresh(case).escalated_at
    with refused("escalated once"):
        escalated(case)
    with refused("does not belong to the stage"):
        escalated(case_at("ballot"))


def test_both_mediators_record_the_same_answer_in_time():
    case = case_at("escalated")

    with refused("Both mediators record"):
        answered(case, "pk.head")
    with refused("Summarise the principals' instructions"):
        answered(case, "tr.head", text=" ")
    assert answered(case, "tr.head").state == "escalated"
    assert answered(case, "qa.head", answer="none").state == "escalated"  # not the same answer
    case = answered(case, "qa.head")

    assert case.state == "deliberation"
    assert bodies(case, "principals_answered", reader="AF") == [{"text": "Vote once more."}]
    with refused("not yet shown a draft finding in this round"):
        ballots.open_ballot(case, by=member("tr.head"))
    assert in_ballot(case).open_ballot().round == 2


def test_the_principals_none_ends_the_case_with_all_four_positions_recorded():
    case = answered(case_at("escalated"), "tr.head", "qa.head", answer="none")

    assert (case.state, case.positions) == ("no_determination", POSITIONS)
    assert bodies(case, "no_determination_recorded", reader="AF") == [{"text": "", "positions": POSITIONS}]
    assert not case.clocks.filter(stopped_at=None).exists()


@pytest.mark.parametrize("silent", POSITIONS)
def test_none_of_the_four_positions_can_be_left_out(silent):
    case = case_at("escalated")

    with refused(f"Record the position of {delegation_words(silent)}."):
        answered(case, "tr.head", answer="none", positions=POSITIONS | {silent: "  "})

    assert not case.positions


def test_two_mediators_who_record_different_positions_have_not_answered():
    case = answered(case_at("escalated"), "tr.head", answer="none")

    case = answered(case, "qa.head", answer="none", positions=POSITIONS | {"PK": "Elsewhere."})

    assert (case.state, case.positions) == ("escalated", {})


def test_the_page_asks_each_position_at_its_own_field_and_shows_each_of_them(client_of):
    case = case_at("escalated")
    address = reverse("record_principals_answer", args=[case.reference])
    fields = {f"position_{code.lower()}": text for code, text in POSITIONS.items()}
    client = client_of(member("tr.head"))

    page = client.post(address, {"answer": "none", **fields, "position_qa": " ", "idempotency_key": str(uuid4())})
    assert page.status_code == 422
    assert page.context["form"].errors == {"position_qa": ["Record the position of Qatar."]}
    page = client.post(address, {"answer": "ballot", "text": "", **fields, "idempotency_key": str(uuid4())})
    assert page.context["form"].errors == {"text": ["Summarise the principals' instructions."]}
    assert client.post(address, {"answer": "none", **fields, "idempotency_key": str(uuid4())}).status_code == 302

    client = client_of(member("qa.head"))
    page = client.get(address)
    assert {name: page.context["form"][name].value() for name in fields} == fields  # the other's terms, to assent to
    assert page.content.decode().count("Where PK stands.") == 2
    assert client.post(address, {"answer": "none", **fields, "idempotency_key": str(uuid4())}).status_code == 302
    page = client_of(member("af.observer")).get(case.get_absolute_url()).content.decode()
    assert all(f"Where {code} stands." in page for code in POSITIONS)


def test_reopened_the_case_holds_no_positions_of_the_past_any_more():
    case = case_at("no_determination")
    for mediator in ("tr.head", "qa.head"):
        cases.reopen_case(case, new_fact="A film came to light.", by=member(mediator))

    assert fresh(case).positions == {}
    assert [one for one in differences_of_rows() if case.reference in one] == []


def test_their_clock_reminds_and_then_ends_the_case():
    case = in_deliberation()
    escalated(case)

    hours_pass(180.1)
    perform_due()
    moments = [body["moment"] for body in bodies(case, "clock_reminded") if body["clock"] == "principals"]
    assert moments == ["half", "three_quarters"]
    hours_pass(60)
    perform_due()

    assert fresh(case).state == "no_determination"
    assert len(bodies(case, "no_determination_recorded")) == 1
