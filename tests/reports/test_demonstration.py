"""The demonstration as it was seeded; every test of it is undone."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings
from shapely.geometry import Point, shape

from commission.models import Member, Sector
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from monitoring_site import clock
from monitoring_site.clock import database_time
from notices.models import Cursor, Notice
from penalties.models import Penalty, Posting
from record.models import Act, Entry, Inbox
from reports.demonstration.events import INVENTED
from reports.demonstration.performance import seed
from reports.rows_and_acts import differences_of_rows
from tests.databases import using_database
from verification.models import Ballot, Case, CaseIncident, Clock, Determination, Verdict
from verification.vocabularies import State as CaseState

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]


@pytest.fixture(scope="module")
def printed(demonstration, django_db_blocker):
    """What the command printed; the database in use is the demonstration's."""
    with django_db_blocker.unblock(), using_database(demonstration.database), override_settings(DEMONSTRATION=True):
        yield demonstration.printed


def mirrored(rows):
    """The rows counted, with the parties' codes exchanged."""
    swap = {"PK": "AF", "AF": "PK", "pk_forces": "af_forces", "af_forces": "pk_forces"}
    swap |= {"group_from_pk": "group_from_af", "group_from_af": "group_from_pk"}
    return Counter(tuple(swap.get(value, value) for value in row) for row in rows)


def test_accounts_and_their_password_are_printed(printed):
    assert "pk.head" in printed
    assert "admin2" in printed
    assert django_settings.DEMONSTRATION_PASSWORD in printed
    assert "for the demonstration only" in printed
    assert Member.objects.get(username="af.deputy").check_password(django_settings.DEMONSTRATION_PASSWORD)
    assert Member.objects.filter(is_active=True).count() == 18


def test_every_state_of_an_incident_is_there(printed):
    assert set(Incident.objects.values_list("state", flat=True)) == set(IncidentState.values)


def test_every_state_of_a_case_is_there(printed):
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)


def test_open_ballots_have_none_to_three_votes(printed):
    votes = [ballot.votes.count() for ballot in Ballot.objects.filter(closed_at=None)]

    assert sorted(votes) == [0, 1, 2, 3]


def test_incidents_lie_in_all_sectors_and_are_told_in_six_languages(printed):
    assert Incident.objects.count() >= 40
    assert set(Incident.objects.values_list("sector__code", flat=True)) == {f"S{n:02d}" for n in range(1, 14)}
    assert set(Incident.objects.values_list("narrative_language", flat=True)) >= set(INVENTED)


def test_parties_write_in_their_languages_equally_often(printed):
    told = Incident.objects.exclude(narrative_language__in=["", "en"])

    assert told.filter(delegation="PK").count() == told.filter(delegation="AF").count() > 5
    assert {"ur", "ps"} == set(told.filter(delegation="PK").values_list("narrative_language", flat=True))
    assert {"fa-af", "ps"} == set(told.filter(delegation="AF").values_list("narrative_language", flat=True))


def test_positions_lie_inside_their_sectors(printed):
    polygons = {sector.pk: shape(sector.polygon) for sector in Sector.objects.all()}

    for incident in Incident.objects.exclude(latitude=None):
        assert polygons[incident.sector_id].contains(Point(incident.longitude, incident.latitude))


def test_every_incident_says_that_it_is_invented(printed):
    for incident in Incident.objects.all():
        assert "(invented place)" in incident.place_name
        assert incident.narrative == "" or INVENTED[incident.narrative_language] in incident.narrative


def test_incidents_of_the_parties_mirror(printed):
    rows = [
        (one.delegation_id, one.state, one.primary_type_id, one.sector.code, *(one.respondents or []))
        for one in Incident.objects.select_related("sector").exclude(primary_type__group__startswith="Duties")
    ]

    assert Counter(map(tuple, rows)) == mirrored(rows)


def test_determinations_and_penalties_and_ledgers_mirror(printed):
    fields = ("answerable", "attribution", "violation_class", "type")
    verdicts = list(Determination.objects.filter(finding__in=Verdict.objects.values("finding")).values_list(*fields))
    penalties = list(Penalty.objects.values_list("addressee", "proposed_measure__measure"))
    postings = list(Posting.objects.values_list("party", "unit", "amount"))

    assert len(verdicts) > 20 and Counter(verdicts) == mirrored(verdicts)
    assert len(penalties) > 10 and Counter(penalties) == mirrored(penalties)
    assert len(postings) > 10 and Counter(postings) == mirrored(postings)


