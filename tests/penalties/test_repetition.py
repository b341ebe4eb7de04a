"""Repetition: separate incidents of one case are one, two accounts of one event are none; and the ledger's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.models import Delegation
from monitoring_site.clock import database_time
from penalties.actions.finality import declare_final
from penalties.queries import ledgers, recommendations_for
from tests.factories.incidents import filed_incident
from tests.factories.penalties import case_in_review, concluded, final_case, ruled_case, waived
from tests.factories.procedure import (
    hours_pass,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
    voted,
    with_finding,
)
from verification.actions import corrections

pytestmark = pytest.mark.django_db

DAY = 24


def two_events(*, days_apart=9):
    """Fire from the same ridge on two days, both filed by Pakistan."""
    first = filed_incident(by=member("pk.head"))
    hours_pass(DAY * days_apart)
    return first, filed_incident(by=member("pk.deputy"))


def case_with(incidents, *, linked=()):
    """One case of these incidents; `linked` are pairs of a counter-report and the account that it answers."""
    case = registered_case(*incidents)
    for one, other in linked:
        corrections.link_counter_report(one, of=other, by=member("qa.deputy"))
    return case


def recommended(case, *, violation_class="serious", answerable="AF"):
    """What the schedule recommends for the case's text, in which this party answers for every incident."""
    case = with_finding(in_deliberation(case), violation_class=violation_class, answerable=answerable)
    (one,) = recommendations_for(case.findings.latest("number"), database_time())
    return one


def final_of(case, **terms):
    """This case, declared final."""
    case = waived(voted(in_ballot(in_deliberation(case), **terms)))
    return declare_final(case, by=member("tr.head"))


def ledger_of(party, *, at=None):
    (one,) = ledgers([Delegation.objects.get(pk=party)], at=at or database_time())
    return one.arithmetic


def pair(later, earlier):
    """The two, as people call them."""
    return tuple(f"{one.caseincident.case} {one.code}" for one in (later, earlier))


# In a text


def test_two_events_of_one_case_are_a_repetition():
    first, second = two_events()

    one = recommended(case_with([second, first]))

    assert one.repetitions == (pair(second, first),)
    assert (one.total, one.recommended) == (6, "P4")


def test_two_minor_events_of_one_case_recommend_the_first_measure():
    first, second = two_events()

    assert recommended(case_with([first, second]), violation_class="minor").recommended == "P1"


def test_two_events_of_one_case_more_than_thirty_days_apart_are_none():
    one = recommended(case_with(two_events(days_apart=31)))

    assert (one.total, one.repetitions, one.recommended) == (6, (), "P3")


def test_two_accounts_of_one_event_are_no_repetition_of_each_other():
    """Both parties report the exchange of fire, and Afghanistan is found to answer in both accounts."""
    ours, theirs = (filed_incident(by=member(head)) for head in ("pk.head", "af.head"))

    one = recommended(case_with([ours, theirs], linked=[(theirs, ours)]))

    assert (one.total, one.repetitions, one.recommended) == (6, (), "P3")


def test_accounts_that_nobody_linked_are_separate_incidents():
    ours, theirs = (filed_incident(by=member(head)) for head in ("pk.head", "af.head"))

    assert recommended(case_with([ours, theirs])).repeated


@pytest.mark.parametrize("way", ["to one", "in a row"])
def test_three_accounts_of_one_event_are_no_repetition_however_they_are_linked(way):
    ours, theirs = (filed_incident(by=member(head)) for head in ("pk.head", "af.head"))
    seen = filed_incident(by=member("qa.head"), respondents=["AF"])
    links = {"to one": [(theirs, ours), (seen, ours)], "in a row": [(seen, theirs), (theirs, ours)]}[way]

    assert recommended(case_with([ours, theirs, seen], linked=links)).repetitions == ()


def test_an_account_of_one_event_still_repeats_another_event():
    first, second = two_events()
    theirs = filed_incident(by=member("af.head"))

    one = recommended(case_with([first, second, theirs], linked=[(theirs, second)]))

    assert one.repetitions == (pair(second, first), pair(theirs, first))


@pytest.mark.parametrize(("filer", "answerable"), [("pk.head", "AF"), ("af.head", "PK")])
def test_repetition_in_one_case_mirrors(filer, answerable):
    incidents = [filed_incident(by=member(filer)) for _two in range(2)]

    one = recommended(case_with(incidents), answerable=answerable)

    assert (one.party, len(one.repetitions), one.recommended) == (answerable, 1, "P4")


