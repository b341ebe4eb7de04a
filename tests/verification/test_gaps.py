"""What a party's lawyer would try: half-said acts, changed seats, late joiners, findings that contradict themselves."""

from dataclasses import replace

import pytest

from monitoring_site.refusals import Refused
from record.models import Act
from record.queries import opening_of
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.factories.procedure import case_at, fresh, member
from tests.factories.trials.incidents import incident_at
from tests.procedure.stories import seated
from verification.actions import ballots, cases, findings, registration, replies
from verification.models import Clock

pytestmark = pytest.mark.django_db


HALF_SAID = {
    "return": (lambda: incident_at("filed"), registration.return_incident, "tr.head", {"missing": "\n"}),
    "declare": (lambda: incident_at("filed"), registration.declare_inadmissible, "tr.head", {"reasons": " "}),
    "withdraw": (lambda: incident_at("filed"), registration.withdraw_incident, "pk.head", {"reasons": ""}),
    "escalate": (lambda: case_at("verification"), cases.escalate_case, "tr.head", {"reasons": " "}),
    "settle": (lambda: case_at("verification"), cases.settle_case, "pk.head", {"agreed_text": ""}),
    "annul": (lambda: case_at("ballot"), ballots.annul_ballot, "tr.head", {"reasons": ""}),
    "answer": (
        lambda: case_at("escalated"),
        cases.record_principals_answer,
        "tr.head",
        {"answer": "ballot", "text": " "},
    ),
    "positions": (
        lambda: case_at("escalated"),
        cases.record_principals_answer,
        "tr.head",
        {"answer": "none", "text": "All four.", "positions": {}},
    ),
    "reopen": (lambda: case_at("settled"), cases.reopen_case, "tr.head", {"new_fact": ""}),
    "reply": (lambda: incident_at("registered"), replies.send_reply, "af.head", {"stance": "deny", "text": " "}),
    "stance": (lambda: incident_at("registered"), replies.send_reply, "af.head", {"stance": "", "text": "Not so."}),
}


@pytest.mark.parametrize("start, act, by, terms", HALF_SAID.values(), ids=HALF_SAID)  # noqa: PT006
def test_an_act_that_must_say_something_is_refused_when_it_says_nothing(start, act, by, terms):
    subject = start()
    known = Act.objects.count()

    with pytest.raises(Refused):
        act(subject, by=member(by), **terms)

    assert Act.objects.count() == known


def test_one_person_is_one_voice_also_from_two_seats():
    """Türkiye's head votes, then becomes Qatar's deputy while the ballot is open."""
    case = case_at("ballot")
    procedure.vote(case, by="tr.head")
    seated("tr.head", delegation="QA", role="deputy")

    with pytest.raises(Refused, match="one person is one voice"):
        procedure.vote(case, by="tr.head")
    assert case.ballots.get().votes.count() == 1


def test_who_filed_for_a_party_decides_nothing_about_it_for_a_mediator():
    incident = filed_incident(by=member("pk.deputy"))
    moved = seated("pk.deputy", delegation="TR", role="deputy")

    with pytest.raises(Refused, match="You filed this incident"):
        registration.register_incident(incident, by=moved)

    case = procedure.in_ballot(procedure.in_deliberation(_registered(incident)))
    with pytest.raises(Refused, match="you filed one of its incidents"):
        procedure.vote(case, by="pk.deputy")


def test_a_rapporteur_who_takes_a_party_s_seat_drafts_nothing_more():
    case = case_at("deliberation")
    moved = seated("tr.officer", delegation="PK", role="officer")

    with pytest.raises(Refused, match="for the mediators"):
        findings.draft_finding(case, terms=procedure.finding_terms(case), by=moved)
    clocks = Clock.objects.filter(case=case, stopped_at=None)
    assert not clocks.filter(owner__in=["PK", "AF"], kind="opening_ballot").exists()


def test_a_member_of_the_team_who_takes_a_party_s_seat_reports_nothing():
    case = procedure.replied(procedure.with_team(procedure.registered_case()))
    moved = seated("qa.officer", delegation="AF", role="head")

    with pytest.raises(Refused, match="for the mediators"):
        cases.submit_report(case, text="What we saw.", by=moved)


