"""Reviews: who may ask, until when, on what ground; who concludes them; and what each outcome does to case and ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Sum

from monitoring_site.refusals import Refused
from penalties.actions import finality
from penalties.actions.finality import waive_review
from penalties.actions.orders import stay_penalty
from penalties.actions.reviews import Conclusion, conclude_review
from penalties.models import Penalty, Posting, Review
from penalties.rules.variations import change_of, determinations_of
from record.canonical import canonical_bytes
from record.models import Act
from record.queries import opening_of
from tests.factories.incidents import filed_incident
from tests.factories.penalties import (
    case_in_review,
    concluded,
    final_case,
    penalty_at,
    request_review,
    ruled_case,
    verdict_of,
    waived,
)
from tests.factories.procedure import (
    answered,
    finding_terms,
    fresh,
    hours_pass,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
    voted,
)
from verification.actions import ballots, cases, findings
from verification.models import Verdict

pytestmark = pytest.mark.django_db

LATE = "The time to ask for a review has passed."
OTHER_PERSONS = "A review is decided by other persons than those who voted."


def change(case, **changed):
    one = verdict_of(case).finding.determinations.select_related("incident").first()
    return replace(change_of(one), **changed)


def balance(party):
    return Posting.objects.filter(party=party, unit="points").aggregate(points=Sum("amount", default=0))["points"]


# Asking


@pytest.mark.parametrize(("username", "ground"), [("pk.head", "new_fact"), ("af.deputy", "procedure")])
def test_a_party_asks_for_a_review_of_a_verdict_that_is_not_final(username, ground):
    case = ruled_case()

    review = request_review(case, by=username, ground=ground)

    assert fresh(case).state == "review"
    assert (review.delegation_id, review.ground) == (member(username).delegation_id, ground)


def test_a_review_is_asked_for_within_fifteen_days():
    case = ruled_case()
    hours_pass(359.9)
    request_review(case, by="pk.head")

    late = ruled_case()
    hours_pass(360.1)
    with pytest.raises(Refused, match=LATE):
        request_review(late, by="pk.head")


def test_a_review_is_not_asked_for_by_others():
    case = ruled_case()

    for username, reason in [("tr.head", "for the parties"), ("af.officer", "Your role"), ("pk.observer", "Your role")]:
        with pytest.raises(Refused, match=reason):
            request_review(case, by=username)


def test_who_waived_asks_no_more_and_the_other_party_still_may():
    case = ruled_case()
    waive_review(case, by=member("pk.head"))

    with pytest.raises(Refused, match="has waived"):
        request_review(case, by="pk.head")
    request_review(case, by="af.head")
    assert fresh(case).state == "review"


@pytest.mark.parametrize("days_ago", [0, 183])
def test_a_final_verdict_is_reviewed_on_a_new_fact_within_six_months(days_ago):
    case = final_case()

    request_review(case, days_ago=days_ago)

    assert fresh(case).state == "review"


def test_only_a_new_decisive_fact_reopens_a_final_verdict():
    case = final_case()

    for terms in ({"ground": "procedure"}, {"days_ago": 184}):
        with pytest.raises(Refused, match="Only a new decisive fact reopens a final verdict"):
            request_review(case, **terms)


def test_a_fact_is_not_discovered_tomorrow():
    with pytest.raises(Refused, match="future"):
        request_review(ruled_case(), days_ago=-1)


def test_one_review_at_a_time():
    case = case_in_review()

    with pytest.raises(Refused, match="does not belong to the stage"):
        request_review(case, by="pk.head")

    assert Review.objects.count() == 1


# Concluding


def test_who_voted_on_a_verdict_does_not_decide_its_review():
    case = case_in_review()

    for voter in ("tr.head", "qa.head"):
        with pytest.raises(Refused, match=OTHER_PERSONS):
            conclude_review(case, conclusion=Conclusion("upheld", "Nothing new."), by=member(voter))


def test_a_party_does_not_conclude_a_review():
    case = case_in_review()

    for username in ("pk.head", "af.deputy"):
        with pytest.raises(Refused, match="for the mediators"):
            conclude_review(case, conclusion=Conclusion("upheld", "Ours."), by=member(username))


def test_one_mediator_alone_concludes_nothing():
    case = case_in_review()

    conclude_review(case, conclusion=Conclusion("reversed", "We looked."), by=member("tr.deputy"))
    conclude_review(case, conclusion=Conclusion("upheld", "We looked."), by=member("qa.deputy"))

    assert fresh(case).state == "review"
    assert balance("AF") == 1


def test_a_conclusion_has_its_reasons():
    with pytest.raises(Refused, match="needs its reasons"):
        conclude_review(case_in_review(), conclusion=Conclusion("upheld", " "), by=member("tr.deputy"))


def test_upheld_before_finality_the_verdict_is_final_now():
    case = concluded(case_in_review(ruled_case(violation_class="serious")), "upheld")

    verdict = verdict_of(case)
    assert (case.state, verdict.final_by.username) == ("final", "qa.deputy")
    assert balance("AF") == 3
    assert Penalty.objects.get().state == "ordered"


def test_upheld_after_finality_nothing_is_posted_twice_and_stays_end():
    penalty = penalty_at("stayed")
    case, due_at, stayed_at = penalty.verdict.case, penalty.due_at, penalty.stayed_at
    hours_pass(48)

    case = concluded(case, "upheld")

    penalty.refresh_from_db()
    lifted_at = Act.objects.get(event="penalties.stay_lifted").at
    assert (case.state, penalty.state, balance("AF")) == ("final", "notified", 1)
    assert penalty.due_at == due_at + (lifted_at - stayed_at)


def test_reversed_after_finality_points_and_penalties_are_taken_back_and_history_stays():
    case = final_case(violation_class="serious")
    hours_pass(24 * 5)

    case = concluded(case_in_review(case), "reversed")

    posted, counter = Posting.objects.order_by("pk")
    assert (posted.amount, counter.amount, counter.reverses) == (3, -3, posted)
    assert counter.dated == posted.dated
    assert counter.posted_at.date() > posted.dated
    assert Penalty.objects.get().state == "reversed"
    assert (case.state, balance("AF")) == ("final", 0)
    assert verdict_of(case).reversed_at is not None


def test_reversed_before_finality_nothing_was_ever_posted():
    case = concluded(case_in_review(ruled_case()), "reversed")

    assert case.state == "final"
    assert verdict_of(case).final_at is None
    assert not Posting.objects.exists()
    assert not Penalty.objects.exists()


def test_varied_the_new_verdict_supersedes_the_old_one_at_once():
    """AF was found to answer for a serious violation; on review it is minor, and the measure stays."""
    case = case_in_review(final_case(violation_class="serious"))

    case = concluded(case, "varied", changes=[change(case, violation_class="minor")])

    old, new = Verdict.objects.order_by("number")
    assert (new.supersedes, new.adoption, new.ballot) == (old, "varied", None)
    assert new.final_at is not None
    assert list(Posting.objects.order_by("pk").values_list("verdict__number", "amount")) == [(1, 3), (1, -3), (2, 1)]
    assert [(one.verdict.number, one.state) for one in Penalty.objects.order_by("pk")] == [
        (1, "reversed"),
        (2, "ordered"),
    ]
    assert (case.state, balance("AF")) == ("final", 1)
    assert new.finding.reasons.startswith("We looked again.")
    assert new.finding.determinations.get().violation_class == "minor"
    assert old.finding.determinations.get().violation_class == "serious"
    body = opening_of(Act.objects.get(event="penalties.review_concluded"), reader="AF").body
    assert canonical_bytes(body["finding"]) == bytes(new.finding.text_bytes)


def test_varied_a_measure_is_withdrawn():
    case = concluded(case_in_review(), "varied", withdrawn_measures=[1])

    assert balance("AF") == 1
    assert list(Penalty.objects.values_list("state", flat=True)) == ["reversed"]
    assert not verdict_of(case).finding.proposed_measures.exists()


def test_varied_the_other_party_answers():
    case = case_in_review()

    concluded(case, "varied", changes=[change(case, answerable="PK", attribution="pk_forces")])

    assert (balance("PK"), balance("AF")) == (1, 0)
    assert Penalty.objects.latest("pk").addressee_id == "PK"


def case_of_two(**terms):
    """AF was found to answer for two incidents; five days later a review of the verdict is asked for."""
    case = final_case(*(filed_incident(by=member("pk.head")) for _two in range(2)), **terms)
    hours_pass(24 * 5)
    return case_in_review(case)


def posted_by(verdict):
    """Unit, amount and date of each posting that the verdict made, in the order of its incidents."""
    lines = Posting.objects.filter(verdict=verdict, reverses=None).order_by("determination", "pk")
    return list(lines.values_list("unit", "amount", "dated"))


def test_what_a_review_left_as_it_was_keeps_its_date_and_what_it_changed_bears_the_day_of_the_review():
    """The points of the incident that nobody looked at again count no longer than they would have."""
    case = case_of_two(violation_class="serious")

    case = concluded(case, "varied", changes=[change(case, violation_class="minor")])

    old, new = Verdict.objects.order_by("number")
    assert posted_by(new) == [("points", 1, new.final_at.date()), ("points", 3, old.final_at.date())]
    assert new.final_at.date() - old.final_at.date() == timedelta(days=5)
    assert balance("AF") == 4


def test_a_measure_withdrawn_leaves_the_dates_of_points_and_money():
    case = final_with_money()

    concluded(case, "varied", withdrawn_measures=[2])

    old, new = Verdict.objects.order_by("number")
    day = old.final_at.date()
    assert posted_by(new) == [("points", 3, day), ("USD", 700, day), ("points", 3, day)]


def test_a_verdict_after_reopening_bears_its_own_day_also_where_it_finds_the_same():
    case = concluded(case_in_review(final_case(violation_class="serious")), "reopened")
    cases.submit_report(case, text="What the team saw anew.", by=member("qa.officer"))
    hours_pass(24 * 5)
    case = waived(voted(in_ballot(fresh(case), violation_class="serious")))

    finality.declare_final(case, by=member("tr.head"))

    old, new = Verdict.objects.order_by("number")
    assert new.supersedes == old
    assert posted_by(new) == [("points", 3, new.final_at.date())]
    assert new.final_at.date() - old.final_at.date() == timedelta(days=5)


def final_with_money():
    """For each of two incidents a compensation is ordered; five days later a review is asked for."""
    case = in_deliberation(registered_case(*(filed_incident(by=member("pk.head")) for _two in range(2))))
    terms = finding_terms(case, violation_class="serious", measure="P7")
    measures = [replace(one, amount=700, currency="USD") for one in terms.measures]
    findings.draft_finding(case, terms=replace(terms, measures=measures), by=member("tr.officer"))
    for party in ("pk.head", "af.head"):
        findings.send_comment(case, text="We have read it.", by=member(party))
    ballots.open_ballot(answered(case), by=member("tr.head"))
    case = waived(voted(fresh(case)))
    finality.declare_final(case, by=member("tr.head"))
    hours_pass(24 * 5)
    return case_in_review(fresh(case))


def test_another_party_that_answers_is_a_change_and_the_attribution_alone_is_none():
    case = case_of_two(violation_class="minor")
    first, second = (change_of(one) for one in determinations_of(verdict_of(case).finding))
    changes = [
        replace(first, answerable="PK", attribution="pk_forces"),
        replace(second, attribution="group_from_af"),
    ]

    concluded(case, "varied", changes=changes)

    old, new = Verdict.objects.order_by("number")
    assert posted_by(new) == [("points", 1, new.final_at.date()), ("points", 1, old.final_at.date())]


def test_what_was_left_as_it_was_twice_keeps_its_first_date():
    case = case_of_two(violation_class="serious")
    case = concluded(case, "varied", withdrawn_measures=[1])
    hours_pass(24 * 5)

    concluded(case_in_review(case), "varied", withdrawn_measures=[1])

    first = Verdict.objects.get(number=1).final_at.date()
    assert posted_by(verdict_of(case)) == [("points", 3, first)] * 2


def test_a_verdict_varied_before_it_was_final_has_the_day_of_the_review():
    case = case_in_review(ruled_case(violation_class="serious"))
    hours_pass(24 * 5)

    concluded(case, "varied", withdrawn_measures=[1])

    verdict = verdict_of(case)
    assert posted_by(verdict) == [("points", 3, verdict.final_at.date())]


CONTRADICTIONS = [
    ({}, [], "names what it changes"),
    ({"fact": "not_substantiated"}, [1], "needs a substantiated fact"),
    ({"violation_class": "without_violation"}, [1], "answers only for a class of minor or more"),
    ({"violation_class": "very_serious"}, [], "clear and convincing"),
    ({"violation_class": "without_violation", "answerable": "none"}, [], "would be ordered of nobody"),
    ({"answerable": "none"}, [1], "against a party says who answers for it"),
]


def test_a_variation_that_contradicts_itself_is_refused():
    case = case_in_review()

    for changed, withdrawn, reason in CONTRADICTIONS:
        conclusion = Conclusion("varied", "We looked.", [change(case, **changed)], withdrawn)
        with pytest.raises(Refused, match=reason):
            conclude_review(case, conclusion=conclusion, by=member("tr.deputy"))


def final_without_evidence():
    """A final verdict that found no violation, and rests on no evidence."""
    case = in_deliberation()
    whole = finding_terms(case, violation_class="without_violation", measure=None)
    bare = [replace(one, evidence=[]) for one in whole.determinations]
    findings.draft_finding(case, terms=replace(whole, determinations=bare), by=member("tr.officer"))
    for party in ("pk.head", "af.head"):
        findings.send_comment(case, text="We have read it.", by=member(party))
    ballots.open_ballot(answered(case), by=member("tr.head"))
    case = waived(voted(fresh(case)))
    finality.declare_final(case, by=member("tr.head"))
    return fresh(case)


def test_a_variation_turns_no_verdict_against_a_party_without_evidence_that_it_has_seen():
    case = case_in_review(final_without_evidence())
    against = change(case, violation_class="minor", fact="substantiated", attribution="af_forces", answerable="AF")

    with pytest.raises(Refused, match="names the evidence it rests on"):
        conclude_review(case, conclusion=Conclusion("varied", "We looked.", [against]), by=member("tr.deputy"))

    assert concluded(case, "upheld").state == "final"


def test_reopened_the_case_is_verified_anew_and_the_ledger_taken_back():
    case = concluded(case_in_review(final_case(violation_class="serious")), "reopened")

    assert (case.state, case.round, case.review_requested_at) == ("verification", 0, None)
    assert balance("AF") == 0
    assert Penalty.objects.get().state == "reversed"
    assert verdict_of(case).reversed_at is not None


def test_a_varied_verdict_can_be_reviewed_again_by_the_same_persons():
    case = concluded(case_in_review(), "varied", withdrawn_measures=[1])

    case = concluded(case_in_review(case), "reversed")

    assert balance("AF") == 0
    with pytest.raises(Refused, match=OTHER_PERSONS):
        conclude_review(case_in_review(case), conclusion=Conclusion("upheld", "Mine."), by=member("tr.head"))


@pytest.mark.parametrize("state", ["ordered", "notified", "reported", "overdue", "referred", "stayed", "discharged"])
def test_a_penalty_is_reversed_from_every_state(state):
    penalty = penalty_at(state)
    case = fresh(penalty.verdict.case)

    concluded(case if case.state == "review" else case_in_review(case), "reversed")

    penalty.refresh_from_db()
    assert penalty.state == "reversed"
    assert penalty.ended_at is not None


def test_what_was_ordered_stays_in_force_during_a_review_unless_both_mediators_stay_it():
    penalty = penalty_at("notified")

    with pytest.raises(Refused, match="stayed only while a review is pending"):
        stay_penalty(penalty, by=member("tr.deputy"))

    case_in_review(penalty.verdict.case)
    stay_penalty(penalty, by=member("tr.deputy"))
    penalty.refresh_from_db()
    assert penalty.state == "notified"
    stay_penalty(penalty, by=member("qa.deputy"))
    penalty.refresh_from_db()
    assert penalty.state == "stayed"


@pytest.mark.parametrize("filer", ["pk.head", "af.head"])
def test_reviews_mirror(filer):
    """Whichever party filed, the other answers, and the ledger is the same with the names swapped."""
    case = concluded(case_in_review(final_case(filer=filer, violation_class="serious")), "reversed")

    answerable = {"pk.head": "AF", "af.head": "PK"}[filer]
    assert set(Posting.objects.values_list("party", flat=True)) == {answerable}
    assert (balance("PK"), balance("AF"), case.state) == (0, 0, "final")


def test_every_conclusion_leaves_one_entry():
    concluded(case_in_review(), "upheld")

    assert Act.objects.filter(event="penalties.review_concluded").count() == 1
    assert Act.objects.filter(event="verification.assent_given", at__gt=Review.objects.get().requested_at).count() == 1
