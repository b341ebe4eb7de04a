"""What is done in a case up to its verdict, as acts of a story; who acts is named by the part in the story."""

from collections.abc import Callable
from dataclasses import replace

from commission.models import Delegation, Measure, Sector, ViolationType
from commission.texts import normalised
from incidents.models import Incident
from reports.demonstration import words
from reports.demonstration.plot import Plot
from verification.actions import ballots, cases, findings, replies
from verification.vocabularies import VIOLATIONS

Act = Callable[[Plot], None]
FORCES = {"PK": "pk_forces", "AF": "af_forces"}
GROUPS = {"PK": "group_from_pk", "AF": "group_from_af"}
BY_GROUPS = frozenset({"D1", "D2"})
REPLY_LANGUAGES = {"PK": ("en", "ur", "en"), "AF": ("en", "fa-af", "ps")}


def name(part: str) -> Act:
    """The mediator names the other's officer to verify, and the registering one's officer as rapporteur."""

    def act(plot: Plot) -> None:
        by, case = plot.member(part), plot.current_case()
        cases.name_team(case, team=[plot.member("colleague.officer")], by=by)
        cases.name_rapporteur(case, rapporteur=plot.member("registrar.officer"), by=by)

    return act


def reply(plot: Plot) -> None:
    """Every answering party replies to every incident of the case."""
    for incident in plot.current_case().live_incidents():
        for party in incident.answering_parties:
            _reply(plot, incident, party=party)


def report(plot: Plot) -> None:
    """The team reports."""
    cases.submit_report(plot.current_case(), text=words.REPORT, by=plot.member("colleague.officer"))


def show_finding(plot: Plot) -> None:
    """The rapporteur puts the finding before the parties; a later one is a newer text."""
    case = plot.current_case()
    findings.draft_finding(case, terms=_finding_terms(plot), by=plot.member("registrar.officer"))


def comment(part: str) -> Act:
    """The party's deputy comments on the text that is shown."""

    def act(plot: Plot) -> None:
        findings.send_comment(plot.current_case(), text=words.COMMENTS[part], by=plot.member(f"{part}.deputy"))

    return act


def answer_comments(plot: Plot) -> None:
    """The rapporteur answers the comments, and changes nothing else of the text that was shown."""
    terms = replace(_finding_terms(plot), answer_to_comments=words.ANSWER_TO_COMMENTS)
    findings.draft_finding(plot.current_case(), terms=terms, by=plot.member("registrar.officer"))


def open_ballot(plot: Plot) -> None:
    """The head of the rapporteur's delegation opens the ballot."""
    ballots.open_ballot(plot.current_case(), by=plot.member("registrar.head"))


def vote(part: str, choice: str = "approve") -> Act:
    """The delegation's head votes on the text of the open ballot."""
    reasons = {"approve": "", "reject": words.DISSENT, "reserve": words.RESERVE}[choice]

    def act(plot: Plot) -> None:
        case = plot.current_case()
        ballot = case.open_ballot()
        assert ballot is not None, "The story has reached a ballot."
        ballots.cast_vote(
            case, choice=choice, digest=ballot.digest_hex, reasons=reasons, by=plot.member(f"{part}.head")
        )

    return act


def escalate(plot: Plot) -> None:
    """A mediator brings the case before the principals."""
    cases.escalate_case(plot.current_case(), reasons=words.ESCALATION, by=plot.member("colleague.head"))


def answer_of_principals(part: str, answer: str) -> Act:
    """The mediator records what the principals answered."""
    said = {"ballot": {"text": words.PRINCIPALS_BALLOT}, "none": {"positions": words.POSITIONS}}[answer]

    def act(plot: Plot) -> None:
        cases.record_principals_answer(plot.current_case(), answer=answer, **said, by=plot.member(part))

    return act


def settle(part: str) -> Act:
    """The party's head agrees to the settlement."""

    def act(plot: Plot) -> None:
        cases.settle_case(plot.current_case(), agreed_text=words.SETTLEMENT, by=plot.member(f"{part}.head"))

    return act


def _reply(plot: Plot, incident: Incident, *, party: str) -> None:
    turns = REPLY_LANGUAGES[party]
    stance = ("deny", "deny", "explain")[plot.number // 2 % 3]
    text = words.EXPLANATION if stance == "explain" else words.REPLIES[turns[plot.number // 6 % 3]]
    by = plot.people[f"{party.lower()}.head"]
    replies.send_reply(incident, stance=stance, text=normalised(text), by=by)


def _finding_terms(plot: Plot) -> findings.FindingTerms:
    case = plot.current_case()
    incidents = list(case.live_incidents())
    is_newer = case.ballots.exists()
    grave = plot.violation_class in VIOLATIONS
    reasons = (words.NEWER_REASONS if is_newer else words.REASONS) if grave else words.REASONS_WITHOUT_VIOLATION
    return findings.FindingTerms(
        reasons=reasons,
        determinations=[_determination(plot, incident, is_strict=is_newer) for incident in incidents],
        measures=[_measure(plot, incident) for incident in incidents if grave and plot.measure],
    )


def _determination(plot: Plot, incident: Incident, *, is_strict: bool) -> findings.DeterminationTerms:
    grave = plot.violation_class in VIOLATIONS
    party = _answering(plot, incident)
    by_group = plot.event.type in BY_GROUPS
    return findings.DeterminationTerms(
        incident=incident,
        fact="substantiated",
        attribution=(GROUPS if by_group else FORCES)[party] if grave else "undetermined",
        type=ViolationType.objects.get(pk=plot.event.type),
        sector=Sector.objects.get(pk=incident.sector_id),
        violation_class=plot.violation_class,
        standard="clear_and_convincing"
        if is_strict or plot.violation_class == "very_serious"
        else "reasonable_grounds",
        answerable=party if grave else "none",
        evidence=list(incident.evidence.all()),
    )


def _answering(plot: Plot, incident: Incident) -> str:
    """Who answers for it: the party the incident alleges, in a counter-report too."""
    return incident.respondents[0] if incident.respondents else plot.respondent


def _measure(plot: Plot, incident: Incident) -> findings.MeasureTerms:
    amount, currency = words.COMPENSATION if plot.measure == "P7" else (None, "")
    return findings.MeasureTerms(
        incident=incident,
        measure=Measure.objects.get(pk=plot.measure),
        required_act=words.ORDERS[plot.measure],
        checked_by=Delegation.objects.get(pk=plot.member("colleague.head").delegation_id),
        place=incident.place_name,
        due_days=plot.due_days,
        amount=amount,
        currency=currency,
    )
