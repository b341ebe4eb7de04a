"""Each act tells those to whom it gives a turn or a duty, from either party's side alike, and nobody else."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from commission import actions as commission_actions
from commission.models import Delegation, Protocol, SeatChange
from notices.models import Notice
from penalties.actions import compliance, finality, orders
from penalties.models import Penalty
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.factories.notices import seats, tell, told, without
from tests.factories.procedure import member
from verification.actions import cases, persons, questions, registration, team
from verification.actions.clocks import perform_due
from verification.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["PK", "AF"])
def side(request):
    """Both parties in turn stand where the filer stands."""
    other = {"PK": "AF", "AF": "PK"}[request.param]
    return SimpleNamespace(
        filer=request.param,
        filers_head=f"{request.param.lower()}.head",
        other=other,
        others_head=f"{other.lower()}.head",
        others_deputy=f"{other.lower()}.deputy",
    )


def filed(side, **changed):
    return filed_incident(by=member(side.filers_head), **changed)


def test_a_filed_incident_is_told_to_both_mediators_and_to_no_party(side):
    filed(side)

    assert told("incidents.incident_filed") == seats("TR", "QA", step="decide_admissibility")


def test_an_incident_of_a_mediator_is_told_to_the_other_mediator_alone():
    filed_incident(by=member("tr.head"))

    assert told("incidents.incident_filed") == seats("QA", step="decide_admissibility")


def test_the_deadline_of_a_filed_incident_is_known_before_the_worker_began_its_clock(side):
    incident = filed(side)
    tell()

    assert not Clock.objects.exists()
    notice = Notice.objects.filter(member__username="qa.head").get()
    assert (notice.deadline_clock, notice.deadline_at) == ("admissibility", incident.filed_at + timedelta(hours=12))


def test_a_returned_incident_is_told_to_its_filer_and_to_the_mediator_that_sees_it_no_more(side):
    registration.return_incident(filed(side), missing="When?", by=member("qa.head"))

    assert told("incidents.incident_returned") == {
        **seats(side.filer, step="mend_and_file"),
        **seats("TR", step="read"),
    }


def test_the_mediators_are_told_when_a_returned_incident_is_withdrawn(side):
    incident = registration.return_incident(filed(side), missing="When?", by=member("qa.head"))
    registration.withdraw_incident(incident, reasons="An error.", by=member(side.filers_head))

    assert told("incidents.incident_withdrawn") == without(seats(side.filer, "TR", "QA", step="read"), side.filers_head)


def test_an_inadmissible_incident_is_told_to_the_mediator_who_may_object_and_to_the_filer(side):
    registration.declare_inadmissible(filed(side), reasons="Outside.", by=member("qa.head"))

    assert told("incidents.incident_declared_inadmissible") == {
        **seats("TR", step="object"),
        **seats(side.filer, step="read"),
    }
    objecting = Notice.objects.get(member__username="tr.head", step="object")
    assert objecting.deadline_clock == "inadmissibility_objection"


def test_an_incident_withdrawn_before_registration_is_told_to_no_other_party(side):
    registration.withdraw_incident(filed(side), reasons="An error.", by=member(side.filers_head))

    assert told("incidents.incident_withdrawn") == without(seats(side.filer, "TR", "QA", step="read"), side.filers_head)


def test_no_party_learns_of_an_incident_before_its_registration(side):
    registration.return_incident(filed(side), missing="When?", by=member("qa.head"))
    registration.declare_inadmissible(filed(side), reasons="Outside.", by=member("qa.head"))
    filed(side)
    procedure.hours_pass(12.1 + 72.1)
    perform_due()
    tell()

    assert not Notice.objects.filter(member__delegation=side.other).exists()
    assert Notice.objects.filter(event="verification.clock_ended", member__username="tr.head").exists()


def test_the_respondent_is_told_at_registration_to_reply_and_until_when(side):
    case = procedure.registered_case(filer=side.filers_head)

    assert told("incidents.incident_registered") == {
        **seats(side.other, step="reply"),
        **seats(side.filer, step="read"),
    }
    notice = Notice.objects.get(member__username=side.others_head, step="reply")
    assert (notice.subject_kind, notice.reference) == ("incident", case.live_incidents().get().code)
    assert (notice.deadline_clock, notice.deadline_at) == ("reply", case.opened_at + timedelta(hours=72))
    assert Notice.objects.get(member__username=side.filers_head, event__endswith="registered").deadline_at is None


def test_the_time_to_reply_that_is_told_is_that_of_the_incident_and_of_no_other(side):
    case = procedure.registered_case(filer=side.filers_head)
    procedure.hours_pass(40)
    later = filed(side, respondents=[side.other])
    registration.register_incident(later, case=case, by=member("tr.deputy"))
    tell()

    notices = Notice.objects.filter(member__username=side.others_head, step="reply").order_by("pk")
    ends_at = {clock.incident.code: clock.ends_at for clock in Clock.objects.filter(case=case, kind="reply")}
    assert {notice.reference: notice.deadline_at for notice in notices} == ends_at
    assert len(set(ends_at.values())) == 2 and later.code in ends_at


def test_an_opened_case_is_told_to_both_mediators_but_not_to_who_opened_it(side):
    procedure.registered_case(filer=side.filers_head)  # by Türkiye's deputy

    assert told("verification.case_opened") == without(seats("TR", "QA", step="name_people"), "tr.deputy")


def test_one_consent_of_two_is_told_to_the_delegation_beside(side):
    case = procedure.registered_case(filer=side.filers_head)
    cases.name_team(case, team=[member("qa.officer")], by=member("tr.head"))
    assert told("verification.assent_given") == seats("QA", step="agree_or_not")

    cases.settle_case(case, agreed_text="Settled so.", by=member(side.filers_head))
    assert told("verification.assent_given") == seats(side.other, step="agree_or_not")


def test_team_and_rapporteur_are_told_in_person_and_the_parties_may_challenge(side):
    procedure.with_team(procedure.registered_case(filer=side.filers_head))

    assert told("verification.team_named") == {"qa.officer": "verify", **seats("PK", "AF", step="challenge")}
    assert told("verification.rapporteur_named") == {
        "tr.officer": "await_report",
        **seats("PK", "AF", step="challenge"),
    }
    assert Notice.objects.get(member__username="qa.officer", step="verify").deadline_clock == "report"


def test_a_reply_is_told_to_the_team_and_to_the_filer(side):
    procedure.replied(procedure.with_team(procedure.registered_case(filer=side.filers_head)))

    assert told("verification.reply_sent") == {"qa.officer": "submit_report", **seats(side.filer, step="read")}


def test_a_report_is_told_to_the_rapporteur_with_the_time_for_the_draft(side):
    procedure.in_deliberation(filer=side.filers_head)

    assert told("verification.report_submitted") == {"tr.officer": "draft_finding"}
    assert Notice.objects.get(step="draft_finding").deadline_clock == "draft_finding"


def test_draft_facts_are_told_to_the_parties_and_comments_to_the_rapporteur_and_their_delegation(side):
    procedure.with_finding(procedure.in_deliberation(filer=side.filers_head))

    assert told("verification.finding_drafted") == seats("PK", "AF", step="comment")
    assert told("verification.comment_sent") == {"tr.officer": "answer_comment", **seats("TR", step="open_ballot")}
    four = seats("PK", "AF", "TR", "QA", step="read")
    assert told("verification.comments_answered") == four
    assert set(Notice.objects.filter(step="comment").values_list("deadline_clock", flat=True)) == {""}, (
        "both had commented when this was told: no clock runs for them"
    )


def test_an_open_ballot_calls_all_four_and_a_sealed_vote_calls_nobody(side):
    case = procedure.case_at("ballot", filer=side.filers_head)
    procedure.vote(case, by=side.others_head)

    assert told("verification.ballot_opened") == without(seats("PK", "AF", "TR", "QA", step="vote"), "tr.head")
    assert told("verification.vote_cast") == {}
    voting = Notice.objects.get(member__username="qa.head", step="vote")
    assert (voting.deadline_clock, voting.deadline_at) == ("ballot", case.open_ballot().closes_at)


def test_a_verdict_is_told_to_all_four_and_a_waiver_to_the_party_beside(side):
    case = procedure.case_at("ruled", filer=side.filers_head)

    assert told("verification.verdict_adopted") == without(
        {**seats("PK", "AF", step="waive_or_review"), **seats("TR", "QA", step="declare_final")}, "qa.head"
    )
    assert Notice.objects.get(member__username="pk.head", step="waive_or_review").deadline_clock == "review_request"

    finality.waive_review(case, by=member(side.filers_head))
    assert told("penalties.review_waived") == {
        **seats(side.other, step="waive_or_review"),
        **seats("TR", "QA", step="declare_final"),
    }


def test_an_escalation_is_told_to_the_mediators_with_the_principals_time(side):
    procedure.case_at("escalated", filer=side.filers_head)

    assert told("verification.case_escalated") == without(
        {**seats("PK", "AF", step="bring_to_principals"), **seats("TR", "QA", step="record_answer")}, "tr.head"
    )
    assert Notice.objects.get(member__username="qa.head", step="record_answer").deadline_clock == "principals"


def test_a_question_is_told_to_whom_it_is_put_and_its_answer_to_who_asked(side):
    case = procedure.registered_case(filer=side.filers_head)
    clock = Clock.objects.get(case=case, kind="reply")
    question = questions.ask_question(
        clock, addressed_to=member("qa.head").delegation, text="Where was it?", by=member(side.others_head)
    )
    assert told("verification.question_asked") == seats("QA", step="answer_question")

    questions.answer_question(question, answer="At the ridge.", by=member("qa.head"))
    assert told("verification.question_answered") == seats(side.other, step="read_answer")


def test_access_is_asked_of_the_party_and_its_refusal_offers_the_mediators_a_step(side):
    case = procedure.with_team(procedure.registered_case(filer=side.filers_head))
    asked = team.ask_access(
        case, party=member(side.others_head).delegation, place="The ridge", text="Friday.", by=member("qa.officer")
    )
    assert told("verification.access_asked") == seats(side.other, step="answer_access")

    team.refuse_access(asked, answer="Not safe.", by=member(side.others_head))
    assert told("verification.access_refused") == {
        "qa.officer": "go_on_site",
        **seats("TR", "QA", step="act_on_refusal"),
    }


def test_a_challenge_is_told_to_the_mediators_and_a_substitute_in_person(side):
    case = procedure.with_team(procedure.registered_case(filer=side.filers_head))
    persons.challenge_member(case, challenged=member("tr.officer"), grounds="Doubt.", by=member(side.filers_head))
    assert told("verification.member_challenged") == seats("TR", "QA", step="decide_challenge")

    officer = f"{side.filer.lower()}.officer"
    persons.name_substitute(case, substitute=member(officer), by=member(side.filers_head))
    assert told("verification.substitute_named") == {officer: "vote_as_substitute"}


def test_a_reminder_goes_to_the_owner_and_names_its_own_clock(side):
    procedure.registered_case(filer=side.filers_head)
    procedure.hours_pass(37)
    perform_due()

    tell()
    reminded = Notice.objects.filter(event="verification.clock_reminded", deadline_clock="reply")
    assert {notice.member.username for notice in reminded} == set(seats(side.other, step=""))
    assert {notice.step for notice in reminded} == {"time_runs"}


def test_an_overdue_end_is_told_to_all_four_and_is_the_owners_duty(side):
    procedure.registered_case(filer=side.filers_head)
    procedure.hours_pass(25)  # the team is not named
    perform_due()

    assert told("verification.clock_ended") == {
        **seats("QA", step="overdue"),
        **seats("PK", "AF", "TR", step="read"),
    }


def test_silence_at_the_end_of_the_time_to_reply_gives_the_team_its_turn(side):
    procedure.with_team(procedure.registered_case(filer=side.filers_head))
    procedure.hours_pass(73)
    perform_due()

    tell()
    ended = Notice.objects.filter(event="verification.clock_ended", step="submit_report")
    assert [notice.member.username for notice in ended] == ["qa.officer"]


def change_of(username, *, delegation, role, by="admin1"):
    terms = {"role": role, "delegation": Delegation.objects.get(pk=delegation), "is_active": True}
    return commission_actions.change_seat(member(username), **terms, by=member(by))


def test_a_change_of_a_voters_seat_is_told_to_the_second_admin_and_to_its_delegation():
    change_of("af.officer", delegation="AF", role="deputy")
    assert told("commission.seat_change_proposed") == {"admin2": "confirm_seat", **seats("AF", step="read")}

    commission_actions.confirm_seat_change(SeatChange.objects.get(), by=member("admin2"))
    assert told("commission.seat_change_confirmed") == {
        "af.officer": "read",
        "admin1": "read",
        **seats("AF", step="read"),
    }


def test_a_refused_change_is_told_to_both_delegations_between_which_nobody_moves():
    commission_actions.refuse_seat_change(change_of("qa.deputy", delegation="TR", role="head"), by=member("admin2"))

    assert told("commission.seat_change_refused") == {"admin1": "read", **seats("QA", "TR", step="read")}


def test_a_move_is_told_to_the_member_and_to_both_delegations(side):
    change_of(f"{side.filer.lower()}.officer", delegation=side.other, role="officer")

    assert told("commission.seat_changed") == {
        f"{side.filer.lower()}.officer": "read",
        **seats(side.filer, side.other, step="read"),
    }


def test_a_new_member_is_told_to_its_delegation_and_a_new_admin_to_none(side):
    terms = {"username": "new", "name": "New", "password": "a-long-new-password", "by": member("admin1")}
    commission_actions.make_member(role="observer", delegation=member(side.filers_head).delegation, **terms)
    assert told("commission.member_made") == seats(side.filer, step="read")

    commission_actions.make_member(role="admin", delegation=None, **{**terms, "username": "admin3"})
    assert told("commission.member_made") == {}
    assert told("commission.seat_change_proposed") == {"admin2": "confirm_seat"}


def test_a_protocol_version_is_told_to_the_second_admin_and_then_to_all_four():
    drafted = commission_actions.draft_protocol(numbers=Protocol.objects.in_effect().numbers, by=member("admin1"))
    assert told("commission.protocol_drafted") == {"admin2": "confirm_protocol"}

    commission_actions.confirm_protocol(drafted, by=member("admin2"))
    assert told("commission.protocol_confirmed") == {
        **seats("PK", "AF", "TR", "QA", step="read"),
        "admin1": "read",
    }


def test_a_reset_password_is_told_to_whose_it_is_and_to_its_delegation():
    commission_actions.reset_password(member("qa.officer"), password="a-long-new-password", by=member("admin1"))

    assert told("commission.password_reset") == {"qa.officer": "check_password", **seats("QA", step="read")}


def test_a_new_password_of_a_voter_is_told_when_it_waits_and_when_it_is_decided():
    def waiting():
        commission_actions.reset_password(member("pk.deputy"), password="a-long-new-password", by=member("admin1"))
        return SeatChange.objects.get(decided_at=None)

    change = waiting()
    assert told("commission.password_reset_proposed") == {"admin2": "confirm_seat", **seats("PK", step="read")}
    commission_actions.refuse_seat_change(change, by=member("admin2"))
    assert told("commission.password_reset_refused") == {"admin1": "read", **seats("PK", step="read")}
    commission_actions.confirm_seat_change(waiting(), by=member("admin2"))
    assert told("commission.password_reset_confirmed") == {
        "pk.deputy": "check_password",
        "pk.head": "read",
        "admin1": "read",
    }


def test_an_opened_ballot_calls_no_substitute_whose_password_has_changed():
    case = procedure.in_deliberation()
    for officer in ("pk.officer", "af.officer"):
        persons.name_substitute(case, substitute=member(officer), by=member(f"{officer[:2]}.head"))
    commission_actions.reset_password(member("pk.officer"), password="a-long-new-password", by=member("admin1"))
    procedure.in_ballot(case)

    found = told("verification.ballot_opened")
    assert "af.officer" in found and "pk.officer" not in found


def test_where_the_rapporteur_was_relieved_the_mediators_are_told_of_the_draft():
    case = procedure.in_deliberation()
    persons.challenge_member(case, challenged=member("tr.officer"), grounds="Doubt.", by=member("pk.head"))
    for mediator in ("tr.head", "qa.head"):
        persons.decide_challenge(case.challenges.get(), is_upheld=True, reasons="So.", by=member(mediator))
    procedure.hours_pass(121)  # nobody has shown a draft
    perform_due()

    assert told("verification.clock_ended") == {
        **seats("TR", "QA", step="overdue"),
        **seats("PK", "AF", step="read"),
    }


def test_a_penalty_is_told_to_the_secretariat_then_to_its_addressee_and_overdue_to_all_four(side):
    penalty = Penalty.objects.get(verdict__case=penalties.final_case(filed(side)))
    assert penalty.addressee_id == side.other
    admins = {"admin1": "notify_addressee", "admin2": "notify_addressee"}
    assert told("penalties.penalty_ordered") == {**admins, **seats(side.other, step="read")}

    penalty = orders.log_notified(penalty, by=member("admin1"))
    assert told("penalties.penalty_notified") == seats(side.other, step="comply")
    notice = Notice.objects.get(member__username=side.others_head, step="comply")
    assert (notice.deadline_clock, notice.deadline_at) == ("compliance", penalty.due_at)
    assert (notice.subject_kind, notice.reference) == ("penalty", penalty.reference)

    procedure.hours_pass(24 * 31)
    compliance.perform_due()
    assert told("penalties.penalty_overdue") == {
        **seats(side.other, step="comply_now"),
        **seats("TR", "QA", step="refer"),
        **seats(side.filer, step="read"),
    }


def test_of_a_whole_case_everyone_is_told_only_what_is_theirs():
    penalties.penalty_at("discharged")

    assert told("penalties.compliance_reported") == {
        **seats("TR", "QA", step="accept_or_reject"),
        "admin1": "log_report",
        "admin2": "log_report",
    }
    notices = list(Notice.objects.select_related("member", "act"))
    assert len(notices) > 50
    # Admins: the ledger's clerical side, and no incident, case or vote.
    assert {notice.subject_kind for notice in notices if notice.member.is_admin} == {"penalty"}
    # Officers and observers: who was named to a task.
    below = {notice.member.username for notice in notices if notice.member.role in {"officer", "observer"}}
    assert below == {"qa.officer", "tr.officer"}
    # Nobody is told of their own act.
    assert [notice for notice in notices if notice.member.name == notice.act.actor_name] == []
