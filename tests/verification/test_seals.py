"""Who can learn a vote before the ballot closes: nobody but the delegation that cast it; afterwards all four."""

import json

import pytest

from record.models import Act, Body, Opening
from record.queries import acts_about_any, entries_open_to, opening_of
from tests.factories import procedure
from verification.actions import ballots
from verification.models import Vote
from verification.visibility import votes_for

pytestmark = pytest.mark.django_db

SECRET = "A reason that only the Afghan delegation knows before the ballot closes."
FOUR = ("PK", "AF", "TR", "QA")
OTHERS = ("PK", "TR", "QA")


@pytest.fixture
def sealed_case(cast):
    """AF has dissented, with its reasons; nobody else has voted."""
    case = procedure.case_at("ballot")
    procedure.vote(case, by="af.head", choice="reject", reasons=SECRET)
    return procedure.fresh(case)


def votes_cast():
    return Act.objects.filter(event="verification.vote_cast")


def everything_open_to(reader):
    """Every word of the record that this reader can open."""
    acts = [opening.act for opening in entries_open_to(reader)]
    return json.dumps([opening_of(act, reader=reader) for act in acts], ensure_ascii=False)


@pytest.mark.parametrize("reader", [*OTHERS, "secretariat", "public"])
def test_before_closing_no_other_reader_opens_the_body_of_a_vote(sealed_case, reader):
    act = votes_cast().get()

    opened = opening_of(act, reader=reader)

    assert opened is None or opened.body is None
    assert SECRET not in everything_open_to(reader)
    assert "reject" not in everything_open_to(reader)


def test_before_closing_its_own_delegation_opens_it(sealed_case):
    opened = opening_of(votes_cast().get(), reader="AF")

    assert opened.body["choice"] == "reject"
    assert opened.body["reasons"] == SECRET


def test_before_closing_the_envelope_says_that_a_delegation_voted_and_not_how(sealed_case):
    opened = opening_of(votes_cast().get(), reader="PK")

    assert opened.envelope["actor"]["delegation"] == "AF"
    assert "reject" not in json.dumps(opened.envelope)
    assert len(opened.envelope["body"]) == 64  # a commitment under a salt: not to be guessed from three choices


def test_the_salt_of_a_sealed_vote_is_its_own(sealed_case):
    procedure.vote(sealed_case, by="pk.head", choice="approve")

    salts = set(Body.objects.filter(act__in=votes_cast()).values_list("salt", flat=True))
    assert len({bytes(salt) for salt in salts}) == 2
    assert not Opening.objects.filter(act__in=votes_cast(), part="body").exclude(reader__in=["AF", "PK"]).exists()


def test_before_closing_a_member_sees_the_votes_of_its_own_delegation_only(sealed_case, cast):
    for member in cast:
        seen = set(votes_for(member).values_list("delegation_id", flat=True))
        assert seen == ({"AF"} if member.delegation_id == "AF" else set())


@pytest.mark.parametrize("ending", ["fourth vote", "clock", "annulled"])
def test_after_closing_all_four_open_every_vote_and_nobody_else_does(sealed_case, cast, ending):
    case = procedure.voted(sealed_case, {"PK": "approve", "TR": "approve"})
    ENDINGS[ending](case)

    acts = list(votes_cast())
    assert len(acts) == (4 if ending == "fourth vote" else 3)
    for reader in FOUR:
        assert all(opening_of(act, reader=reader).body["choice"] for act in acts)
        assert SECRET in everything_open_to(reader)
    for reader in ("secretariat", "public"):
        assert not any(opening_of(act, reader=reader) for act in acts)
    for member in cast:
        assert votes_for(member).count() == (0 if member.is_admin else len(acts))


def annul(case):
    for mediator in ("tr.head", "qa.head"):
        ballots.annul_ballot(case, reasons="The text was cut off.", by=procedure.member(mediator))


ENDINGS = {
    "fourth vote": lambda case: procedure.vote(case, by="qa.head"),
    "clock": procedure.ballot_ends,
    "annulled": annul,
}


def test_one_assent_to_an_annulment_reveals_nothing(sealed_case, cast):
    ballots.annul_ballot(sealed_case, reasons="The text was cut off.", by=cast.tr_head)

    assert opening_of(votes_cast().get(), reader="TR").body is None
    assert not votes_for(cast.tr_head).exists()


def test_votes_of_a_closed_ballot_say_nothing_about_the_next(sealed_case, cast):
    """Round 1 fails and is revealed; the votes of round 2 are sealed again."""
    case = procedure.voted(sealed_case, {"PK": "approve", "TR": "approve", "QA": "reserve"})
    case = procedure.in_ballot(case)
    procedure.vote(case, by="pk.deputy", choice="reserve", reasons="Sealed again.")

    assert Vote.objects.filter(ballot__number=2).count() == 1
    assert votes_for(cast.qa_head).filter(ballot__number=1).count() == 4
    assert not votes_for(cast.qa_head).filter(ballot__number=2).exists()
    assert "Sealed again." not in everything_open_to("QA")
    assert "Sealed again." in everything_open_to("PK")


def test_every_act_of_a_case_is_open_to_all_four_but_for_the_sealed_votes(sealed_case):
    """One side never knows of an act that the other does not: the four open the same acts about the case."""
    subjects = [sealed_case.subject]
    found = {code: set(acts_about_any(subjects, reader=code).values_list("pk", flat=True)) for code in FOUR}

    assert found["PK"] == found["AF"] == found["TR"] == found["QA"]
    bodies = Opening.objects.filter(act__in=found["PK"], part="body").exclude(act__in=votes_cast())
    counts = {code: bodies.filter(reader=code).count() for code in FOUR}
    assert len(set(counts.values())) == 1
