"""What the verification team writes before its report: notes of what it saw at a place, and an interim report."""

import pytest

from incidents.actions import file_incident
from tests.factories.incidents import draft_incident, filed_incident
from tests.factories.procedure import fresh, hours_pass, member, registered_case, replied, with_team
from tests.procedure.stories import bodies, refused, runs
from verification.actions import cases, team
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db


def grave_case():
    """A case in which the gravest kind of violation is alleged: an interim report is due in 48 hours."""
    return with_team(registered_case(filed_incident(by=member("pk.head"), primary_type_id="A3")))


def test_a_member_of_the_team_notes_what_it_saw():
    case = with_team(registered_case())

    with refused("members of the verification team"):
        team.add_site_note(case, place="Post 14", text="Shell holes.", by=member("tr.officer"))
    with refused("needs its reasons"):
        team.add_site_note(case, place="Post 14", text=" ", by=member("qa.officer"))
    team.add_site_note(case, place="Post 14", text="Three shell holes.", by=member("qa.officer"))
    team.add_site_note(case, place="Post 14", text="And a fourth.", by=member("qa.officer"))

    assert [body["text"] for body in bodies(case, "site_note_added", reader="AF")] == [
        "Three shell holes.",
        "And a fourth.",
    ]


def test_the_interim_report_leaves_the_case_in_verification_and_stops_its_clock():
    case = grave_case()
    assert runs(case, "interim_report", "team")

    with refused("members of the verification team"):
        team.submit_interim_report(case, text="So far, we saw this.", by=member("qa.head"))
    team.submit_interim_report(case, text="So far, we saw this.", by=member("qa.officer"))

    assert fresh(case).state == "verification"
    assert not runs(case, "interim_report", "team")
    assert runs(case, "report", "team")  # the report itself is still owed
    assert bodies(case, "interim_report_submitted", reader="PK") == [{"text": "So far, we saw this."}]


@pytest.mark.parametrize(("secondary", "is_due"), [("A3", True), ("A2", False)])
def test_an_interim_report_is_due_also_where_only_a_secondary_type_is_of_the_gravest_kind(secondary, is_due):
    incident = draft_incident(by=member("pk.head"), primary_type_id="A1")
    incident.secondary_types.set([secondary])

    case = with_team(registered_case(file_incident(incident, by=member("pk.head"))))

    assert runs(case, "interim_report", "team") is is_due


def test_an_interim_report_that_does_not_come_is_overdue_and_nothing_else():
    case = grave_case()

    hours_pass(48.1)
    perform_due()

    overdue = [body for body in bodies(case, "clock_ended") if body["clock"] == "interim_report"]
    assert [body["effect"] for body in overdue] == ["overdue"]
    team.submit_interim_report(case, text="Late, but here.", by=member("qa.officer"))


def test_after_the_report_there_are_no_more_notes_and_no_interim_report():
    case = replied(with_team(registered_case()))
    cases.submit_report(case, text="What the team saw.", by=member("qa.officer"))

    for write in (
        lambda: team.add_site_note(case, place="Post 14", text="One more.", by=member("qa.officer")),
        lambda: team.submit_interim_report(case, text="So far.", by=member("qa.officer")),
    ):
        with refused("does not belong to the stage"):
            write()
