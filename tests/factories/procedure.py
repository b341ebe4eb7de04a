"""Cases in any state, reached by performing the procedure up to it: a test can never start from an impossible one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from commission.models import Delegation, Measure, Member, Sector, ViolationType
from incidents.models import Incident
from monitoring_site import clock
from tests.factories.incidents import filed_incident
from verification.actions import ballots, cases, findings, registration, replies
from verification.actions import team as team_acts
from verification.actions.clocks import perform_due
from verification.models import AccessRequest, Case, Determination, Finding, ProposedMeasure

APPROVALS = {"PK": "approve", "AF": "approve", "TR": "approve", "QA": "approve"}
POSITIONS = {code: f"Where {code} stands." for code in APPROVALS}
ANSWERS = {  # of the principals
    "ballot": {"answer": "ballot", "text": "Vote once more."},
    "none": {"answer": "none", "positions": POSITIONS},
}
VOTERS = {"PK": "pk.head", "AF": "af.head", "TR": "tr.head", "QA": "qa.head"}
STATES = ["verification", "deliberation", "ballot", "ruled", "escalated", "no_determination", "settled", "withdrawn"]


def member(username: str) -> Member:
    """One of the cast, by name."""
    return Member.objects.select_related("delegation").get(username=username)


def hours_pass(hours: float) -> None:
    """Time moves, through the one clock."""
    clock.move(timedelta(hours=hours))


def fresh(case: Case) -> Case:
    """The case as the database has it."""
    return Case.objects.select_related("protocol", "rapporteur").get(pk=case.pk)


def registered_case(*incidents: Incident, filer: str = "pk.head", respondents: list[str] | None = None) -> Case:
    """A case in verification, with these incidents or one that `filer` filed."""
    default = [{"PK": "AF", "AF": "PK"}.get(member(filer).delegation_id, "AF")]
    found = list(incidents) or [filed_incident(by=member(filer), respondents=respondents or default)]
    case = None
    for incident in found:
        case = registration.register_incident(
            incident, case=case, by=member("qa.deputy" if _is_of(incident, "TR") else "tr.deputy")
        )
    assert case is not None
    return fresh(case)


def with_team(case: Case, *, team: str = "qa.officer", rapporteur: str = "tr.officer") -> Case:
    """Team and rapporteur named by both mediators."""
    for mediator in ("tr.head", "qa.head"):
        cases.name_team(case, team=[member(team)], by=member(mediator))
        cases.name_rapporteur(case, rapporteur=member(rapporteur), by=member(mediator))
    return fresh(case)


def rapporteur_named(case: Case, username: str) -> Case:
    """Both mediators have named this member, in the place of any other."""
    for mediator in ("tr.head", "qa.head"):
        cases.name_rapporteur(case, rapporteur=member(username), by=member(mediator))
    return fresh(case)


def access_asked(case: Case, *, of: str = "AF") -> AccessRequest:
    """The team has asked the party to let it in."""
    party = Delegation.objects.get(pk=of)
    return team_acts.ask_access(case, party=party, place="Post 14", text="On Tuesday.", by=member("qa.officer"))


def replied(case: Case) -> Case:
    """Every answering party has replied to every incident."""
    for incident in case.live_incidents():
        for party in incident.answering_parties:
            replies.send_reply(incident, stance="deny", text="It did not happen so.", by=member(VOTERS[party]))
    return fresh(case)


def in_deliberation(case: Case | None = None, **terms: object) -> Case:
    """Team and rapporteur named, replies given, report submitted."""
    case = with_team(case or registered_case(**terms))
    replied(case)
    cases.submit_report(case, text="What the team saw.", by=member("qa.officer"))
    return fresh(case)


def finding_terms(
    case: Case, *, violation_class: str = "minor", answerable: str | None = None, measure: str | None = "P3"
) -> findings.FindingTerms:
    """A whole finding: each incident substantiated, of this class, answered for by its first respondent.

    Its reasons are new with each text of the case, as a new round wants them.
    """
    reasons = " ".join(["The reasons of the finding.", *["We looked again."] * case.findings.count()])
    determinations = []
    measures = []
    for incident in case.live_incidents():
        party = answerable or (incident.answering_parties[0] if violation_class in VIOLATIONS else "none")
        determinations.append(_determination(incident, violation_class=violation_class, answerable=party))
        if measure and party != "none":
            measures.append(_measure(incident, level=measure))
    return findings.FindingTerms(reasons=reasons, determinations=determinations, measures=measures)


def with_text(case: Case, **terms: object) -> Case:
    """A finding was shown, and nobody has commented on it yet."""
    rapporteur = Member.objects.get(pk=case.rapporteur_id)
    findings.draft_finding(case, terms=finding_terms(case, **terms), by=rapporteur)
    return fresh(case)


def with_finding(case: Case, **terms: object) -> Case:
    """A finding was shown, both parties commented on it, and the rapporteur answered them."""
    case = with_text(case, **terms)
    for party in ("pk.head", "af.head"):
        findings.send_comment(case, text="We have read it.", by=member(party))
    return answered(case)


def answered(case: Case) -> Case:
    """The rapporteur has answered the comments, and changed nothing else of the text that was shown."""
    shown = case.findings.latest("number")
    rapporteur = Member.objects.get(pk=case.rapporteur_id)
    findings.draft_finding(case, terms=as_shown(shown, answer_to_comments="Both were weighed."), by=rapporteur)
    return fresh(case)


def as_shown(finding: Finding, **changed: object) -> findings.FindingTerms:
    """The terms of a finding that was shown, with these changes."""
    terms = findings.FindingTerms(
        reasons=finding.reasons,
        answer_to_comments=finding.answer_to_comments,
        determinations=[_shown_determination(one) for one in finding.determinations.all()],
        measures=[_shown_measure(one) for one in finding.proposed_measures.all()],
    )
    return replace(terms, **changed)


def in_ballot(case: Case | None = None, **terms: object) -> Case:
    """A ballot is open on the finding."""
    case = with_finding(case or in_deliberation(), **terms)
    rapporteurs_head = Member.objects.get(delegation=case.rapporteur.delegation_id, role="head")
    ballots.open_ballot(case, by=rapporteurs_head)
    return fresh(case)


def voted(case: Case, votes: Mapping[str, str | None] = APPROVALS) -> Case:
    """These delegations have voted; None is silence."""
    for delegation, choice in votes.items():
        if choice is not None:
            vote(case, by=VOTERS[delegation], choice=choice)
    return fresh(case)


def vote(case: Case, *, by: str, choice: str = "approve", reasons: str | None = None) -> None:
    """One member votes on the text of the open ballot."""
    ballot = case.open_ballot()
    digest = ballot.digest_hex if ballot else ""
    given = reasons if reasons is not None else ("" if choice == "approve" else "For these reasons.")
    ballots.cast_vote(case, choice=choice, digest=digest, reasons=given, by=member(by))


def ballot_ends(case: Case) -> Case:
    """The ballot's time runs out, and the worker has performed it."""
    hours_pass(72.01)
    perform_due()
    return fresh(case)


