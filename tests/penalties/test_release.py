"""Releasing a verdict, or saying why not, and closing its case."""

import pytest

from monitoring_site.refusals import Refused
from penalties.actions import compliance, finality
from record.models import Act, Opening
from record.queries import opening_of
from tests.factories.penalties import (
    both_mediators,
    case_in_review,
    concluded,
    final_case,
    penalty_at,
    request_review,
    ruled_case,
    verdict_of,
)
from tests.factories.procedure import fresh, member


@pytest.mark.django_db
def test_a_release_is_of_both_mediators_and_publishes_the_openings_of_the_verdict_alone():
    verdict = verdict_of(final_case())
    finality.release_verdict(verdict, by=member("tr.head"))
    assert not Opening.objects.filter(reader="public").exists()

    finality.release_verdict(verdict, by=member("qa.deputy"))

    published = Opening.objects.filter(reader="public").values_list("act__event", flat=True)
    assert set(published) == {
        "verification.verdict_adopted",
        "penalties.verdict_final",
        "penalties.verdict_released",
    }
    with pytest.raises(Refused, match="already been released"):
        finality.release_verdict(verdict, by=member("tr.head"))


@pytest.mark.django_db
def test_release_of_a_varied_verdict_keeps_the_whole_finding_with_the_four():
    """The body of the review's conclusion holds the evidence that the finding rests on; a released page does not."""
    case = concluded(case_in_review(), "varied", withdrawn_measures=[1])
    verdict = verdict_of(case)

    both_mediators(finality.release_verdict, verdict)

    conclusion = Act.objects.get(event="penalties.review_concluded")
    released = opening_of(Act.objects.get(event="penalties.verdict_released"), reader="public")
    assert opening_of(conclusion, reader="public").body is None
    assert opening_of(conclusion, reader="AF").body["finding"]["number"] == verdict.finding.number
    assert released.body == {"verdict": 2, "digest": verdict.finding.digest_hex}


@pytest.mark.django_db
def test_a_verdict_that_is_not_final_is_not_released():
    with pytest.raises(Refused, match="Only a final verdict"):
        finality.release_verdict(verdict_of(ruled_case()), by=member("tr.head"))


@pytest.mark.django_db
def test_a_case_closes_when_its_penalties_are_discharged_and_its_release_is_decided():
    sentence = "A case closes when its penalties are discharged and its release is decided."
    penalty = penalty_at("reported")
    case = fresh(penalty.verdict.case)
    finality.log_release_reasons(verdict_of(case), reasons="Talks are under way.", by=member("tr.head"))
    with pytest.raises(Refused, match=sentence):
        finality.close_case(case, by=member("tr.head"))

    compliance.confirm_discharge(penalty, by=member("qa.head"))
    finality.close_case(case, by=member("tr.head"))

    assert fresh(case).state == "closed"


@pytest.mark.django_db
def test_a_case_without_penalties_closes_once_its_release_is_decided():
    case = final_case(violation_class="without_violation")
    with pytest.raises(Refused, match="its release is decided"):
        finality.close_case(case, by=member("qa.head"))
    with pytest.raises(Refused, match="needs its reasons"):
        finality.log_release_reasons(verdict_of(case), reasons=" ", by=member("qa.head"))

    both_mediators(finality.release_verdict, verdict_of(case))
    finality.close_case(case, by=member("qa.head"))

    assert fresh(case).state == "closed"


@pytest.mark.django_db
def test_a_closed_case_is_reviewed_on_a_new_decisive_fact_only():
    case = final_case(violation_class="without_violation")
    both_mediators(finality.release_verdict, verdict_of(case))
    finality.close_case(case, by=member("qa.head"))

    with pytest.raises(Refused, match=r"Only a new decisive fact reopens a closed case\."):
        request_review(case, ground="procedure")
    request_review(case)
    assert fresh(case).state == "review"
