"""The ledger as the database keeps it: append-only by raw SQL, one posting per determination and verdict, signs."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from commission.models import Delegation, Protocol
from monitoring_site.clock import database_time
from penalties.models import Posting
from penalties.queries import ledgers, recommendations_for, schedule_of, with_running_balance
from penalties.schedule import day_of, points_in_window
from tests.factories.incidents import filed_incident
from tests.factories.penalties import case_in_review, concluded, final_case, ruled_case, verdict_of
from tests.factories.procedure import finding_terms, hours_pass, in_deliberation, member, registered_case, with_finding
from verification.actions import findings

pytestmark = pytest.mark.django_db


ATTEMPTS = [
    "UPDATE penalties_posting SET amount = 1",
    "UPDATE penalties_posting SET party_id = 'PK'",
    "DELETE FROM penalties_posting",
    "TRUNCATE penalties_posting",
    "TRUNCATE penalties_posting CASCADE",
    "SET LOCAL session_replication_role = replica; DELETE FROM penalties_posting",
]


def test_the_database_refuses_to_change_or_remove_a_posting():
    final_case(violation_class="serious")

    for attempt in ATTEMPTS:
        with (
            pytest.raises(DatabaseError, match="never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no check of a foreign key stands before the trigger
            cursor.execute(attempt)

    assert list(Posting.objects.values_list("party", "amount")) == [("AF", 3)]


def a_copy_of(posting, **changed):
    fields = {
        "party_id": posting.party_id,
        "unit": posting.unit,
        "amount": posting.amount,
        "verdict": posting.verdict,
        "determination": posting.determination,
        "dated": posting.dated,
        "posted_at": posting.posted_at,
    }
    return Posting(**{**fields, **changed})


def test_the_database_holds_the_laws_of_the_ledger():
    final_case()
    posting = Posting.objects.get()

    for changed, constraint in [
        ({}, "posting_once_per_determination_and_verdict"),
        ({"unit": "EUR", "amount": 0}, "posting_sign_says_what_it_is"),
        ({"unit": "EUR", "amount": -3}, "posting_sign_says_what_it_is"),
    ]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            a_copy_of(posting, **changed).save()


def test_a_posting_is_reversed_once_and_by_a_negative_amount():
    final_case()
    posting = Posting.objects.get()

    with pytest.raises(IntegrityError, match="posting_sign"), transaction.atomic():
        a_copy_of(posting, reverses=posting, amount=1).save()
    a_copy_of(posting, reverses=posting, amount=-1).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_copy_of(posting, reverses=posting, amount=-1).save()


def test_two_currencies_and_points_are_never_added_up():
    """AF answers for two incidents; compensation is ordered in two currencies, on top of the points."""
    incidents = [filed_incident(by=member("pk.head")) for _two in range(2)]
    case = in_deliberation(registered_case(*incidents))
    terms = finding_terms(case, violation_class="serious", measure="P7")
    from dataclasses import replace

    amounts = [(700, "USD"), (90, "EUR")]
    measures = [
        replace(measure, amount=amount, currency=currency)
        for measure, (amount, currency) in zip(terms.measures, amounts, strict=True)
    ]
    from penalties.actions.finality import declare_final
    from tests.factories.penalties import waived
    from tests.factories.procedure import answered, fresh, voted
    from verification.actions import ballots

    findings.draft_finding(case, terms=replace(terms, measures=measures), by=member("tr.officer"))
    for party in ("pk.head", "af.head"):
        findings.send_comment(case, text="Read.", by=member(party))
    ballots.open_ballot(answered(case), by=member("tr.head"))
    declare_final(waived(voted(fresh(case))), by=member("tr.head"))

    (ledger,) = ledgers([Delegation.objects.get(pk="AF")], at=database_time())

    assert ledger.balances == [("points", 6), ("EUR", 90), ("USD", 700)]
    assert ledger.arithmetic.total == 6
    assert [penalty.reference[-3:] for penalty in ledger.open_penalties] == ["/P1", "/P2"]


def test_the_balance_runs_per_unit_and_equals_the_sum_of_its_postings():
    concluded(case_in_review(final_case(violation_class="serious")), "reversed")
    final_case(violation_class="minor")
    final_case(violation_class="very_serious", filer="af.head")

    for party in ("AF", "PK"):
        lines = with_running_balance(list(Posting.objects.filter(party=party)), party=party)
        total = Posting.objects.filter(party=party, unit="points").aggregate(total=Sum("amount"))["total"]
        assert lines[-1].balance == total
    assert points_that_count(at=database_time()) == {"AF": 1, "PK": 9}


def points_that_count(*, at):
    """By party, as the ledger states them; the pure rule says the same of the postings."""
    found = {one.party.pk: one.arithmetic.total for one in ledgers(list(Delegation.objects.parties()), at=at)}
    window_days = schedule_of(Protocol.objects.in_effect()).window_days
    for party, total in found.items():
        posted = Posting.objects.filter(party=party, unit="points").values_list("dated", "amount")
        assert points_in_window(posted, on_day=day_of(at), window_days=window_days) == total
    return found


def test_points_leave_the_window_on_the_ninetieth_day_and_stay_in_the_balance():
    final_case(violation_class="serious")
    dated = Posting.objects.get().dated
    (af,) = Delegation.objects.filter(pk="AF")

    totals = {}
    for days in (0, 89, 90):
        at = database_time() + timedelta(days=days)
        (ledger,) = ledgers([af], at=at)
        totals[(at.date() - dated).days] = points_that_count(at=at)["AF"]
        assert ledger.balances == [("points", 3)]

    assert totals == {0: 3, 89: 3, 90: 0}


# Recommendations


def recommendations(case):
    return {one.party: one for one in recommendations_for(case.findings.latest("number"), database_time())}


def test_the_first_violation_of_a_party_recommends_by_its_points():
    case = with_finding(in_deliberation(), violation_class="serious")

    assert [(party, one.total, one.recommended) for party, one in recommendations(case).items()] == [("AF", 3, "P3")]


def test_a_minor_violation_recommends_nothing_until_it_is_repeated():
    """The same fire from the same ridge twice in a month: the second time, a caution on file."""
    first = with_finding(in_deliberation(), violation_class="minor")
    assert recommendations(first)["AF"].recommended is None
    final_case(violation_class="minor")

    one = recommendations(first)["AF"]

    assert (one.points_counted, one.points_added, one.total) == (1, 1, 2)
    assert len(one.repetitions) == 1
    assert one.recommended == "P1"


def test_a_verdict_that_was_reversed_is_no_earlier_violation():
    concluded(case_in_review(final_case(violation_class="serious")), "reversed")
    case = with_finding(in_deliberation(), violation_class="serious")

    one = recommendations(case)["AF"]

    assert (one.points_counted, one.repetitions, one.recommended) == (0, (), "P3")


def test_a_verdict_that_is_not_final_is_no_earlier_violation():
    ruled_case(violation_class="serious")
    case = with_finding(in_deliberation(), violation_class="serious")

    assert recommendations(case)["AF"].repetitions == ()


def test_the_other_partys_points_are_not_counted():
    final_case(violation_class="very_serious", filer="af.head")
    case = with_finding(in_deliberation(), violation_class="serious")

    one = recommendations(case)["AF"]

    assert (one.total, one.recommended) == (3, "P3")


def test_a_text_under_review_does_not_count_its_own_postings_twice():
    case = final_case(violation_class="serious")

    assert recommendations(case)["AF"].total == 3


@pytest.mark.parametrize(("filer", "answerable"), [("pk.head", "AF"), ("af.head", "PK")])
def test_recommendations_mirror(filer, answerable):
    final_case(violation_class="serious", filer=filer)
    hours_pass(1)
    case = with_finding(in_deliberation(filer=filer), violation_class="serious")

    one = recommendations(case)[answerable]

    assert (one.total, one.repeated, one.recommended) == (6, True, "P4")


def test_postings_are_dated_with_the_utc_day_of_finality():
    case = final_case()

    assert Posting.objects.get().dated == verdict_of(case).final_at.date()
    assert isinstance(Posting.objects.get().dated, date)
