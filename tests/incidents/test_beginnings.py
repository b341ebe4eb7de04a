"""A new draft begins with what a page of the procedure proposes: checked, changeable, and written by nobody's GET."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape

from commission.models import Sector, ViolationType
from incidents.actions import file_incident
from incidents.beginnings import address_on_refused_access, beginning_of
from incidents.models import Incident
from tests.factories.incidents import draft_incident
from tests.factories.procedure import access_asked, fresh, member, registered_case, with_team
from verification.actions import registration, team

pytestmark = pytest.mark.django_db


def sector():
    return Sector.objects.in_effect().order_by("code").first()


def refused_access():
    """A case in which the party asked let nobody in."""
    case = with_team(registered_case())
    team.refuse_access(access_asked(case), answer="The road is mined.", by=member("af.head"))
    return fresh(case)


def own_motion(case):
    codes = set(case.live_incidents().values_list("sector__code", flat=True))
    return address_on_refused_access(party="AF", sectors=codes, case=case.reference)


def test_address_of_a_refusal_proposes_type_party_sector_and_reference():
    address = address_on_refused_access(party="AF", sectors={sector().code}, case="JMC-2026-00042")

    found = beginning_of(QueryDict(address.partition("?")[2]))

    assert found == {
        "primary_type": "G1",
        "respondents": ["AF"],
        "sector": str(sector().pk),
        "narrative": "See case JMC-2026-00042.",
    }


def test_several_sectors_propose_none():
    address = address_on_refused_access(party="PK", sectors={"S01", "S02"}, case="JMC-2026-00042")

    assert "sector" not in beginning_of(QueryDict(address.partition("?")[2]))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "type=Z9&respondent=TR&sector=S99&case=I-7KQ4ZP",
        "type=%00&respondent=%00&sector=%00&case=%00",
        "type=g1&respondent=af&sector=s01&case=JMC-2026-00042%20is%20proven",
        "case=JMC-2026-00042%0A",
        "narrative=typed+by+another&force_named=somebody",
    ],
)
def test_what_stands_in_no_catalogue_is_left_out(query):
    assert beginning_of(QueryDict(query)) == {}


def test_type_no_longer_in_use_is_not_proposed():
    ViolationType.objects.filter(pk="G1").update(is_in_use=False)

    assert "primary_type" not in beginning_of(QueryDict("type=G1"))


@pytest.mark.parametrize("username", ["tr.head", "tr.officer", "qa.deputy"])
def test_mediator_is_offered_the_incident_and_its_form_is_filled(client_of, username):
    case = refused_access()
    client = client_of(member(username))

    assert f'href="{escape(own_motion(case))}"' in client.get(case.get_absolute_url()).content.decode()
    page = client.get(own_motion(case)).content.decode()

    assert '<option value="G1" selected>' in page
    assert f"See case {case.reference}." in page
    assert not Incident.objects.filter(delegation__in=["TR", "QA"]).exists()


@pytest.mark.parametrize("username", ["pk.head", "af.deputy", "qa.observer"])
def test_party_or_observer_reads_of_it_and_is_offered_nothing(client_of, username):
    case = refused_access()

    page = client_of(member(username)).get(case.get_absolute_url()).content.decode()

    assert "Either mediator may file an incident of type G1 about this" in page
    assert reverse("new_incident") not in page.partition("<main")[2]


def test_granted_access_offers_nothing(client_of):
    case = with_team(registered_case())
    team.grant_access(access_asked(case), by=member("af.head"))

    assert "of type G1" not in client_of(member("tr.head")).get(case.get_absolute_url()).content.decode()


def test_draft_is_saved_as_its_drafter_changed_it_and_joins_the_case_once_registered(client_of):
    case = refused_access()
    client = client_of(member("qa.head"))
    form = client.get(own_motion(case)).context["forms"].particulars
    sent = {name: form[name].value() for name in ("primary_type", "sector")}
    sent |= {"respondents": ["AF"], "narrative": "The team was turned back at the gate."}
    sent |= {f"{group}-{count}_FORMS": 0 for group in ("observations", "casualties", "sources", "statements")
             for count in ("TOTAL", "INITIAL")}  # fmt: skip

    client.post(reverse("new_incident"), sent)

    saved = Incident.objects.get(delegation="QA")
    assert (saved.primary_type_id, saved.respondents) == ("G1", ["AF"])
    assert saved.narrative == "The team was turned back at the gate."
    assert saved.sector_id in case.live_incidents().values_list("sector", flat=True)
    filed = draft_incident(by=member("qa.head"), primary_type_id="G1", respondents=["AF"])
    file_incident(filed, by=member("qa.head"))
    registration.register_incident(filed, case=fresh(case), by=member("tr.head"))
    assert filed in fresh(case).incidents.all()
    assert fresh(case).state == "verification"
