"""The comparison of two texts in a browser: on a telephone, from right to left, with marks that are more than colour."""

from dataclasses import replace

import pytest

from tests.browser.visitor import Visitor
from tests.factories.procedure import finding_terms, fresh, in_ballot, in_deliberation, member, voted
from verification.actions import findings

VOTES = {"PK": "approve", "AF": "approve", "TR": "approve", "QA": "reserve"}


@pytest.mark.parametrize(("username", "language"), [("pk.head", "ur"), ("qa.deputy", "en")])
def test_comparison_of_the_second_text_is_fit_for_every_reader(new_context, live_site, username, language):
    faults = []
    case = voted(in_ballot(in_deliberation()), VOTES)
    terms = replace(
        finding_terms(case, violation_class="serious"), reasons="The grounds of the finding.\n\nWhat is new."
    )
    findings.draft_finding(fresh(case), terms=terms, by=member("tr.officer"))
    visitor = Visitor(new_context(), live_site, username, language=language, faults=faults)

    visitor.open(case.get_absolute_url())

    removed, added = (visitor.page.locator(f".compared-text {tag}").first for tag in ("del", "ins"))
    decoration = "element => getComputedStyle(element).textDecorationLine"
    assert removed.evaluate(decoration) == "line-through"
    assert added.evaluate(decoration) == "underline"
    directions = "passages => passages.map(one => getComputedStyle(one).direction)"
    assert set(visitor.page.locator(".compared-text p").evaluate_all(directions)) == {"ltr"}
    visitor.reads("changed")
    assert not faults, "\n".join(faults)
