"""Every clock of clocks.csv, from its start to its end: reminded twice, ended as the table says, each once, on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from commission import law
from monitoring_site.clock import database_time
from penalties.actions import compliance
from penalties.models import Penalty, Posting
from record.models import Act
from record.queries import opening_of
from tests.factories.incidents import filed_incident
from tests.factories.penalties import case_in_review, final_case, penalty_at, ruled_case
from tests.factories.procedure import (
    case_at,
    hours_pass,
    in_deliberation,
    member,
    registered_case,
    with_team,
    with_text,
)
from tests.factories.threads import together
from verification.actions import clocks, registration
from verification.actions.clocks import perform_due
from verification.models import Clock, Verdict

database = pytest.mark.django_db
LAW = {row.clock: row for row in law.clock_rows()}
WITHOUT_AN_ENTRY = {"filing"}  # docs/adr/0012; told in test_filing_clock
A_MOMENT = 0.05  # hours


def filed():
    incident = filed_incident(by=member("pk.head"))
    perform_due()
    return incident


def declared_inadmissible():
    return registration.declare_inadmissible(filed(), reasons="Out of scope.", by=member("tr.head"))


def gravest():
    return with_team(registered_case(filed_incident(by=member("pk.head"), primary_type_id="A4")))


def shown():
    return with_text(in_deliberation())


@dataclass(frozen=True)
class Story:
    """What the clock is about when it runs, and whose time it is there."""

    start: Callable[[], Any]
    owners: list[str]
    # Where the end moves the case: the one act of the clock that says so. Else the end is one entry for each owner.
    moves_by: str = ""


STORIES = {
    "admissibility": Story(filed, ["QA", "TR"]),
    "inadmissibility_objection": Story(declared_inadmissible, ["QA"]),
    "reply": Story(registered_case, ["AF"]),
    "team": Story(registered_case, ["QA", "TR"]),
    "report": Story(lambda: with_team(registered_case()), ["team"]),
    "interim_report": Story(gravest, ["team"]),
    "draft_finding": Story(in_deliberation, ["rapporteur"]),
    "comment": Story(shown, ["AF", "PK"]),
    "opening_ballot": Story(shown, ["TR"]),
    "ballot": Story(lambda: case_at("ballot"), ["AF", "PK", "QA", "TR"], moves_by="verification.case_escalated"),
    "principals": Story(
        lambda: case_at("escalated"), ["principals"], moves_by="verification.no_determination_recorded"
    ),
    "review_request": Story(ruled_case, ["AF", "PK"]),
    "review": Story(lambda: case_in_review(ruled_case()), ["QA", "TR"]),
    "release": Story(lambda: final_case(violation_class="without_violation"), ["QA", "TR"]),
    "compliance": Story(lambda: penalty_at("notified"), ["AF"], moves_by="penalties.penalty_overdue"),
    "correction": Story(ruled_case, ["AF", "PK", "QA", "TR"]),
}


def work():
    """What the worker does: whatever is due, of cases, incidents and penalties."""
    return perform_due() + compliance.perform_due()


def ends_at(subject, kind):
    """When the clock's time is over."""
    if isinstance(subject, Penalty):
        return subject.due_at
    about = "incident" if kind in {"admissibility", "inadmissibility_objection"} else "case"
    (found,) = set(
        Clock.objects.filter(**{about: subject}, kind=kind, stopped_at=None).values_list("ends_at", flat=True)
    )
    return found


def pass_until(time, *, hours=0.0):
    """Time passes until so many hours after this time."""
    hours_pass((time - database_time()).total_seconds() / 3600 + hours)


def told(subject, kind, story):
    """What the clock itself wrote about this: (owner, moment or effect), in order."""
    said = []
    for act in Act.objects.about([subject.subject]).filter(actor_role="clock").order_by("pk"):
        body = opening_of(act, reader="TR").body
        if act.event == story.moves_by:
            said.append(("", act.event))
        elif body.get("clock") == kind:
            said.append((body["owner"], body.get("effect") or body["moment"]))
    return said


def expected_end(kind, story):
    """As the law's own words have it."""
    words = LAW[kind].at_its_end
    if story.moves_by:
        return [("", story.moves_by)]
    effect = "step_closed" if words.startswith("step closes") else "overdue"
    assert words.startswith(("step closes", "overdue"))
    return [(owner, effect) for owner in story.owners]


@database
@pytest.mark.parametrize("kind", STORIES)
def test_it_reminds_twice_and_does_at_its_end_what_the_table_says_once(kind):
    story = STORIES[kind]
    subject = story.start()
    end = ends_at(subject, kind)

    pass_until(end, hours=-A_MOMENT)
    work()
    work()
    reminders = told(subject, kind, story)
    assert sorted(reminders) == sorted(
        (owner, moment) for owner in story.owners for moment in ("half", "three_quarters")
    )
    assert [moment for _owner, moment in reminders] == sorted(moment for _owner, moment in reminders)  # halves first

    pass_until(end, hours=A_MOMENT)
    work()
    work()
    assert sorted(told(subject, kind, story)[len(reminders) :]) == sorted(expected_end(kind, story))


