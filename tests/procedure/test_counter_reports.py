"""Counter-reports: both sides' accounts of one event stay two incidents, linked in one case, never merged away."""

import pytest
from django.urls import reverse

from tests.factories.incidents import filed_incident
from tests.factories.procedure import finding_terms, in_ballot, in_deliberation, member, registered_case, voted
from tests.procedure.stories import bodies, refused, what_if
from verification.actions import corrections, findings, registration
from verification.models import CaseIncident

pytestmark = pytest.mark.django_db


def two_accounts():
    ours = filed_incident(by=member("pk.head"), narrative="They fired first.")
    theirs = filed_incident(by=member("af.head"), narrative="They began.")
    return registered_case(ours, theirs), ours, theirs


def linked(incident, *, of, by="qa.deputy"):
    return corrections.link_counter_report(incident, of=of, by=member(by))


def test_a_mediator_links_the_two_accounts_of_one_case(client_of):
    case, ours, theirs = two_accounts()

    with refused("for the mediators"):
        linked(theirs, of=ours, by="af.head")
    with refused("another delegation's account"):
        linked(theirs, of=theirs)
    link = linked(theirs, of=ours)

    assert link.is_counter_report_of == ours
    assert CaseIncident.objects.filter(case=case).count() == 2
    assert bodies(case, "counter_report_linked") == [{"incident": theirs.code, "counter_report_of": ours.code}]
    page = client_of(member("af.observer")).get(reverse("case_detail", args=[case.reference])).content.decode()
    assert "They fired first." in page
    assert "They began." in page


def test_accounts_of_two_cases_or_of_one_side_are_not_linked():
    _case, ours, theirs = two_accounts()
    elsewhere = filed_incident(by=member("pk.head"))
    registered_case(elsewhere)

    with refused("must be in the same case"):
        linked(theirs, of=elsewhere)
    with refused("another delegation's account"):
        linked(elsewhere, of=ours)


def test_an_incident_that_is_in_no_case_is_not_linked():
    _case, ours, _theirs = two_accounts()

    with refused("not yet in a case"):
        linked(filed_incident(by=member("af.head")), of=ours)


def test_a_link_once_made_stands():
    _case, ours, theirs = two_accounts()
    link = linked(theirs, of=ours)

    with refused("linked as the counter-report of .* already"):
        linked(theirs, of=ours, by="tr.head")
    with refused(f"{theirs.code} is linked as the counter-report of this incident already"):
        linked(ours, of=theirs)

    link.refresh_from_db()
    assert link.is_counter_report_of == ours
    assert CaseIncident.objects.get(incident=ours).is_counter_report_of is None


def test_one_account_may_have_two_counter_reports():
    ours, theirs = filed_incident(by=member("pk.head")), filed_incident(by=member("af.head"))
    also_theirs = filed_incident(by=member("af.deputy"))
    registered_case(ours, theirs, also_theirs)

    assert [linked(one, of=ours).is_counter_report_of for one in (theirs, also_theirs)] == [ours, ours]


def test_accounts_are_linked_until_the_case_goes_to_a_ballot():
    case, ours, theirs = two_accounts()
    case = in_deliberation(case)
    with what_if():
        assert linked(theirs, of=ours).is_counter_report_of == ours

    for later in (in_ballot, voted):
        case = later(case)
        with refused("does not belong to the stage"):
            linked(theirs, of=ours)


def test_what_was_withdrawn_is_no_account_any_more(client_of):
    _case, ours, theirs = two_accounts()
    registration.withdraw_incident(theirs, reasons="It was another day.", by=member("af.head"))

    with refused(f"{theirs.code} was withdrawn"):
        linked(theirs, of=ours)
    with refused(f"{theirs.code} was withdrawn"):
        linked(ours, of=theirs)
    page = client_of(member("tr.head")).get(reverse("link_counter_report", args=[ours.code])).content.decode()
    assert theirs.code not in page


def test_each_account_gets_its_own_determination():
    case, ours, theirs = two_accounts()
    linked(theirs, of=ours)
    case = in_deliberation(case)

    whole = finding_terms(case)
    half = type(whole)(reasons="Only one account.", determinations=whole.determinations[:1], measures=[])
    with refused("exactly one determination for every incident"):
        findings.draft_finding(case, terms=half, by=member("tr.officer"))
    findings.draft_finding(case, terms=whole, by=member("tr.officer"))

    assert case.findings.get().determinations.count() == 2
