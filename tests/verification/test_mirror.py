"""The parties swapped, in stories: whatever happens to one happens to the other in the mirrored case."""

import pytest

from penalties.actions import finality
from tests.factories import procedure
from tests.factories.mirror import mirrored, portrait
from tests.factories.procedure import fresh, hours_pass, member
from verification.actions.clocks import perform_due

LOPSIDED = [
    ("reject", "approve", "approve", "approve"),
    ("approve", None, "approve", "approve"),
    ("reserve", "reject", "approve", "approve"),
    (None, "reject", "approve", "reject"),
    ("approve", "reject", None, "approve"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("filing", "answering", "tr", "qa"), LOPSIDED)
def test_a_lopsided_ballot_ends_mirrored_down_to_the_ledger(cast, filing, answering, tr, qa):
    """The filer and the respondent vote apart; the clock ends the ballot, and what is adopted becomes final."""
    pictures = []
    for filer, respondent in (("PK", "AF"), ("AF", "PK")):
        case = procedure.in_deliberation(filer=f"{filer.lower()}.head")
        case = procedure.in_ballot(case, violation_class="serious")
        known = len(portrait(case)["acts"])  # how the ballot was reached was not mirrored
        votes = {filer: filing, respondent: answering, "TR": tr, "QA": qa}
        procedure.voted(case, votes)
        hours_pass(73)
        perform_due()
        if fresh(case).state == "ruled":
            hours_pass(361)
            finality.declare_final(case, by=member("qa.deputy"))
        picture = portrait(fresh(case))
        pictures.append({**picture, "acts": picture["acts"][known:]})

    assert mirrored(pictures[0]) == pictures[1]
    assert bool(pictures[0]["postings"]) == ((tr, qa) == ("approve", "approve"))
