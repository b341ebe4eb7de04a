"""Every act of an incident and of a case up to its verdict, with terms that are in order."""

from django.db import transaction

from commission.models import Delegation
from incidents.actions import discard_draft as discard
from incidents.actions import file_incident as file
from tests.factories import procedure
from tests.factories.incidents import draft_incident, filed_incident
from tests.factories.procedure import member
from tests.verification.machine.side import Absent
from verification.actions import ballots, cases, corrections, findings, persons, questions, registration, replies
from verification.actions import team as ground
from verification.models import AccessRequest, Clock
from verification.rules.proceedings import ASKING_CLOCKS
from verification.standing import latest_shown_finding


# --- incidents -----------------------------------------------------------------------------------------------------
def file_incident(side, *, by, respondents=("AF",)):
    """A new one; or again, where the last one was returned."""
    if side.filed and side.newest.state == "returned":
        file(side.newest, by=by)
        return
    with transaction.atomic():  # a draft that its drafter may not file is not left behind
        side.filed.append(filed_incident(by=by, respondents=list(respondents)).pk)


def discard_draft(side, *, by):
    with transaction.atomic():
        discard(draft_incident(by=by), by=by)


def return_incident(side, *, by):
    registration.return_incident(side.newest, missing="The hour.", by=by)


def register_incident(side, *, by, joins=True):
    registration.register_incident(side.newest, case=side.case if joins else None, by=by)


def declare_inadmissible(side, *, by):
    registration.declare_inadmissible(side.newest, reasons="Out of scope.", by=by)


def object_to_inadmissibility(side, *, by):
    registration.object_to_inadmissibility(side.newest, case=side.case, reasons="It is in scope.", by=by)


def withdraw_incident(side, *, by, first=False):
    registration.withdraw_incident(side.first if first else side.newest, reasons="An error.", by=by)


def link_counter_report(side, *, by):
    found = list(side.case.incidents.order_by("caseincident__id"))
    corrections.link_counter_report(found[-1], of=found[0], by=by)


# --- verification --------------------------------------------------------------------------------------------------
def name_team(side, *, by, team=("qa.officer",)):
    cases.name_team(side.case, team=[member(one) for one in team], by=by)


def name_rapporteur(side, *, by, rapporteur="tr.officer"):
    cases.name_rapporteur(side.case, rapporteur=member(rapporteur), by=by)


def send_reply(side, *, by):
    replies.send_reply(side.first, stance="deny", text="Not so.", by=by)


def ask_access(side, *, by, party="AF"):
    of = Delegation.objects.get(pk=party)
    ground.ask_access(side.case, party=of, place="Post 14", text="On Monday.", by=by)


def _access(side):
    request = AccessRequest.objects.filter(case=side.case_key).order_by("-pk").first()
    if request is None:
        raise Absent("Access was not asked for.")
    return request


def grant_access(side, *, by):
    ground.grant_access(_access(side), by=by)


def refuse_access(side, *, by):
    ground.refuse_access(_access(side), answer="Mines.", by=by)


def add_site_note(side, *, by):
    ground.add_site_note(side.case, place="Post 14", text="Shell holes.", by=by)


def submit_interim_report(side, *, by):
    ground.submit_interim_report(side.case, text="So far.", by=by)


def submit_report(side, *, by):
    cases.submit_report(side.case, text="What we saw.", by=by)


# --- time ----------------------------------------------------------------------------------------------------------
def _clock(side, by):
    """A clock of the member: the delegation's, else the team's, else the rapporteur's; rather one a question stops."""
    own = [by.delegation_id, "team", "rapporteur"]
    running = Clock.objects.filter(case=side.case_key, owner__in=[one for one in own if one], stopped_at=None)
    found = sorted(running, key=lambda one: (one.kind not in ASKING_CLOCKS, own.index(one.owner), one.kind, one.pk))
    if not found:
        raise Absent("No clock of the member runs.")
    return found[0]


def extend_clock(side, *, by):
    questions.extend_clock(_clock(side, by), by=by)


def ask_question(side, *, by, of="TR"):
    questions.ask_question(_clock(side, by), addressed_to=Delegation.objects.get(pk=of), text="At what hour?", by=by)


def answer_question(side, *, by):
    questions.answer_question(side.question, answer="At six.", by=by)


# --- deliberation and ballot ---------------------------------------------------------------------------------------
def draft_finding(side, *, by, violation_class="minor", answerable="AF"):
    """A new text; or, where the parties have commented on the one shown last, that one with an answer."""
    case = side.case
    shown = latest_shown_finding(case)
    if shown is not None and shown.comments.exists() and case.facts_shown_at is not None:
        terms = procedure.as_shown(shown, answer_to_comments="Both were weighed.")
        findings.draft_finding(case, terms=terms, by=by)
        return
    party = answerable if violation_class in procedure.VIOLATIONS else "none"
    terms = procedure.finding_terms(case, violation_class=violation_class, answerable=party)
    findings.draft_finding(case, terms=terms, by=by)


def send_comment(side, *, by):
    findings.send_comment(side.case, text="We have read it.", by=by)


def open_ballot(side, *, by):
    ballots.open_ballot(side.case, by=by)


def cast_vote(side, *, by, choice="approve"):
    case = side.case
    ballot = case.open_ballot()
    reasons = "" if choice == "approve" else "For these reasons."
    ballots.cast_vote(case, choice=choice, digest=ballot.digest_hex if ballot else "", reasons=reasons, by=by)


def annul_ballot(side, *, by):
    ballots.annul_ballot(side.case, reasons="A page was missing.", by=by)


def name_substitute(side, *, by, substitute="pk.officer"):
    persons.name_substitute(side.case, substitute=member(substitute), by=by)


def challenge_member(side, *, by, challenged="tr.officer"):
    persons.challenge_member(side.case, challenged=member(challenged), grounds="He owns land there.", by=by)


def decide_challenge(side, *, by, is_upheld=True):
    persons.decide_challenge(side.challenge, is_upheld=is_upheld, reasons="So it is.", by=by)


# --- ways out ------------------------------------------------------------------------------------------------------
def escalate_case(side, *, by):
    cases.escalate_case(side.case, reasons="No way on.", by=by)


def record_principals_answer(side, *, by, answer="none"):
    cases.record_principals_answer(side.case, **procedure.ANSWERS[answer], by=by)


def settle_case(side, *, by):
    cases.settle_case(side.case, agreed_text="We agree so.", by=by)


def reopen_case(side, *, by):
    cases.reopen_case(side.case, new_fact="A film came to light.", by=by)


ACTS_UNTIL_VERDICT = [
    file_incident, discard_draft, return_incident, register_incident, declare_inadmissible, object_to_inadmissibility,
    withdraw_incident, link_counter_report, name_team, name_rapporteur, send_reply, ask_access, grant_access,
    refuse_access, add_site_note, submit_interim_report, submit_report, extend_clock, ask_question, answer_question,
    draft_finding, send_comment, open_ballot, cast_vote, annul_ballot, name_substitute, challenge_member,
    decide_challenge, escalate_case, record_principals_answer, settle_case, reopen_case,
]  # fmt: skip
