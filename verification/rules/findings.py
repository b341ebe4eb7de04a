"""Who may draft the finding, and who may comment on it; and what a finding must hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from commission.models import Member
from commission.roles import SUBMIT, WRITE_FINDING
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal
from record.canonical import canonical_bytes, parse_canonical
from verification.drafting import DeterminationTerms, MeasureTerms
from verification.models import Case, Determination, Finding
from verification.rules.seats import first_of, why_not_in_states, why_not_mediator, why_not_party
from verification.standing import candidates_for_rapporteur, clock_runs, comments_on_facts, latest_shown_finding
from verification.vocabularies import (
    VIOLATIONS,
    Answerable,
    Attribution,
    Fact,
    Outcome,
    Standard,
    State,
    ViolationClass,
)

OF_A_PARTY = frozenset({Attribution.PK_FORCES, Attribution.AF_FORCES})


def why_not_draft_finding(member: Member, case: Case) -> Refusal | None:
    """The rapporteur, while the case is in deliberation."""
    return first_of(
        lambda: why_not_mediator(member, WRITE_FINDING),  # also of one who has taken a party's seat since
        lambda: None if case.rapporteur_id == member.pk else _("The finding is drafted by the rapporteur of the case."),
        lambda: why_not_in_states(case, {State.DELIBERATION}),
        lambda: why_not_rapporteur_still(case),
    )


def why_not_rapporteur_still(case: Case) -> Refusal | None:
    """What joined or left the case, or a change of seat, may have disqualified the rapporteur since the naming."""
    if case.rapporteur is not None and candidates_for_rapporteur(case).filter(pk=case.rapporteur.pk).exists():
        return None
    return _(
        "The rapporteur sits no longer for a mediator that filed none of the incidents: the mediators name another."
    )


def why_not_send_comment(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """A head or deputy of a party, once on each text that is shown, while the time to comment runs."""
    return first_of(
        lambda: why_not_party(member, SUBMIT),
        lambda: why_not_in_states(case, {State.DELIBERATION}),
        lambda: _why_not_comment_on_latest(member, case, at=at or database_time()),
    )


def why_not_show(finding: Finding) -> Refusal | None:
    """What the finding still lacks before it can be shown and voted: reasons, and a whole determination for each."""
    determinations = list(finding.determinations.prefetch_related("evidence"))
    return first_of(
        lambda: None if finding.reasons.strip() else _("The finding needs its reasons."),
        lambda: _why_not_every_incident(finding, determinations),
        lambda: next((reason for one in determinations if (reason := why_not_determine(one))), None),
    )


def why_not_as_voted(case: Case, body: Mapping[str, Any]) -> Refusal | None:
    """A new round has a new text (DESIGN 3); an annulled ballot decided nothing about its own, nor one before a reopening."""
    voted = case.ballots.exclude(outcome=Outcome.ANNULLED).filter(opened_at__gte=case.reopened_at or case.opened_at)
    last = voted.select_related("finding").order_by("-number").first()
    text = _text_of(last.finding) if last else None
    if text is None or not _is_same_besides_answer(text, body) or _has_new_answer(text, body):
        return None
    return _("A new round needs a new text: this one is, word for word, the text of the last ballot.")


def answers_comments_alone(case: Case, body: Mapping[str, Any], *, at: datetime) -> bool:
    """Whether this text is the one shown last with the answer to its comments, once the time to comment is over."""
    shown = latest_shown_finding(case)
    if shown is None or clock_runs(case, "comment", at=at) or not comments_on_facts(case).exists():
        return False
    text = _text_of(shown)
    return _is_same_besides_answer(text, body) and _has_new_answer(text, body)


def why_not_answered(finding: Finding) -> Refusal | None:
    """Whoever commented is answered, in a text shown afterwards."""
    return _("The rapporteur has not answered the comments.") if finding.comments.exists() else None


def why_not_determine(determination: Determination) -> Refusal | None:
    """What contradicts itself in one determination, or lacks its evidence (DESIGN 3, Determination)."""
    return why_not_contradict(
        determination.incident.code,
        fact=determination.fact,
        attribution=determination.attribution,
        violation_class=determination.violation_class,
        standard=determination.standard,
        answerable=determination.answerable,
    ) or why_not_without_evidence(determination, answerable=determination.answerable)


def why_not_contradict(
    incident: str, *, fact: str, attribution: str, violation_class: str, standard: str, answerable: str
) -> Refusal | None:
    """What contradicts itself in such a determination on the incident of this code, drafted or varied."""
    grave, named = violation_class in VIOLATIONS, {"incident": incident}
    if grave and fact != Fact.SUBSTANTIATED:
        return _("%(incident)s: a class of minor or more needs a substantiated fact.") % named
    if grave and attribution in OF_A_PARTY and answerable == Answerable.NONE:
        return _("%(incident)s: a class of minor or more against a party says who answers for it.") % named
    if answerable != Answerable.NONE and not grave:
        return _("%(incident)s: a party answers only for a class of minor or more.") % named
    return _why_not_so_proven(incident, violation_class=violation_class, standard=standard)


def why_not_without_evidence(determination: Determination, *, answerable: str) -> Refusal | None:
    """A determination for which a party is to answer rests on something."""
    if answerable == Answerable.NONE or determination.evidence.all():
        return None
    return _("%(incident)s: a determination against a party names the evidence it rests on.") % {
        "incident": determination.incident.code
    }


def why_not_write(determinations: Sequence["DeterminationTerms"], measures: Sequence["MeasureTerms"]) -> Refusal | None:
    """What no draft can hold: two determinations on one incident, too low a standard, a measure ordered of nobody."""
    by_incident = {one.incident.pk: one for one in determinations}
    if len(by_incident) != len(determinations):
        return _("The finding needs exactly one determination for every incident of the case.")
    for one in determinations:
        code = one.incident.code
        if reason := _why_not_so_proven(code, violation_class=one.violation_class, standard=one.standard):
            return reason
    for measure in measures:
        determination = by_incident.get(measure.incident.pk)
        if determination is None or determination.answerable == Answerable.NONE:
            return _(
                "%(measure)s would be ordered of nobody: let a party answer for %(incident)s, or leave it out."
            ) % {
                "measure": measure.measure.pk,
                "incident": measure.incident.code,
            }
    return None


def why_not_seen(determination: Determination) -> Refusal | None:
    """No determination against a party rests on evidence that it has not seen, at least as a summary."""
    for item in determination.evidence.select_related("incident"):
        if not item.is_sealed or not item.incident.is_open_to_parties:
            return _("%(incident)s rests on evidence that the party has not seen: %(evidence)s.") % {
                "incident": determination.incident.code,
                "evidence": item.code,
            }
    return None


def _why_not_so_proven(incident: str, *, violation_class: str, standard: str) -> Refusal | None:
    if violation_class == ViolationClass.VERY_SERIOUS and standard != Standard.CLEAR_AND_CONVINCING:
        return _("%(incident)s: very serious needs clear and convincing proof.") % {"incident": incident}
    return None


def _text_of(shown: Finding) -> dict[str, Any]:
    text = parse_canonical(bytes(shown.text_bytes or b""))
    assert isinstance(text, dict), "what was shown is a finding"
    return text


def _is_same_besides_answer(text: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _besides_answer(text) == _besides_answer(other)


def _besides_answer(text: Mapping[str, Any]) -> bytes:
    return canonical_bytes({name: said for name, said in text.items() if name not in ("number", "answer_to_comments")})


def _has_new_answer(before: Mapping[str, Any], text: Mapping[str, Any]) -> bool:
    """To leave the answer out says nothing new."""
    return text["answer_to_comments"].strip() not in ("", before["answer_to_comments"])


def _why_not_comment_on_latest(member: Member, case: Case, *, at: datetime) -> Refusal | None:
    shown = latest_shown_finding(case)
    if shown is None or case.facts_shown_at is None:
        return _("No draft facts have been shown yet.")
    if comments_on_facts(case).filter(delegation=member.delegation_id).exists():
        return _("Your delegation has already commented on this text.")
    if not clock_runs(case, "comment", at=at, owner=member.delegation_id):
        return _("The time to comment on this text has passed.")
    return None


def _why_not_every_incident(finding: Finding, determinations: list[Determination]) -> Refusal | None:
    wanted = set(finding.case.live_incidents().values_list("pk", flat=True))
    if {determination.incident_id for determination in determinations} == wanted:
        return None
    return _("The finding needs exactly one determination for every incident of the case.")