def test_both_parties_have_penalties_in_every_usual_state_and_a_reversal(printed):
    for party in ("PK", "AF"):
        states = set(Penalty.objects.filter(addressee=party).values_list("state", flat=True))
        assert states >= {"ordered", "notified", "reported", "discharged", "overdue", "reversed"}
        assert Posting.objects.filter(party=party, reverses__isnull=False).exists()


def test_verdicts_come_about_in_several_ways(printed):
    assert Verdict.objects.filter(adoption="consensus").exists()
    assert Verdict.objects.filter(adoption="determined", ballot__votes__choice="reject").count() == 2
    assert Ballot.objects.filter(outcome="next_round").exists()
    assert Ballot.objects.filter(outcome="escalated").exists()
    assert Verdict.objects.filter(released_at__isnull=False).exists()


def test_some_cases_hold_two_accounts_of_one_event(printed):
    filers = {}
    for one in CaseIncident.objects.select_related("incident"):
        filers.setdefault(one.case_id, set()).add(one.incident.delegation_id)

    assert sum(codes == {"PK", "AF"} for codes in filers.values()) >= 4
    assert {"TR"} in filers.values() and {"QA"} in filers.values()


def test_every_delegation_has_a_clock_that_ends_within_hours(printed):
    now = database_time()
    soon = Clock.objects.filter(stopped_at=None, ends_at__range=(now, now + timedelta(hours=12)))

    assert {"PK", "AF", "TR", "QA", "principals"} <= set(soon.values_list("owner", flat=True))
    assert Penalty.objects.filter(state="notified", due_at__lte=now + timedelta(hours=12)).count() >= 2


def test_no_end_of_a_clock_waits_for_the_worker(printed):
    due = Clock.objects.filter(
        stopped_at=None, performed_at=None, kind__in=["ballot", "principals"], ends_at__lte=database_time()
    )

    assert not due.exists()
    assert not Penalty.objects.filter(state="notified", due_at__lte=database_time()).exists()


def test_every_act_has_exactly_one_entry(printed):
    acts = [bytes(one) for one in Act.objects.values_list("commitment", flat=True)]
    entries = [bytes(one) for one in Entry.objects.values_list("commitment", flat=True)]

    assert not Inbox.objects.exists()
    assert len(acts) == len(set(acts))
    assert sorted(acts) == sorted(entries)


def test_acts_stand_in_the_order_of_time_and_none_in_the_future(printed):
    times = list(Act.objects.order_by("pk").values_list("at", flat=True))

    assert times == sorted(times)
    assert times[-1] <= database_time()
    filed = Act.objects.filter(event="incidents.incident_filed").order_by("pk").first()
    assert database_time() - filed.at > timedelta(days=50)


def test_clock_is_put_back(printed):
    assert clock.offset() == timedelta(0)


def test_second_seeding_changes_nothing(printed):
    before = [model.objects.count() for model in (Member, Incident, Case, Act, Entry, Posting)]
    output = StringIO()

    call_command("seed_demonstration", stdout=output)

    assert "already" in output.getvalue()
    assert not seed(say=output.write)
    assert [model.objects.count() for model in (Member, Incident, Case, Act, Entry, Posting)] == before


def test_everybody_has_an_address_that_is_nobodys(printed):
    addresses = set(Member.objects.values_list("email", flat=True))

    assert len(addresses) == 18
    assert all(address.endswith(".example") for address in addresses)


def test_past_is_told_to_everybody_and_mailed_to_nobody(printed):
    assert Cursor.objects.get().next_index == Entry.objects.count()
    assert not Notice.objects.exclude(mailed_at=None, next_try_at=None).exists()


def test_a_few_notices_are_unread_and_each_gives_its_reader_a_turn_now(printed):
    now = database_time()

    for member in Member.objects.all():
        unread = Notice.objects.filter(member=member, read_at=None)
        assert len(unread) <= 6
        assert all(one.deadline_at > now for one in unread if not member.is_admin)
    assert Notice.objects.filter(member__username="pk.head", read_at=None).count() > 2
    assert Notice.objects.filter(member__username="tr.head", read_at=None).count() > 2


def test_admin_has_the_penalties_to_notify_unread(printed):
    ordered = set(Penalty.objects.filter(state="ordered").values_list("reference", flat=True))
    unread = Notice.objects.filter(member__username="admin1", read_at=None, step="notify_addressee")

    assert ordered
    assert set(unread.values_list("reference", flat=True)) == ordered


def test_every_row_has_its_act_and_every_act_its_row(printed):
    assert list(differences_of_rows()) == []
