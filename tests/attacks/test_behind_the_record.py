"""Rows changed behind the record, and openings that are not what the log commits to."""

import base64
import json
from datetime import timedelta

from penalties.models import Posting
from record.canonical import canonical_bytes
from record.queries import WAIT_MINUTES_MAX
from tests.attacks import sentences as say
from tests.attacks import superuser
from tests.attacks.commission import BATCH, OWN_CHECK, cast_votes, sequencer
from tests.attacks.delegations import EXPORT
from tests.attacks.table import Notice, found, normalised
from verification.models import Vote

ACTOR, READER = "the delegation that did the act", "whoever may open it"
READER_OF_LEDGER = "whoever reads the ledger"


def test_vote_changed_in_its_row(commission):
    vote = Vote.objects.filter(ballot__closed_at__isnull=False, choice="approve").earliest("pk")
    superuser.as_superuser(
        "verification_vote", "UPDATE verification_vote SET choice = 'reject', reasons = 'x' WHERE id = %s", [vote.pk]
    )

    notices = [commission.noticed_by_own_check()]

    found("A vote is changed in its row, behind the record", notices, [(OWN_CHECK, say.VOTE_WITHOUT_ACT)])


def test_posting_changed_in_its_row(commission):
    posting = Posting.objects.filter(unit="points").earliest("pk")
    superuser.as_superuser("penalties_posting", "UPDATE penalties_posting SET amount = 9 WHERE id = %s", [posting.pk])
    reader = commission["PK"]
    reader.fetch(is_opened=True)

    notices = [commission.noticed_by_own_check(), commission.noticed_by(READER_OF_LEDGER, reader.check())]

    found(
        "A posting is changed in its row, behind the record",
        notices,
        [(OWN_CHECK, say.POSTING_WITHOUT_ACT), (READER_OF_LEDGER, say.OTHER_BALANCES)],
    )


def test_pending_entry_deleted(commission, client_of, clock):
    (vote,) = cast_votes(1)
    act = superuser.act_of(vote)
    superuser.as_superuser("record_inbox", "DELETE FROM record_inbox")
    sequencer().sequence(limit=BATCH)
    clock.move(timedelta(minutes=WAIT_MINUTES_MAX + 1))
    browser, waiting = client_of(vote.cast_by), say.WAITING.format(minutes=WAIT_MINUTES_MAX)
    assert waiting in browser.get(act.get_absolute_url()).text
    assert browser.get(f"{act.get_absolute_url()}proof").status_code == 404
    desk = browser.get("/").text
    assert say.WAITING_ON_THE_DESK in desk
    assert act.get_absolute_url() in desk

    notices = [
        Notice(ACTOR, "the desk, after ten minutes", say.WAITING_ON_THE_DESK),
        Notice(ACTOR, "the act's page, after ten minutes; and it has no proof file", normalised(waiting)),
        commission.noticed_by_own_check(),
    ]

    found(
        "An act's entry is deleted while it is pending",
        notices,
        [
            (ACTOR, say.WAITING_ON_THE_DESK),
            (ACTOR, say.WAITING.format(minutes="*N*")),
            (OWN_CHECK, say.ACT_WITHOUT_ENTRY),
        ],
    )


def test_body_changed_in_the_database(commission):
    vote = Vote.objects.filter(ballot__closed_at__isnull=False, choice="approve").earliest("pk")
    superuser.change_body(superuser.act_of(vote), changes={b'"approve"': b'"reserve"'})
    reader = commission["PK"]
    reader.fetch(is_opened=True)

    notices = [commission.noticed_by(READER, reader.check()), commission.noticed_by_own_check()]

    found(
        "The body of an act is changed in the database",
        notices,
        [(READER, say.ANOTHER_BODY), (OWN_CHECK, say.ANOTHER_BODY_OF_ACT)],
    )


def test_body_changed_in_an_export(commission):
    reader = commission["PK"]
    reader.fetch(is_opened=True)
    path = reader.folder / EXPORT / "openings" / "PK" / "000000.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    body = next(line for line in lines if b'"choice":"approve"' in base64.b64decode(line["b"]))
    body["b"] = base64.b64encode(base64.b64decode(body["b"]).replace(b'"approve"', b'"reserve"')).decode()
    path.write_bytes(b"".join(canonical_bytes(line) + b"\n" for line in lines))

    notices = [commission.noticed_by(READER, reader.check())]

    found("The body of an act is changed in an export", notices, [(READER, say.ANOTHER_BODY)])