def test_rapporteur_and_voters_read_by_which_incidents_it_is_raised(client_of):
    first, second = two_events()
    case = case_with([first, second])
    recommended(case)
    later, earlier = pair(second, first)

    for reader in ("tr.officer", "pk.head", "af.deputy", "qa.head"):
        page = client_of(member(reader)).get(reverse("case_recommendation", args=[case.reference])).content.decode()
        assert f"Repetition: {later} repeats {earlier}" in page
        assert "linked as counter-reports, are no repetition of each other" in page


# In the ledger


def test_the_ledger_is_raised_by_two_events_of_one_case():
    first, second = two_events()
    final_case(first, second, violation_class="minor", measure=None)

    one = ledger_of("AF")

    assert (one.total, one.repetitions, one.recommended) == (2, (pair(second, first),), "P1")
    assert ledger_of("PK").repetitions == ()


def test_the_ledger_is_raised_by_events_of_two_cases():
    first, second = two_events()
    for incident in (second, first):
        final_case(incident, violation_class="serious")

    one = ledger_of("AF")

    assert (one.total, one.repetitions, one.recommended) == (6, (pair(second, first),), "P4")


def test_the_ledger_is_not_raised_by_two_accounts_of_one_event():
    ours, theirs = (filed_incident(by=member(head)) for head in ("pk.head", "af.head"))
    case = case_with([ours, theirs], linked=[(theirs, ours)])
    final_of(case, violation_class="serious", answerable="AF")

    one = ledger_of("AF")

    assert (one.total, one.repetitions, one.recommended) == (6, (), "P3")


def test_the_ledger_is_not_raised_by_what_was_reversed():
    first, second = two_events()
    taken_back, _standing = (final_case(incident, violation_class="serious") for incident in (first, second))
    assert ledger_of("AF").recommended == "P4"

    concluded(case_in_review(taken_back), "reversed")

    one = ledger_of("AF")
    assert (one.total, one.repetitions, one.recommended) == (3, (), "P3")


def test_the_ledger_is_raised_no_more_when_one_of_the_two_has_left_the_window():
    first, second = two_events()
    late = ruled_case(second, violation_class="serious")
    final_case(first, violation_class="serious")
    hours_pass(DAY * 40)
    declare_final(waived(late), by=member("tr.head"))
    assert (ledger_of("AF").total, ledger_of("AF").recommended) == (6, "P4")

    hours_pass(DAY * 60)

    one = ledger_of("AF")
    assert (one.total, one.repetitions, one.recommended) == (3, (), "P3")


def test_a_violation_that_the_ledger_does_not_know_yet_raises_nothing():
    first, second = two_events()
    final_case(first, violation_class="serious")
    ruled_case(second, violation_class="serious")

    assert ledger_of("AF").recommended == "P3"


@pytest.mark.parametrize("reader", ["pk.head", "af.observer", "tr.officer", "qa.deputy"])
def test_the_four_read_on_the_ledger_by_which_incidents_it_is_raised(client_of, reader):
    first, second = two_events()
    final_case(first, second, violation_class="serious")
    later, earlier = pair(second, first)

    page = client_of(member(reader)).get(reverse("ledger")).content.decode()

    assert f"Repetition: {later} repeats {earlier}" in page
    assert "P4" in page


def test_the_statement_shows_the_same_recommendation_and_the_way_to_its_arithmetic(client_of):
    client = client_of(member("af.observer"))
    address = reverse("ledger_statement", args=["AF"])
    before = client.get(address)
    final_case(*two_events(), violation_class="serious")
    after = client.get(address)

    shown = [page.context["arithmetic"] for page in (before, after)]
    assert [(one.total, one.recommended) for one in shown] == [(0, None), (6, "P4")]
    assert ['<bdi dir="ltr">P4</bdi>' in page.content.decode() for page in (before, after)] == [False, True]
    assert f'href="{reverse("ledger")}#arithmetic-AF"' in after.content.decode()
    assert 'id="arithmetic-AF"' in client.get(reverse("ledger")).content.decode()


def test_the_secretariat_reads_that_it_is_raised_and_not_by_which_incidents(client_of):
    first, second = two_events()
    final_case(first, second, violation_class="serious")

    page = client_of(member("admin1")).get(reverse("ledger")).content.decode()

    assert "Repetition: one level higher" in page
    assert "P4" in page
    assert first.code not in page
    assert second.code not in page


def test_the_ledger_asks_as_often_for_many_repetitions_as_for_none():
    parties = list(Delegation.objects.parties())
    asked = []
    for _more in range(3):
        with CaptureQueriesContext(connection) as queries:
            ledgers(parties, at=database_time())
        asked.append(len(queries))
        final_case(violation_class="serious")

    assert len(ledger_of("AF").repetitions) == 2
    assert len(set(asked)) == 1, asked
