"""The main road of the procedure, walked once by the actions alone: from a filed incident to a verdict."""

import pytest

from record.actions import sequence
from record.models import Act, Entry, Inbox
from tests.factories import procedure
from verification.models import Verdict

pytestmark = pytest.mark.django_db


def test_plain_walk_ends_in_a_verdict_by_consensus(cast):
    case = procedure.case_at("ruled")

    verdict = Verdict.objects.get(case=case)
    assert (case.state, verdict.adoption) == ("ruled", "consensus")
    assert bytes(verdict.finding.digest) == bytes(verdict.ballot.digest)
    assert {vote.choice for vote in verdict.ballot.votes.all()} == {"approve"}


def test_plain_walk_leaves_one_entry_per_act(cast):
    case = procedure.case_at("ruled")

    sequence()

    events = list(Act.objects.order_by("id").values_list("event", flat=True))
    assert events == [
        "incidents.incident_filed",
        "verification.case_opened",
        "incidents.incident_registered",
        "verification.assent_given",
        "verification.assent_given",
        "verification.team_named",
        "verification.rapporteur_named",
        "verification.reply_sent",
        "verification.report_submitted",
        "verification.finding_drafted",
        "verification.comment_sent",
        "verification.comment_sent",
        "verification.comments_answered",
        "verification.ballot_opened",
        *["verification.vote_cast"] * 4,
        "verification.verdict_adopted",
    ]
    assert Entry.objects.count() == len(events)
    assert not Inbox.objects.exists()
    assert case.state == "ruled"


@pytest.mark.parametrize("state", procedure.STATES)
def test_case_can_be_brought_to_each_state(cast, state):
    case = procedure.case_at(state)

    assert case.state == state
