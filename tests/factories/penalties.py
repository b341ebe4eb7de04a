"""Verdicts and penalties in any state, reached by performing the procedure up to it."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.evidence.intake import examined
from monitoring_site.clock import database_time
from penalties.actions import compliance, finality, orders, reviews
from penalties.actions.reviews import Conclusion
from penalties.models import Penalty
from tests.factories.procedure import fresh, hours_pass, in_ballot, in_deliberation, member, registered_case, voted
from verification.models import Case, Verdict

# Deputies and heads of the mediators who do not vote in the factories' ballots: those may conclude a review.
REVIEWERS = ("tr.deputy", "qa.deputy")


def ruled_case(*incidents, filer: str = "pk.head", **terms) -> Case:
    """A case whose verdict was adopted by consensus; `terms` are those of the finding."""
    case = registered_case(*incidents) if incidents else registered_case(filer=filer)
    return voted(in_ballot(in_deliberation(case), **terms))


def waived(case: Case) -> Case:
    """Both parties have waived the review."""
    for head in ("pk.head", "af.head"):
        finality.waive_review(case, by=member(head))
    return fresh(case)


def final_case(*incidents, **terms) -> Case:
    """A case whose verdict was declared final by Türkiye's head."""
    case = waived(ruled_case(*incidents, **terms))
    finality.declare_final(case, by=member("tr.head"))
    return fresh(case)


def verdict_of(case: Case) -> Verdict:
    """The verdict that stands."""
    verdict = fresh(case).latest_verdict()
    assert verdict is not None
    return verdict


def case_in_review(case: Case | None = None, *, by: str = "af.head") -> Case:
    """A party has asked for a review, on a new fact discovered today."""
    case = case or final_case()
    request_review(case, by=by)
    return fresh(case)


def request_review(case: Case, *, by: str = "af.head", ground: str = "new_fact", days_ago: int = 0):
    """A review is asked for."""
    discovered_on = (database_time() - timedelta(days=days_ago)).date() if ground == "new_fact" else None
    return reviews.request_review(
        case, ground=ground, reasons="A photograph came to light.", discovered_on=discovered_on, by=member(by)
    )


def concluded(case: Case, outcome: str, *, by: tuple[str, str] = REVIEWERS, **changes) -> Case:
    """Both mediators conclude the review so."""
    conclusion = Conclusion(outcome=outcome, reasons="We looked again.", **changes)
    for username in by:
        reviews.conclude_review(case, conclusion=conclusion, by=member(username))
    return fresh(case)


def both_mediators(action, subject) -> None:
    """Both mediators' deputies do it."""
    for username in REVIEWERS:
        action(subject, by=member(username))


def proof(name: str = "gazette.txt", content: bytes = b"The finding was published on page 4."):
    """A file that shows compliance, examined as intake does."""
    return examined(SimpleUploadedFile(name, content, content_type="text/plain"))


def penalty_at(state: str, *, case: Case | None = None) -> Penalty:
    """The penalty of a final case (or of this one) in this state, by the shortest way there."""
    case = case or final_case()
    penalty = Penalty.objects.filter(verdict__case=case).latest("pk")
    if state != "ordered":
        WAYS[state](penalty)
    return Penalty.objects.get(pk=penalty.pk)


def _notified(penalty: Penalty) -> None:
    orders.log_notified(penalty, by=member("admin1"))


def _reported(penalty: Penalty) -> None:
    _notified(penalty)
    compliance.report_compliance(penalty, text="Published.", files=[proof()], by=_head_of_addressee(penalty))


def _discharged(penalty: Penalty) -> None:
    _reported(penalty)
    compliance.confirm_discharge(penalty, by=member("qa.head"))


def _overdue(penalty: Penalty) -> None:
    _notified(penalty)
    hours_pass(24 * 31)
    compliance.perform_due()


def _referred(penalty: Penalty) -> None:
    _overdue(penalty)
    both_mediators(orders.refer_to_principals, penalty)


def _stayed(penalty: Penalty) -> None:
    _notified(penalty)
    case_in_review(penalty.verdict.case)
    both_mediators(orders.stay_penalty, penalty)


def _reversed(penalty: Penalty) -> None:
    concluded(case_in_review(penalty.verdict.case), "reversed")


def _head_of_addressee(penalty: Penalty):
    return member(f"{penalty.addressee_id.lower()}.head")


WAYS = {
    "notified": _notified,
    "reported": _reported,
    "discharged": _discharged,
    "overdue": _overdue,
    "referred": _referred,
    "stayed": _stayed,
    "reversed": _reversed,
}
