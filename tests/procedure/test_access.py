"""Access: the verification team asks a party to let it in; the party grants it, or refuses it with reasons."""

import pytest
from django.urls import reverse

from incidents.actions import file_incident
from tests.factories.incidents import draft_incident
from tests.factories.procedure import case_at, fresh, member, registered_case, with_team
from tests.procedure.stories import bodies, refused
from verification.actions import registration, team

pytestmark = pytest.mark.django_db

ASKED = {"place": "Post 14", "text": "Two of us, on Tuesday, for one hour."}
REASONS = "The road is mined."


def asked(case, *, of="AF"):
    return team.ask_access(case, party=member(f"{of.lower()}.head").delegation, **ASKED, by=member("qa.officer"))


def test_the_team_asks_a_party_and_nobody_else_asks_anybody_else():
    case = with_team(registered_case())

    with refused("members of the verification team"):
        team.ask_access(case, party=member("af.head").delegation, **ASKED, by=member("tr.head"))
    with refused("for the mediators"):
        team.ask_access(case, party=member("af.head").delegation, **ASKED, by=member("pk.head"))
    with refused("asked of a party"):
        asked(case, of="TR")
    asked(case)

    assert bodies(case, "access_asked", reader="AF") == [{"party": "AF", **ASKED}]


def test_access_is_asked_only_while_the_case_is_verified():
    with refused("does not belong to the stage"):
        asked(case_at("deliberation"))


def test_the_party_that_was_asked_answers_once():
    case = with_team(registered_case())
    request = asked(case)

    with refused("asked of the other party"):
        team.grant_access(request, by=member("pk.head"))
    with refused("role in the delegation"):
        team.grant_access(request, by=member("af.officer"))
    with refused("for the parties"):
        team.grant_access(request, by=member("tr.head"))
    granted = team.grant_access(request, answer="With an escort.", by=member("af.deputy"))

    assert granted.is_granted
    assert bodies(case, "access_granted") == [{"party": "AF", "place": "Post 14", "answer": "With an escort."}]
    with refused("has been answered"):
        team.refuse_access(request, answer=REASONS, by=member("af.head"))


def test_a_refusal_needs_reasons_and_offers_the_mediators_an_incident_on_their_own_motion(client_of):
    case = with_team(registered_case())
    request = asked(case)

    with refused("Refusing access needs its reasons"):
        team.refuse_access(request, answer=" ", by=member("af.head"))
    team.refuse_access(request, answer=REASONS, by=member("af.head"))

    assert bodies(case, "access_refused", reader="PK")[0]["answer"] == REASONS
    page = client_of(member("tr.head")).get(reverse("case_detail", args=[case.reference])).content.decode()
    assert "incident of type G1" in page
    own_motion = draft_incident(by=member("tr.head"), primary_type_id="G1", respondents=["AF"])
    file_incident(own_motion, by=member("tr.head"))
    registration.register_incident(own_motion, case=fresh(case), by=member("qa.head"))
    assert fresh(case).incidents.count() == 2
