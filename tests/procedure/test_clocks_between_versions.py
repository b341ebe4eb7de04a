"""A new protocol version comes into effect while clocks run: those of cases keep theirs, those of incidents go on."""

import copy
from dataclasses import replace
from datetime import timedelta

import pytest

from commission.actions.protocol import confirm_protocol, draft_protocol
from commission.models import Protocol
from tests.factories.incidents import filed_incident
from tests.factories.procedure import finding_terms, hours_pass, in_deliberation, member, registered_case, with_text
from tests.procedure.stories import bodies, clock_of, refused, what_if
from verification.actions import findings, questions, registration
from verification.actions.clocks import perform_due
from verification.forms.findings import WholeFindingForm
from verification.models import Clock

pytestmark = pytest.mark.django_db


def new_version(change):
    """A version that changes these numbers, drafted by one admin and put in effect by the other."""
    numbers = copy.deepcopy(Protocol.objects.in_effect().numbers)
    change(numbers["clocks"])
    drafted = draft_protocol(numbers=numbers, by=member("admin1"))
    return confirm_protocol(drafted, by=member("admin2"))


def without_later_reminders(clocks):
    for lengths in clocks.values():
        lengths.pop("reminder_after_hours", None)


def moments(subject, *, owner):
    return [body["moment"] for body in bodies(subject, "clock_reminded", reader="QA") if body["owner"] == owner]


def test_a_version_that_drops_the_later_reminder_leaves_no_clock_stuck():
    """The decision is overdue and its clock waits for the 72 hours; then there are no such 72 hours any more."""
    waiting, other = filed_incident(by=member("tr.head")), filed_incident(by=member("tr.head"))
    hours_pass(13)
    perform_due()
    assert Clock.objects.get(incident=waiting, owner="QA", stopped_at=None).next_moment == "after"

    new_version(without_later_reminders)
    registration.return_incident(other, missing="At what hour?", by=member("qa.head"))
    hours_pass(72)
    perform_due()

    assert moments(waiting, owner="QA") == ["half", "three_quarters", "after"]  # it was begun with this reminder
    row = Clock.objects.get(incident=waiting, owner="QA", stopped_at=None)
    assert (row.next_moment, row.next_at) == ("", None)
    hours_pass(1000)
    assert perform_due() == 0


def test_a_clock_that_has_not_ended_has_no_later_reminder_under_the_new_version():
    waiting = filed_incident(by=member("tr.head"))
    perform_due()
    new_version(without_later_reminders)

    hours_pass(200)
    perform_due()

    assert moments(waiting, owner="QA") == ["half", "three_quarters"]
    assert perform_due() == 0


def test_the_time_to_object_is_the_one_that_was_shown():
    """Declared under twelve hours; then a version with one hour comes into effect."""
    incident = filed_incident(by=member("pk.head"))
    registration.declare_inadmissible(incident, reasons="Out of scope.", by=member("tr.head"))

    new_version(lambda clocks: clocks["inadmissibility_objection"].update(hours=1))
    hours_pass(11.9)
    with what_if():
        assert registration.object_to_inadmissibility(incident, by=member("qa.head")).state == "verification"
    hours_pass(0.2)

    with refused("The time to object has passed"):
        registration.object_to_inadmissibility(incident, by=member("qa.head"))


def test_a_case_keeps_the_version_that_it_was_opened_under():
    case = in_deliberation()
    new_version(without_later_reminders)

    hours_pass(120 + 72.1)
    perform_due()

    assert [body["moment"] for body in bodies(case, "clock_reminded") if body["clock"] == "draft_finding"][
        -1
    ] == "after"


def test_an_extension_gives_back_the_clock_as_it_runs_now():
    case = registered_case()
    before = clock_of(case, "reply", "AF")

    extended = questions.extend_clock(before, by=member("af.head"))

    assert extended.ends_at == before.ends_at + timedelta(hours=48) == clock_of(case, "reply", "AF").ends_at
    assert extended.next_at == extended.started_at + (extended.ends_at - extended.started_at) / 2


def test_a_measure_is_due_in_the_days_of_the_case_s_own_version_unless_its_draft_says_otherwise():
    older = in_deliberation()
    new_version(lambda clocks: clocks["compliance"].update(hours=1000))
    newer = in_deliberation()

    assert [with_text(case).findings.get().proposed_measures.get().due_days for case in (older, newer)] == [30, 42]
    for case, days in ((older, 30), (newer, 42)):
        form = WholeFindingForm(None, case=case, member=member("tr.officer"), finding=None)
        assert form.measures.forms[0]["due_days"].initial == days


def test_a_measure_whose_draft_says_otherwise_is_due_then():
    case = in_deliberation()
    terms = finding_terms(case)
    week = [replace(one, due_days=7) for one in terms.measures]

    finding = findings.draft_finding(case, terms=replace(terms, measures=week), by=member("tr.officer"))

    assert finding.proposed_measures.get().due_days == 7
    form = WholeFindingForm(None, case=case, member=member("tr.officer"), finding=finding)
    assert [one["due_days"].initial for one in form.measures.forms] == [7, 30]  # the second row is still empty
