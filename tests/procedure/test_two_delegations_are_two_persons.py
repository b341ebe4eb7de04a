"""What two delegations do together, two persons do: nobody assents twice, whatever seat they have taken since."""

import pytest

from penalties.actions import finality
from tests.factories.penalties import ruled_case
from tests.factories.procedure import case_at, fresh, in_ballot, member
from tests.procedure.stories import refused, seated
from verification.actions import ballots, cases

pytestmark = pytest.mark.django_db


def annulled(case, *, by):
    ballots.annul_ballot(case, reasons="A page was missing.", by=member(by))
    return fresh(case).state


def test_a_person_who_assented_for_one_mediator_does_not_complete_it_for_the_other():
    case = in_ballot()
    assert annulled(case, by="tr.head") == "ballot"
    seated("tr.head", delegation="QA", role="deputy")

    assert annulled(case, by="tr.head") == "ballot"
    assert annulled(case, by="tr.head") == "ballot"  # nor by asking again
    assert annulled(case, by="qa.head") == "deliberation"  # Türkiye's assent stands, and Qatar has another person


def test_from_the_new_seat_the_assent_counts_with_another_person_of_the_old_delegation():
    case = in_ballot()
    annulled(case, by="tr.head")
    seated("tr.head", delegation="QA", role="deputy")
    annulled(case, by="tr.head")

    assert annulled(case, by="tr.deputy") == "deliberation"


def test_one_person_does_not_settle_a_case_for_both_parties():
    case = case_at("verification")

    def agreed(*, by):
        cases.settle_case(case, agreed_text="Settled so.", by=member(by))
        return fresh(case).state

    agreed(by="pk.head")
    seated("af.head", delegation="AF", role="deputy")
    seated("pk.head", delegation="AF", role="head")
    assert agreed(by="pk.head") == "verification"
    seated("pk.head", delegation="AF", role="deputy")
    seated("af.head", delegation="AF", role="head")

    assert agreed(by="af.head") == "settled"


def test_one_person_does_not_waive_the_review_for_both_parties():
    case = ruled_case()
    finality.waive_review(case, by=member("pk.head"))
    seated("af.head", delegation="AF", role="deputy")
    seated("pk.head", delegation="AF", role="head")

    with refused("already waived the review, from another seat"):
        finality.waive_review(case, by=member("pk.head"))
    seated("pk.head", delegation="AF", role="deputy")
    seated("af.head", delegation="AF", role="head")
    finality.waive_review(case, by=member("af.head"))

    finality.declare_final(case, by=member("tr.head"))
    assert fresh(case).state == "final"
