"""The filing clock: shown to the delegation whose draft it is, known to nobody else, and without a trace in the record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from incidents.actions import file_incident
from incidents.models import Incident
from monitoring_site.clock import database_time
from notices.actions import make_notices
from notices.models import Notice
from penalties.actions import compliance
from record.actions import sequence
from record.models import Act
from tests.factories.incidents import draft_incident, filed_incident
from tests.factories.procedure import hours_pass, member
from tests.procedure.stories import refused
from verification.actions import registration
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db

FREE, LATE, OVER = "Without reasons for being late:", "needs its reasons for being late", "The time to file has passed"
STAGES = {FREE, LATE, OVER}


def draft(**fields):
    return draft_incident(by=member("pk.officer"), aware_at=database_time(), **fields)


def pages(incident):
    return [
        reverse("desk"),
        reverse("incident_detail", args=[incident.code]),
        reverse("edit_incident", args=[incident.code]),
    ]


def stage(response):
    page = response.content.decode()
    return {words for words in STAGES if words in page}


@pytest.mark.parametrize("username", ["pk.head", "pk.deputy", "pk.officer"])
def test_its_two_ends_stand_on_the_desk_and_on_the_pages_of_the_draft(client_of, username):
    incident = draft()
    browser, seen = client_of(member(username)), []

    for hours in (1, 22.9, 0.2, 695.7, 0.3):
        hours_pass(hours)
        seen.append([stage(browser.get(page)) for page in pages(incident)])

    assert seen == [[{FREE}] * 3, [{FREE}] * 3, [{LATE}] * 3, [{LATE}] * 3, [{OVER}] * 3]


def test_it_says_how_long_each_time_still_is(client_of):
    incident = draft()
    hours_pass(1)

    page = client_of(member("pk.head")).get(pages(incident)[1]).content.decode()

    assert "22 hours 59 minutes left" in page
    assert "29 days 22 hours left" in page


def test_what_the_page_shows_is_what_the_rule_asks():
    incident = draft()
    hours_pass(24.1)

    with refused("reasons for filing later than 24 hours"):
        file_incident(incident, by=member("pk.head"))
    with refused("reasons for filing later than 24 hours"):  # blanks are no reasons
        file_incident(
            draft_incident(by=member("pk.head"), aware_at=incident.aware_at, late_reasons=" \n"), by=member("pk.head")
        )
    hours_pass(696)
    with refused("30 days"):
        file_incident(incident_with_reasons(incident), by=member("pk.head"))


def incident_with_reasons(incident):
    return draft_incident(by=member("pk.head"), aware_at=incident.aware_at, late_reasons="The road was closed.")


def test_nobody_else_sees_it(client_of):
    incident = draft()

    for username in ("af.head", "tr.head", "qa.deputy"):
        browser = client_of(member(username))
        assert not stage(browser.get(reverse("desk"))), username
        assert [browser.get(page).status_code for page in pages(incident)[1:]] == [404, 404], username
    assert not stage(client_of(member("pk.observer")).get(reverse("desk")))  # who drafts nothing is not called to it


def test_it_leaves_no_entry_and_calls_nobody_however_long_it_runs():
    draft()
    acts = Act.objects.count()

    for _day in range(32):
        hours_pass(24)
        assert perform_due() + compliance.perform_due() == 0
    sequence()
    make_notices()

    assert Act.objects.count() == acts
    assert not Notice.objects.exists()


def test_without_a_time_of_awareness_it_has_not_begun(client_of):
    incident = draft_incident(by=member("pk.officer"), aware_at=None)

    assert [stage(client_of(member("pk.head")).get(page)) for page in pages(incident)] == [set()] * 3


def test_a_filed_incident_has_none_nor_has_a_returned_one(client_of):
    incident = filed_incident(by=member("pk.head"), aware_at=database_time())
    browser = client_of(member("pk.head"))
    assert [stage(browser.get(page)) for page in pages(incident)[:2]] == [set()] * 2

    registration.return_incident(incident, missing="At what hour?", by=member("qa.head"))

    assert [stage(browser.get(page)) for page in pages(incident)] == [set()] * 3


def test_what_was_filed_in_time_and_returned_is_filed_again_without_a_lateness_of_the_mediators():
    """The decision is overdue for a month, and then the incident is returned (docs/adr/0013)."""
    incident = filed_incident(by=member("pk.head"), aware_at=database_time())
    hours_pass(721)
    registration.return_incident(incident, missing="At what hour?", by=member("qa.head"))
    hours_pass(200)

    assert file_incident(incident, by=member("pk.deputy")).state == "filed"


def test_a_lateness_that_shows_only_in_what_is_mended_needs_its_reasons_all_the_same():
    incident = filed_incident(by=member("pk.head"), aware_at=database_time())
    registration.return_incident(incident, missing="Since when have you known?", by=member("qa.head"))

    Incident.objects.filter(pk=incident.pk).update(aware_at=incident.aware_at - timedelta(hours=25))
    with refused("reasons for filing later than 24 hours"):
        file_incident(incident, by=member("pk.head"))
    Incident.objects.filter(pk=incident.pk).update(
        aware_at=incident.aware_at - timedelta(days=31), late_reasons="Rain."
    )
    with refused("30 days"):
        file_incident(incident, by=member("pk.head"))


@pytest.mark.parametrize("told_of_later", [["aware_at"], ["starts_at", "aware_at"], ["starts_at"]])
def test_a_returned_placeholder_is_no_key_around_the_filing_clock_of_a_later_event(told_of_later):
    """Filed and returned, then rewritten into what happened after it (docs/adr/0013)."""
    incident = filed_incident(by=member("pk.head"), aware_at=database_time(), ends_at=None)
    registration.return_incident(incident, missing="What happened?", by=member("qa.head"))
    hours_pass(100)
    Incident.objects.filter(pk=incident.pk).update(**dict.fromkeys(told_of_later, database_time()))

    hours_pass(25)
    with refused("reasons for filing later than 24 hours"):
        file_incident(incident, by=member("pk.head"))
    hours_pass(700)
    Incident.objects.filter(pk=incident.pk).update(late_reasons="Rain.")
    with refused("30 days"):
        file_incident(incident, by=member("pk.head"))


def test_the_draft_whose_time_runs_out_first_stands_first_on_the_desk(client_of):
    newest = draft()
    hours_pass(1)
    unstated, latest = draft_incident(by=member("pk.head"), aware_at=None), draft()

    page = client_of(member("pk.head")).get(reverse("desk")).content.decode()

    places = [page.index(incident.code) for incident in (newest, latest, unstated)]
    assert places == sorted(places)
