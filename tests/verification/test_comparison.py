"""A new round has a new text, and every page of it shows what the two texts say otherwise (DESIGN 3, decision rule 3)."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import override

from reports.cases import findings_of
from tests.factories.penalties import case_in_review, concluded, final_case, ruled_case
from tests.factories.procedure import (
    case_at,
    finding_terms,
    fresh,
    hours_pass,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
    voted,
    with_text,
)
from verification.actions import ballots, cases, findings
from verification.comparison import comparison_before
from verification.models import Finding
from verification.queries import whole_finding

pytestmark = pytest.mark.django_db

FIRST = "The two logs agree to within ten minutes. The traces fit."
# What reading whole texts costs in queries, and what comparing one of them with the one before it adds.
WHOLE, COMPARED = 11, 9
SECOND = "The two logs agree to within twelve minutes. The traces fit."


def terms_of(case, *, reasons, violation_class="minor", act="Publish it within the time given."):
    terms = finding_terms(case, violation_class=violation_class)
    return replace(terms, reasons=reasons, measures=[replace(measure, required_act=act) for measure in terms.measures])


def shown(case, **terms):
    rapporteur = member("tr.officer")
    return findings.draft_finding(case, terms=terms_of(case, **terms), by=rapporteur)


def second_text(**terms):
    """A case whose first ballot failed, and which has been shown another text since."""
    case = in_deliberation()
    shown(case, reasons=FIRST)
    in_ballot_on_what_is_shown(case)
    case = voted(case, {"PK": "approve", "AF": "approve", "TR": "approve", "QA": "reserve"})
    assert case.state == "deliberation"
    shown(case, **({"reasons": SECOND} | terms))
    return fresh(case)


def in_ballot_on_what_is_shown(case):
    hours_pass(48.01)  # nobody commented, so that no text adds an answer
    ballots.open_ballot(fresh(case), by=member("tr.head"))


def last_comparison(case):
    return comparison_before(whole_finding(Finding.objects.filter(case=case).latest("number")))


def changed_fields(compared):
    return [(field.name, field.old, field.new) for field in compared.fields if field.is_changed]


def page_of(client_of, username, name, *address):
    return client_of(member(username)).get(reverse(name, args=address)).content.decode()


def test_first_text_is_compared_with_nothing(client_of):
    case = with_text(in_deliberation())

    assert last_comparison(case) is None
    assert "compared with text" not in page_of(client_of, "pk.head", "case_detail", case.reference)


def test_a_text_that_only_answers_the_comments_is_compared_with_the_one_that_was_commented(client_of):
    case = in_ballot()

    comparison = last_comparison(case)

    assert comparison.has_changed_answer and not comparison.has_changed_reasons
    assert "The reasons are the same, word for word." in page_of(client_of, "pk.head", "cast_vote", case.reference)


def test_a_working_draft_is_compared_with_nothing():
    case = second_text()
    draft = findings.save_finding_draft(case, terms=terms_of(case, reasons="Not yet."), by=member("tr.officer"))

    assert comparison_before(draft) is None


def test_determination_is_compared_field_by_field():
    case = second_text(violation_class="serious")

    [compared] = last_comparison(case).determinations

    assert changed_fields(compared) == [("Class", "minor", "serious")]
    assert {field.name for field in compared.fields} >= {"Fact", "Attribution", "Type", "Answerable", "Rests on"}


def test_measure_that_stays_is_compared_word_by_word():
    case = second_text(act="Publish it within ten days.")

    [compared] = last_comparison(case).measures

    assert compared.is_in_old and compared.is_in_new and compared.is_changed
    assert not any(field.is_changed for field in compared.fields)


def test_measure_that_only_one_text_proposes_is_said_so():
    case = second_text(violation_class="without_violation")

    [compared] = last_comparison(case).measures

    assert compared.is_in_old and not compared.is_in_new


def test_text_of_a_round_is_compared_with_that_of_the_round_before():
    case = second_text()
    shown(case, reasons="A third text, shown after the parties had commented on the second.")

    assert last_comparison(case).old.number == 1


def test_without_a_ballot_a_text_is_compared_with_the_one_shown_before():
    case = with_text(in_deliberation())
    shown(case, reasons=SECOND)

    comparison = last_comparison(case)

    assert (comparison.old.number, comparison.new.number) == (1, 2)


def test_last_ballot_after_the_principals_shows_what_changed():
    case = in_deliberation()
    shown(case, reasons=FIRST)
    cases.escalate_case(fresh(case), reasons="The mediators cannot go on.", by=member("tr.head"))
    for mediator in ("tr.head", "qa.head"):
        answer = {"answer": "ballot", "text": "One last ballot."}
        cases.record_principals_answer(fresh(case), **answer, by=member(mediator))
    shown(fresh(case), reasons=SECOND)

    assert last_comparison(case).old.reasons == FIRST


@pytest.mark.parametrize("username", ["pk.head", "af.observer", "tr.officer", "qa.deputy"])
def test_case_page_marks_what_changed_in_words(client_of, username):
    case = second_text(violation_class="serious")

    page = page_of(client_of, username, "case_detail", case.reference)

    assert "Text 2 compared with text 1" in page
    assert "<del>" in page and "ten </del>" not in page  # announced, not only struck through
    assert "[removed:" in page and "[added:" in page
    assert "changed</span>" in page


def test_case_page_compares_only_the_text_that_was_shown_last(client_of):
    case = second_text()
    shown(case, reasons="A third text, shown after the parties had commented on the second.")
    findings.save_finding_draft(fresh(case), terms=terms_of(case, reasons="Not yet."), by=member("tr.officer"))

    page = page_of(client_of, "tr.officer", "case_detail", case.reference)

    assert re.findall(r"Text \d compared with text \d", page) == ["Text 3 compared with text 1"]
    assert "Not yet." in page and FIRST in page


def test_case_page_reads_three_texts_in_as_many_queries_as_one(client_of, django_assert_num_queries):
    case = in_deliberation()
    reader, texts = member("pk.head"), []
    for number, queries in [(1, WHOLE), (2, WHOLE + COMPARED), (3, WHOLE + COMPARED)]:
        shown(case, reasons=f"Text number {number}.")
        with django_assert_num_queries(queries):
            texts = findings_of(case, member=reader)
            read = [(str(one), list(one.evidence.all())) for text in texts for one in text.finding.determinations.all()]
        assert len(read) == number

    assert [text.comparison is not None for text in texts] == [True, False, False]


def test_whoever_votes_in_round_two_sees_what_changed(client_of):
    case = second_text()
    in_ballot_on_what_is_shown(case)

    page = page_of(client_of, "af.head", "cast_vote", case.reference)

    assert "Text 2 compared with text 1" in page
    assert page.index("compared with text") < page.index('name="choice"')


def test_comparison_in_an_arabic_page_leaves_each_paragraph_its_own_direction(client_of):
    case = second_text(reasons="گولی کی آواز دس منٹ بعد سنی گئی۔")

    with override("ar"):
        client = client_of(member("qa.head"))
        client.cookies["django_language"] = "ar"
        page = client.get(case.get_absolute_url()).content.decode()

    assert 'dir="rtl"' in page
    assert '<p dir="auto"><ins>' in page


def test_nobody_else_sees_the_comparison(client_of):
    case = second_text()

    assert client_of(member("admin1")).get(case.get_absolute_url()).status_code == 403


def test_same_reasons_are_said_to_be_the_same(client_of):
    case = second_text(reasons=FIRST, violation_class="serious")

    assert "The reasons are the same, word for word." in page_of(client_of, "pk.head", "case_detail", case.reference)


def test_verdict_that_supersedes_none_is_compared_with_nothing(client_of):
    case = ruled_case()

    page = page_of(client_of, "pk.head", "verdict_detail", case.reference, 1)

    assert "compared with text" not in page


def test_varied_verdict_is_compared_with_the_one_it_supersedes_and_both_stay(client_of):
    case = case_in_review(final_case())
    case = concluded(case, "varied", withdrawn_measures=[1])

    later = page_of(client_of, "af.head", "verdict_detail", case.reference, 2)
    earlier = page_of(client_of, "af.head", "verdict_detail", case.reference, 1)

    assert "This verdict supersedes verdict 1, which stays as it was adopted." in later
    assert "Text 3 compared with text 2" in later
    assert "compared with text" not in earlier
    assert "verdict 2 supersedes it" in earlier


def test_case_states_other_than_a_second_text_open_as_before(client_of):
    for state in ("verification", "escalated", "settled"):
        assert page_of(client_of, "tr.head", "case_detail", case_at(state).reference)
    assert page_of(client_of, "tr.head", "case_detail", registered_case().reference)
