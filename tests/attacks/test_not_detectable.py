"""What no check finds, shown as plainly as what is found: the document says the same in words."""

from django.db import connection

from tests.attacks import sentences as say
from tests.attacks import superuser
from tests.attacks.commission import BATCH, branch, cast_votes, sequencer
from tests.attacks.delegations import EXPORT, FAILS, POLICY
from verification.models import Vote

THEIRS = "theirs.txt"


def all_follow_and_find_nothing(commission):
    commission.day_ends()
    commission.fetch()
    for code in ("PK", "QA"):
        assert commission[code].check().sentences(FAILS) == []
    assert commission.own_check_agrees() == say.AGREES


def test_act_that_never_came_into_the_log(commission):
    (vote,) = cast_votes(1)
    act = superuser.act_of(vote)
    for table in ("record_opening", "record_subject", "record_body"):
        superuser.as_superuser(table, f"DELETE FROM {table} WHERE act_id = %s", [act.pk])
    superuser.as_superuser("record_inbox", "DELETE FROM record_inbox")
    superuser.as_superuser("record_act", "DELETE FROM record_act WHERE id = %s", [act.pk])
    superuser.as_superuser("verification_vote", "DELETE FROM verification_vote WHERE id = %s", [vote.pk])
    cast_votes(1, by=["QA"])

    all_follow_and_find_nothing(commission)


def test_operator_who_reads_a_sealed_vote(commission):
    (vote,) = cast_votes(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT convert_from(body, 'UTF8') FROM record_body WHERE act_id = %s", [superuser.act_of(vote).pk]
        )
        (read,) = cursor.fetchone()

    assert f'"choice":"{vote.choice}"' in read
    all_follow_and_find_nothing(commission)


def test_two_colluding_witnesses_and_the_operator_until_the_others_compare(commission):
    for code, honest in (("PK", "TR"), ("AF", "QA")):
        with branch():
            cast_votes(1, by=[code])
            sequencer().sequence(limit=BATCH)
            commission.fetch()
            for colluding in ("PK", "AF"):
                commission[colluding].forget()
                commission[colluding].bring_cosignature()
            commission[honest].follow()
            commission[honest].fetch(is_opened=True)
            answer = commission[honest].check("--own", honest)
            assert answer.status == 0, answer.text
            assert "It is witnessed: 3 of 4 cosigned." in answer.text
    (commission["TR"].folder / THEIRS).write_text(commission["QA"].held)

    answer = commission["TR"].compare(THEIRS)

    assert answer.status == 1
    assert "The log signed two different trees" in answer.sentences(FAILS)[0]


def test_all_four_keys_and_the_operator(commission):
    vote = Vote.objects.filter(ballot__closed_at=None).latest("pk")
    held_outside = commission["TR"].held
    superuser.rewrite_vote(vote, choice="reserve", reasons="rewritten by all")
    commission.fetch()
    for delegation in commission.delegations.values():
        delegation.forget()
        delegation.bring_cosignature()
    commission.fetch(is_opened=True)

    answer = commission["TR"].run("check", "--policy", POLICY, EXPORT)
    (commission["TR"].folder / THEIRS).write_text(held_outside)
    compared = commission["TR"].run("check", "--policy", POLICY, "--allow-unwitnessed", THEIRS, EXPORT)

    assert answer.status == 0, answer.text
    assert "It is witnessed by all: 4 of 4 cosigned." in answer.text
    assert "theirs.txt is not the tree that the export has" in compared.sentences(FAILS)[0]
