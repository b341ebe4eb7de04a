"""Every act of a case with terms that are in order: what random members try in the state machine."""

from monitoring_site.refusals import Refused
from penalties.actions import compliance, finality, orders
from penalties.models import Penalty
from tests.factories import penalties, procedure
from verification.actions import ballots, cases, findings, registration, replies


def _incident(case):
    return case.incidents.first()


def name_team(case, *, by, team="qa.officer"):
    cases.name_team(case, team=[procedure.member(team)], by=by)


def name_rapporteur(case, *, by, rapporteur="tr.officer"):
    cases.name_rapporteur(case, rapporteur=procedure.member(rapporteur), by=by)


def send_reply(case, *, by):
    replies.send_reply(_incident(case), stance="deny", text="Not so.", by=by)


def submit_report(case, *, by):
    cases.submit_report(case, text="What we saw.", by=by)


def draft_finding(case, *, by, violation_class="minor", answerable="AF"):
    terms = procedure.finding_terms(case, violation_class=violation_class, answerable=answerable)
    findings.draft_finding(case, terms=terms, by=by)


def send_comment(case, *, by):
    findings.send_comment(case, text="We have read it.", by=by)


def open_ballot(case, *, by):
    ballots.open_ballot(case, by=by)


def cast_vote(case, *, by, choice="approve"):
    ballot = case.open_ballot()
    reasons = "" if choice == "approve" else "For these reasons."
    ballots.cast_vote(case, choice=choice, digest=ballot.digest_hex if ballot else "", reasons=reasons, by=by)


def annul_ballot(case, *, by):
    ballots.annul_ballot(case, reasons="A page was missing.", by=by)


def escalate_case(case, *, by):
    cases.escalate_case(case, reasons="No way on.", by=by)


def record_principals_answer(case, *, by, answer="none"):
    cases.record_principals_answer(case, answer=answer, text="In short.", by=by)


def settle_case(case, *, by):
    cases.settle_case(case, agreed_text="We agree so.", by=by)


def reopen_case(case, *, by):
    cases.reopen_case(case, new_fact="A film came to light.", by=by)


def withdraw_incident(case, *, by):
    registration.withdraw_incident(_incident(case), reasons="An error.", by=by)


def request_review(case, *, by):
    penalties.request_review(case, by=by.username)


def conclude_review(case, *, by, outcome="upheld"):
    conclusion = penalties.Conclusion(outcome=outcome, reasons="We looked again.")
    penalties.reviews.conclude_review(case, conclusion=conclusion, by=by)


def _latest_penalty(case):
    penalty = Penalty.objects.filter(verdict__case=case).order_by("pk").last()
    if penalty is None:
        raise Refused("There is no penalty to act on.")
    return penalty


def log_notified(case, *, by):
    orders.log_notified(_latest_penalty(case), by=by)


def report_compliance(case, *, by):
    compliance.report_compliance(_latest_penalty(case), text="Published.", files=[penalties.proof()], by=by)


def confirm_discharge(case, *, by):
    compliance.confirm_discharge(_latest_penalty(case), by=by)


def waive_review(case, *, by):
    finality.waive_review(case, by=by)


def declare_final(case, *, by):
    finality.declare_final(case, by=by)


def close_case(case, *, by):
    finality.close_case(case, by=by)


ACTS = [
    name_team, name_rapporteur, send_reply, submit_report, send_comment, open_ballot, cast_vote, annul_ballot,
    escalate_case, record_principals_answer, settle_case, reopen_case, withdraw_incident, waive_review, declare_final,
    request_review, conclude_review, close_case, log_notified, report_compliance, confirm_discharge,
]  # fmt: skip