def case_at(state: str, **terms: object) -> Case:
    """A case in this state of the verification app, by the shortest way there."""
    return getattr(WAYS, state)(**terms)


def _escalated(**terms: object) -> Case:
    case = in_deliberation(**terms)
    cases.escalate_case(case, reasons="The mediators cannot go on.", by=member("tr.head"))
    return fresh(case)


def _no_determination(**terms: object) -> Case:
    case = _escalated(**terms)
    for mediator in ("tr.head", "qa.head"):
        cases.record_principals_answer(case, **ANSWERS["none"], by=member(mediator))
    return fresh(case)


def _settled(**terms: object) -> Case:
    case = registered_case(**terms)
    for party in ("pk.head", "af.head"):
        cases.settle_case(case, agreed_text="Settled so.", by=member(party))
    return fresh(case)


def _withdrawn(**terms: object) -> Case:
    case = registered_case(**terms)
    incident = case.live_incidents().get()
    registration.withdraw_incident(incident, reasons="An error.", by=Member.objects.get(pk=incident.filed_by_id))
    return fresh(case)


def _determination(incident: Incident, *, violation_class: str, answerable: str) -> findings.DeterminationTerms:
    grave = violation_class in VIOLATIONS
    return findings.DeterminationTerms(
        incident=incident,
        fact="substantiated" if grave else "not_substantiated",
        attribution={"PK": "pk_forces", "AF": "af_forces"}.get(answerable, "undetermined"),
        type=ViolationType.objects.get(pk="A1"),
        sector=incident.sector or Sector.objects.in_effect().first(),
        violation_class=violation_class,
        standard="clear_and_convincing" if violation_class == "very_serious" else "reasonable_grounds",
        answerable=answerable,
        evidence=list(incident.evidence.all()),
    )


def _measure(incident: Incident, *, level: str) -> findings.MeasureTerms:
    return findings.MeasureTerms(
        incident=incident,
        measure=Measure.objects.get(pk=level),
        required_act="Publish the finding in the party's official gazette.",
        checked_by=Delegation.objects.get(pk="QA"),
    )


def _shown_determination(one: Determination) -> findings.DeterminationTerms:
    words = ["incident", "fact", "attribution", "type", "sector", "violation_class", "standard", "answerable"]
    return findings.DeterminationTerms(
        **{name: getattr(one, name) for name in words}, evidence=list(one.evidence.all())
    )


def _shown_measure(one: ProposedMeasure) -> findings.MeasureTerms:
    words = ["measure", "required_act", "place", "due_days", "checked_by", "amount", "currency"]
    return findings.MeasureTerms(one.determination.incident, **{name: getattr(one, name) for name in words})


def _is_of(incident: Incident, delegation: str) -> bool:
    return incident.delegation_id == delegation


VIOLATIONS = {"minor", "serious", "very_serious"}
WAYS = SimpleNamespace(
    verification=registered_case,
    deliberation=in_deliberation,
    ballot=lambda **terms: in_ballot(in_deliberation(**terms)),
    ruled=lambda **terms: voted(in_ballot(in_deliberation(**terms))),
    escalated=_escalated,
    no_determination=_no_determination,
    settled=_settled,
    withdrawn=_withdrawn,
)
