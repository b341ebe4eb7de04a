"""Comments: the draft facts are shown to both parties; each comments once on each text; the rapporteur answers."""

from dataclasses import replace

import pytest

from reports.rows_and_acts import differences_of_rows
from tests.factories.procedure import (
    as_shown,
    case_at,
    finding_terms,
    fresh,
    hours_pass,
    in_deliberation,
    member,
    rapporteur_named,
)
from tests.procedure.stories import bodies, clock_of, entries, refused, runs
from verification.actions import ballots, findings

pytestmark = pytest.mark.django_db


def shown(case, **changes):
    terms = replace(finding_terms(case), **changes)
    return findings.draft_finding(case, terms=terms, by=member("tr.officer"))


def commented(case, *, by="pk.head", text="Paragraph 2 is wrong."):
    return findings.send_comment(case, text=text, by=member(by))


def answering(case, *, answer, by="tr.officer", **changes):
    """The text that was shown last, with this answer, and with these changes."""
    terms = as_shown(case.findings.latest("number"), **{"answer_to_comments": answer, **changes})
    return findings.draft_finding(fresh(case), terms=terms, by=member(by))


def with_comments(**changes):
    """Both parties have commented on the text."""
    case = in_deliberation()
    shown(case, **changes)
    commented(case)
    commented(case, by="af.head")
    return fresh(case)


def differences_of_case(case):
    return [one for one in differences_of_rows() if case.reference in one]


def test_a_party_comments_once_on_the_text_that_is_shown():
    case = in_deliberation()
    with refused("No draft facts have been shown"):
        commented(case)
    shown(case)

    with refused("for the parties"):
        commented(case, by="tr.head")
    with refused("Your role"):
        commented(case, by="pk.officer")
    with refused("comment is empty"):
        commented(case, text=" ")
    commented(case)

    with refused("already commented on this text"):
        commented(case, by="pk.deputy")
    assert not runs(case, "comment", "PK")
    assert runs(case, "comment", "AF")


def test_while_the_parties_may_still_comment_an_answer_is_a_new_text_and_may_be_commented_anew():
    case = in_deliberation()
    first = shown(case)
    commented(case)

    second = answering(case, answer="Paragraph 2 stands.")

    assert bytes(first.digest) != bytes(second.digest)
    assert bodies(case, "finding_drafted")[-1]["finding"]["answer_to_comments"] == "Paragraph 2 stands."
    commented(case, text="Then we dissent.")
    assert [body["finding"] for body in bodies(case, "comment_sent", reader="AF")] == [1, 2]


def test_no_ballot_opens_before_the_comments_are_answered():
    case = with_comments()

    with refused("The rapporteur has not answered the comments."):
        ballots.open_ballot(case, by=member("tr.head"))
    answered = answering(case, answer="Paragraph 2 stands.")

    assert bodies(case, "comments_answered", reader="AF")[0]["finding"]["answer_to_comments"] == "Paragraph 2 stands."
    assert len(entries(case, "finding_drafted")) == 1
    ballot = ballots.open_ballot(case, by=member("tr.head"))
    assert bytes(ballot.digest) == bytes(answered.digest)  # the answer is part of what is voted on


def test_where_nobody_commented_there_is_nothing_to_answer():
    case = in_deliberation()
    shown(case)
    hours_pass(48.1)

    ballots.open_ballot(case, by=member("tr.head"))

    assert fresh(case).state == "ballot"


def test_an_answer_given_once_the_time_is_over_starts_no_new_time_to_comment():
    case = with_comments()
    began = clock_of(case, "opening_ballot", "TR").started_at

    answering(case, answer="Paragraph 2 stands.")

    assert not runs(case, "comment", "PK") and not runs(case, "comment", "AF")
    assert clock_of(case, "opening_ballot", "TR").started_at == began
    with refused("already commented on this text"):
        commented(case)
    assert differences_of_case(case) == []


@pytest.mark.parametrize(
    "changes",
    [{"reasons": "Other reasons."}, {"measures": []}, {"answer_to_comments": ""}, {"answer_to_comments": "Weighed."}],
    ids=["reasons", "measures", "no answer", "the answer that was there before"],
)
def test_a_text_that_is_not_the_commented_one_with_its_answer_is_commented_anew(changes):
    case = with_comments(answer_to_comments="Weighed.")

    answering(case, **{"answer": "Paragraph 2 stands.", **changes})

    assert runs(case, "comment", "PK") and runs(case, "comment", "AF")
    commented(case, text="Then we dissent.")
    hours_pass(48.1)
    with refused("The rapporteur has not answered the comments."):
        ballots.open_ballot(case, by=member("tr.head"))


def test_the_next_rapporteur_may_answer():
    case = rapporteur_named(with_comments(), "tr.deputy")

    answering(case, answer="Paragraph 2 stands.", by="tr.deputy")

    assert ballots.open_ballot(case, by=member("tr.head")).finding.drafted_by == member("tr.deputy")


def test_the_ballot_waits_for_both_comments_or_48_hours():
    case = in_deliberation()
    shown(case)
    commented(case)

    with refused("right of reply or of comment is running"):
        ballots.open_ballot(case, by=member("tr.head"))
    hours_pass(48.1)
    with refused("time to comment on this text has passed"):
        commented(case, by="af.head")
    assert clock_of(case, "opening_ballot", "TR").started_at <= clock_of(case, "comment", "AF").ends_at
    answering(case, answer="Paragraph 2 stands.")
    ballots.open_ballot(case, by=member("tr.deputy"))

    assert fresh(case).state == "ballot"


def test_only_the_rapporteur_drafts_and_only_in_deliberation():
    case = in_deliberation()

    for other in ("qa.officer", "tr.head"):
        with refused("drafted by the rapporteur"):
            findings.draft_finding(case, terms=finding_terms(case), by=member(other))
    with refused("does not belong to the stage"):
        shown(case_at("ballot"))
