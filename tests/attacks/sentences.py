"""What a person reads, word for word; numbers from 10 on are letters (tests.attacks.table.normalised)."""

# The offline verifier's
SMALLER = (
    "The log shows *N* entries, but you have cosigned *M*: it was set back to an older state, or hides what came later."
)
BEGUN_ANEW = (
    "The log shows 1 entries, but you have cosigned *N*: it was set back to an older state, or hides what came later."
)
NOTHING_THERE = "export has no checkpoint, though you have cosigned *N* entries: was it emptied?"
INCONSISTENT = (
    "The *N* entries shown do not extend the *M* that you have cosigned: entries that you had seen were changed, removed "
    "or reordered, or the proof is wrong."
)
FORK = (
    "The log signed two different trees of *N* entries: the one that you have cosigned and the one shown now. This alone "
    "proves that its operator shows different logs, or has rewritten it."
)
EVIDENCE_HOLDS = "They are two different trees of *N* entries: this is proof that the log shows different logs."
TWO_LOGS = (
    "mine.txt and theirs.txt show two different trees of *N* entries, and the log signed both: it shows different logs. "
    "Keep the two files: together they are the proof."
)
ANOTHER_ROOT = "The entries in the folder do not give the root that the log signed for *N* entries."
RANGE_DOES_NOT_FIT = (
    "The entries 0 to *N* and the hash in tile/… do not fit each other: the one or the other was changed."
)
ENTRY_DOES_NOT_FIT = "Entry 7 and the hash in tile/… do not fit each other: the one or the other was changed."
NOT_WHOLE = "The entries from *N* on are not whole (tile/…). There are *M* entries where *K* must be: some were removed or added."
ANOTHER_BODY = "Entry *N*: the body shown is not the one that its envelope commits to."
OTHER_BALANCES = (
    "The balances stated to PK are not the sums of the postings in the record: of PK in points it states *N*, and they give "
    "*M*."
)
FALSE_VERDICT = (
    "Entry *N* (verification.verdict_adopted): ballot 1 of JMC-…, round 1: the votes (PK no vote, AF no vote, TR no vote, "
    "QA no vote) give “escalated”, and the act says “consensus”."
)
FALSE_REVIEW = (
    "Entry *N* (penalties.review_concluded): concludes the review of verdict 1 of JMC-… as “reversed”, and no party had "
    "asked for one."
)

# The sequencer's
BEHIND = (
    "The database is behind what was released: a checkpoint of *N* entries is in FOLDER, and the database's newest has "
    "*M*. An old backup was restored, or rows were removed. Signing on would fork the log, and every witness would see "
    "it. Restore the newest backup; if entries are lost for good, tell the four delegations before anything else is done."
)
BEHIND_WITH_NOTHING = BEHIND.replace("*M*", "0")
CHANGED_ROWS = (
    "The entries in the database are not those that were signed as the first *N*. Somebody changed rows of the log; "
    "nothing is signed until a backup that agrees with its checkpoints is restored. `manage.py verify_record` names the "
    "first row that differs."
)

# The server's own check's
AGREES = "The record of *N* entries agrees with itself and with the database."
NOT_THOSE_SIGNED = "The first *N* entries are not those that were signed: their root is another one."
FEWER = "A checkpoint of *N* entries was signed, and the log has fewer."
RELEASED_ELSEWHERE = (
    "A checkpoint of *N* entries was released, and the database does not hold that tree: it is older, or another."
)
ACT_WITHOUT_ENTRY = "Act *N* has no entry, and none is pending."
FIRST_ACT_WITHOUT_ENTRY = "Act 1 has no entry, and none is pending."
ANOTHER_LEAF = "The leaf hash of entry 7 is not that of its bytes."
ANOTHER_BODY_OF_ACT = "The body of act *N* is not the one that its envelope commits to."
VOTE_WITHOUT_ACT = (
    "Vote JMC-…, 1, AF, reject, x, …, …, af.head stands in the database, and no act of the record says so."
)
POSTING_WITHOUT_ACT = (
    "Posting JMC-…, 1, 1, PK, points, 9, …, … stands in the database, and no act of the record says so."
)

# A page's
WAITING_ON_THE_DESK = "Acts of your delegation wait for their place in the log"
WAITING = "This act has waited longer than {minutes} minutes for its place in the log; usually it takes moments."