@database
@pytest.mark.parametrize("kind", [kind for kind, story in STORIES.items() if not story.moves_by])
def test_after_its_end_it_says_nothing_more_than_the_table_has(kind):
    story = STORIES[kind]
    subject = story.start()
    end = ends_at(subject, kind)
    pass_until(end, hours=A_MOMENT)
    work()
    before = told(subject, kind, story)

    pass_until(end, hours=72 - A_MOMENT)
    work()
    assert told(subject, kind, story) == before
    pass_until(end, hours=24 * 40)
    work()

    after = [(owner, "after") for owner in story.owners] if "after a further 72 hours" in LAW[kind].at_its_end else []
    assert sorted(told(subject, kind, story)[len(before) :]) == after


def page_of(subject, client_of):
    return client_of(member("tr.head")).get(subject.get_absolute_url()).content.decode()


CLOSED, OVERDUE = "The time has passed: this step is closed.", "overdue by"


@database
@pytest.mark.parametrize("kind", STORIES)
def test_what_stands_at_its_end_stands_on_the_page(kind, client_of):
    story = STORIES[kind]
    subject = story.start()
    end = ends_at(subject, kind)
    wanted = {"ballot": "escalated", "principals": "no determination", "compliance": "overdue"}
    sign = wanted.get(kind) or (CLOSED if LAW[kind].at_its_end.startswith("step closes") else OVERDUE)
    assert sign not in page_of(subject, client_of)

    pass_until(end, hours=A_MOMENT)
    work()

    assert sign in page_of(subject, client_of)


@database
def test_what_overran_in_a_case_stands_on_the_page_with_the_name_of_its_clock(client_of):
    """Not one sign for all: of the clocks of one case each has its own."""
    case = registered_case()
    hours_pass(73)
    work()

    page = client_of(member("pk.observer")).get(reverse("case_detail", args=[case.reference])).content.decode()
    clocks_shown = page[page.index('id="clocks-title"') : page.index('id="acts-title"')]

    blocks = clocks_shown.split('<div class="clock')[1:]
    assert sorted((OVERDUE in block, CLOSED in block, "Naming of the team" in block) for block in blocks) == [
        (False, True, False),  # the reply
        (True, False, True),  # both mediators' time, which ends at one moment, in one line
    ]


def test_every_clock_of_the_law_has_its_story():
    assert set(STORIES) | WITHOUT_AN_ENTRY == set(LAW)
    assert not set(STORIES) & WITHOUT_AN_ENTRY


# Several workers, and a worker that was down


@pytest.mark.parametrize("kind", ["report", "compliance"])
def test_two_workers_at_once_do_each_moment_of_it_once(kind, committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        story = STORIES[kind]
        subject = story.start()
        pass_until(ends_at(subject, kind), hours=A_MOMENT)

        done = together(work, work)

        clock_acts = Act.objects.filter(actor_role="clock").count()
        assert sum(done) == clock_acts
        said = told(subject, kind, story)
        reminders = [(owner, moment) for owner in story.owners for moment in ("half", "three_quarters")]
        assert sorted(said) == sorted(reminders + expected_end(kind, story))
        assert work() == 0


@database
def test_down_for_days_it_catches_up_in_order_with_cases_incidents_and_penalties_alike():
    """A penalty of thirty days half run, a ballot, a reply and a decision on admissibility, when the worker stops."""
    penalty = penalty_at("notified")
    hours_pass(24 * 14)
    work()
    ballot, case, incident = case_at("ballot"), registered_case(), filed()
    hours_pass(24 * 17)

    done = work()

    assert done == Act.objects.filter(actor_role="clock", at__gte=incident.filed_at).count()
    assert told(penalty, "compliance", STORIES["compliance"]) == [
        ("AF", "half"),
        ("AF", "three_quarters"),
        ("", "penalties.penalty_overdue"),
    ]
    assert [moment for _owner, moment in told(incident, "admissibility", STORIES["admissibility"])] == [
        moment for moment in ("half", "three_quarters", "overdue", "after") for _mediator in range(2)
    ]
    assert told(case, "reply", STORIES["reply"]) == [("AF", "half"), ("AF", "three_quarters"), ("AF", "step_closed")]
    assert told(ballot, "ballot", STORIES["ballot"])[-1] == ("", "verification.case_escalated")
    in_order = list(Act.objects.filter(actor_role="clock").order_by("pk").values_list("at", flat=True))
    assert in_order == sorted(in_order)
    assert work() == 0


@database
def test_no_clock_of_them_all_makes_a_verdict_a_penalty_or_a_point():
    for story in STORIES.values():
        story.start()
    counted = {model: model.objects.count() for model in (Verdict, Penalty, Posting)}
    finals = Verdict.objects.filter(final_at__isnull=False).count()

    for _month in range(6):
        hours_pass(24 * 30)
        work()

    assert {model: model.objects.count() for model in (Verdict, Penalty, Posting)} == counted
    assert Verdict.objects.filter(final_at__isnull=False).count() == finals
    assert clocks.perform_due() == 0
