"""Comments: the draft facts are shown to both parties; each comments once on each text; the rapporteur answers."""

from dataclasses import replace

import pytest

from tests.factories.procedure import case_at, finding_terms, fresh, hours_pass, in_deliberation, member
from tests.procedure.stories import bodies, clock_of, refused, runs
from verification.actions import ballots, findings

pytestmark = pytest.mark.django_db


def shown(case, **changes):
    terms = replace(finding_terms(case), **changes)
    return findings.draft_finding(case, terms=terms, by=member("tr.officer"))


def commented(case, *, by="pk.head", text="Paragraph 2 is wrong."):
    return findings.send_comment(case, text=text, by=member(by))


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


def test_the_rapporteur_s_answer_is_a_new_text_and_may_be_commented_anew():
    case = in_deliberation()
    first = shown(case)
    commented(case)

    second = shown(case, answer_to_comments="Paragraph 2 stands.")

    assert bytes(first.digest) != bytes(second.digest)
    assert bodies(case, "finding_drafted")[-1]["finding"]["answer_to_comments"] == "Paragraph 2 stands."
    commented(case, text="Then we dissent.")
    assert [body["finding"] for body in bodies(case, "comment_sent", reader="AF")] == [1, 2]


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
    ballots.open_ballot(case, by=member("tr.deputy"))

    assert fresh(case).state == "ballot"


def test_only_the_rapporteur_drafts_and_only_in_deliberation():
    case = in_deliberation()

    for other in ("qa.officer", "tr.head"):
        with refused("drafted by the rapporteur"):
            findings.draft_finding(case, terms=finding_terms(case), by=member(other))
    with refused("does not belong to the stage"):
        shown(case_at("ballot"))