def test_a_rapporteur_s_own_delegation_may_not_file_into_the_case_behind_it():
    """Türkiye's officer is rapporteur; then an incident that Türkiye filed joins: another drafts the finding."""
    case = procedure.with_team(procedure.registered_case(), team="tr.officer", rapporteur="tr.officer")
    late = filed_incident(by=member("tr.deputy"), respondents=["AF"])
    registration.register_incident(late, case=case, by=member("qa.head"))
    procedure.replied(case)
    cases.submit_report(fresh(case), text="What we saw.", by=member("tr.officer"))
    case = fresh(case)

    with pytest.raises(Refused, match="the mediators name another"):
        findings.draft_finding(case, terms=procedure.finding_terms(case), by=member("tr.officer"))

    case = procedure.in_ballot(procedure.rapporteur_named(case, "qa.officer"))
    assert case.state == "ballot"


def test_registering_leaves_every_delegation_an_eligible_voter():
    """Türkiye's deputy is on the team; the head's own incident would recuse the last one who may vote."""
    case = procedure.registered_case()
    for mediator in ("tr.head", "qa.head"):
        cases.name_team(case, team=[member("tr.deputy")], by=member(mediator))
    late = filed_incident(by=member("tr.head"), respondents=["AF"])

    with pytest.raises(Refused, match="without a member who may vote"):
        registration.register_incident(late, case=case, by=member("qa.head"))
    assert fresh(case).incidents.count() == 1


def test_an_escalation_takes_no_time_to_reply_away():
    case = procedure.registered_case()
    cases.escalate_case(case, reasons="Too grave for us.", by=member("tr.head"))

    procedure.replied(case)

    assert case.live_incidents().get().replies.get().sent_at is not None


def test_the_act_that_escalates_or_ends_says_how_the_four_voted():
    votes = {"PK": "approve", "AF": None, "TR": "reject", "QA": None}
    case = procedure.ballot_ends(procedure.voted(case_at("ballot"), votes))

    act = Act.objects.get(event="verification.case_escalated")

    assert opening_of(act, reader="PK").body["votes"] == votes
    assert case.state == "escalated"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"violation_class": "very_serious"}, "clear and convincing"),
        ({"answerable": "none"}, "would be ordered of nobody"),
        ({"violation_class": "without_violation"}, "answers only for a class of minor or more"),
        ({"fact": "not_substantiated"}, "needs a substantiated fact"),
        ({"evidence": ()}, "names the evidence it rests on"),
    ],
)
def test_a_finding_that_contradicts_itself_is_refused_with_a_sentence(changes, reason):
    case = case_at("deliberation")
    terms = procedure.finding_terms(case)
    wrong = replace(terms, determinations=[replace(terms.determinations[0], **changes)])

    with pytest.raises(Refused, match=reason):
        findings.draft_finding(case, terms=wrong, by=member("tr.officer"))
    assert not case.findings.exists()


def test_a_violation_by_a_party_s_forces_says_who_answers_for_it():
    case = case_at("deliberation")
    terms = procedure.finding_terms(case)
    nobody = replace(terms, measures=[], determinations=[replace(terms.determinations[0], answerable="none")])

    with pytest.raises(Refused, match="says who answers for it"):
        findings.draft_finding(case, terms=nobody, by=member("tr.officer"))


def test_two_determinations_on_one_incident_are_refused():
    case = case_at("deliberation")
    terms = procedure.finding_terms(case)

    with pytest.raises(Refused, match="exactly one determination"):
        findings.draft_finding(
            case, terms=replace(terms, determinations=[*terms.determinations] * 2), by=member("tr.officer")
        )


def test_nobody_s_time_to_release_runs_for_a_verdict_that_was_reversed():
    case = penalties.concluded(penalties.case_in_review(penalties.final_case()), "reversed")

    assert case.state == "final"
    assert not Clock.objects.filter(case=case, kind="release", stopped_at=None).exists()


def _registered(incident):
    return registration.register_incident(incident, by=member("qa.head"))
