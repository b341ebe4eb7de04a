"""The ways through the procedure, as acts with the hours between them; each longer way goes on from a shorter one."""

from reports.demonstration import consequences, filings, inquiry, proceedings
from reports.demonstration.stage import Step

DRAFT_IN_HASTE = [Step(0, filings.draft_in_haste)]
DRAFT = [Step(0, filings.draft)]
DISCARDED = [*DRAFT, Step(30, filings.discard)]
FILED = [*DRAFT, Step(1.5, filings.file)]
RETURNED = [*FILED, Step(7, filings.give_back)]
FILED_AGAIN = [*RETURNED, Step(16, filings.mend)]
WITHDRAWN = [*FILED, Step(6, filings.withdraw)]
INADMISSIBLE = [*FILED, Step(5, filings.declare_inadmissible)]
OBJECTED = [*INADMISSIBLE, Step(8, filings.object_to_inadmissibility)]

REGISTERED = [*FILED, Step(4, filings.register)]
MENDED = [*FILED_AGAIN, Step(5, filings.register)]
TWO_ACCOUNTS = [
    *REGISTERED,
    Step(9, filings.draft_counter_report),
    Step(1.5, filings.file),
    Step(4, filings.register),
]  # fmt: skip

_NAMING = [Step(5, proceedings.name("registrar.head")), Step(3, proceedings.name("colleague.head"))]
_REPLY = [Step(26, proceedings.reply)]
_REPORT = [Step(58, proceedings.report)]
_SHOWING = [Step(42, proceedings.show_finding)]
_COMMENTS = [Step(14, proceedings.comment("party")), Step(11, proceedings.comment("respondent"))]
_OPENING = [Step(3, proceedings.answer_comments), Step(2, proceedings.open_ballot)]
_PARTIES_VOTE = [Step(8, proceedings.vote("party")), Step(8, proceedings.vote("respondent"))]
_MEDIATORS_VOTE = [Step(6, proceedings.vote("registrar")), Step(5, proceedings.vote("colleague"))]

TEAM = [*REGISTERED, *_NAMING]
# In verification, with what is done there besides; the access is refused, or has been granted and the visit paid.
INQUIRY = [
    *TEAM,
    Step(4, inquiry.ask_question),
    Step(6, inquiry.ask_access),
    Step(3, inquiry.answer_question),
    Step(4, inquiry.refuse_access),
    Step(2, inquiry.challenge_team),
]  # fmt: skip
INQUIRY_ON_SITE = [
    *TEAM,
    Step(4, inquiry.ask_question),
    Step(4, inquiry.ask_access),
    Step(5, inquiry.grant_access),
    Step(16, inquiry.note_and_report),
    Step(3, inquiry.name_substitute),
    Step(2, inquiry.ask_access),
]  # fmt: skip
REPLIED = [*TEAM, *_REPLY]
REPORTED = [*REPLIED, *_REPORT]
# Nobody replied: the report waits for the end of the clock.
REPORTED_AFTER_SILENCE = [*TEAM, Step(70, proceedings.report)]
CASE_WITHDRAWN = [*TEAM, Step(10, filings.withdraw)]
SHOWN_TWO_ACCOUNTS = [*TWO_ACCOUNTS, *_NAMING, *_REPLY, *_REPORT, *_SHOWING]
SETTLED = [
    *TWO_ACCOUNTS,
    *_NAMING,
    *_REPLY,
    Step(24, proceedings.settle("party")),
    Step(18, proceedings.settle("respondent")),
]  # fmt: skip

_TO_BALLOT = [*_SHOWING, *_COMMENTS, *_OPENING]
BALLOT = [*REPORTED, *_TO_BALLOT]
BALLOT_OF_ONE = [*BALLOT, Step(12, proceedings.vote("registrar"))]
BALLOT_OF_TWO = [*BALLOT, *_PARTIES_VOTE]
BALLOT_OF_THREE = [*BALLOT_OF_TWO, Step(8, proceedings.vote("registrar"))]

CONSENSUS = [*BALLOT_OF_TWO, *_MEDIATORS_VOTE]
CONSENSUS_AFTER_SILENCE = [*REPORTED_AFTER_SILENCE, *_TO_BALLOT, *_PARTIES_VOTE, *_MEDIATORS_VOTE]
CONSENSUS_OF_TWO_ACCOUNTS = [*SHOWN_TWO_ACCOUNTS, *_COMMENTS, *_OPENING, *_PARTIES_VOTE, *_MEDIATORS_VOTE]
DISSENT = [
    *BALLOT,
    Step(8, proceedings.vote("party")),
    Step(8, proceedings.vote("respondent", "reject")),
    *_MEDIATORS_VOTE,
]  # fmt: skip
SECOND_ROUND = [
    *BALLOT_OF_TWO,
    Step(6, proceedings.vote("registrar")),
    Step(5, proceedings.vote("colleague", "reserve")),
    *_TO_BALLOT,
    *_PARTIES_VOTE,
    *_MEDIATORS_VOTE,
]

# The colleague stays silent until the ballot's time has run out: the worker escalates, and then the principals' time runs.
ESCALATED = BALLOT_OF_THREE
_ESCALATED_BY_MEDIATOR = [*REPORTED, Step(20, proceedings.escalate)]
NO_DETERMINATION = [
    *_ESCALATED_BY_MEDIATOR,
    Step(150, proceedings.answer_of_principals("registrar.head", "none")),
    Step(12, proceedings.answer_of_principals("colleague.head", "none")),
]
LAST_BALLOT = [
    *_ESCALATED_BY_MEDIATOR,
    Step(120, proceedings.answer_of_principals("registrar.head", "ballot")),
    Step(12, proceedings.answer_of_principals("colleague.head", "ballot")),
    *_TO_BALLOT,
    Step(8, proceedings.vote("party", "reserve")),
    Step(8, proceedings.vote("respondent")),
    *_MEDIATORS_VOTE,
]

_FINALITY = [
    Step(20, consequences.waive("party")),
    Step(16, consequences.waive("respondent")),
    Step(6, consequences.declare_final),
]
_RELEASE = [Step(30, consequences.release("registrar.head")), Step(20, consequences.release("colleague.head"))]
_NOTICE = [Step(10, consequences.notify)]

ORDERED = [*CONSENSUS, *_FINALITY]
ORDERED_AFTER_TIME = [*CONSENSUS_AFTER_SILENCE, Step(362, consequences.declare_final)]
NOTIFIED = [*ORDERED, *_NOTICE, Step(30, consequences.keep_unreleased)]
NOTIFIED_AFTER_SECOND_ROUND = [*SECOND_ROUND, *_FINALITY, *_NOTICE, *_RELEASE]
NOTIFIED_TWO_ACCOUNTS = [*CONSENSUS_OF_TWO_ACCOUNTS, *_FINALITY, *_NOTICE, Step(30, consequences.keep_unreleased)]
COMPLIED = [*NOTIFIED, Step(110, consequences.comply), Step(5, consequences.log_received)]
CLOSED = [*COMPLIED, Step(30, consequences.confirm_discharge), *_RELEASE, Step(24, consequences.close)]
CLOSED_UNRELEASED = [*ORDERED, Step(40, consequences.keep_unreleased), Step(12, consequences.close)]
RELEASED = [*ORDERED, *_RELEASE]
CORRECTED = [*CONSENSUS, Step(30, inquiry.request_correction), Step(20, inquiry.correct_verdict)]
REVIEW = [*CONSENSUS, Step(100, consequences.request_review_of_procedure)]
REVERSED = [
    *NOTIFIED,
    Step(90, consequences.request_review_on_new_fact),
    Step(60, consequences.reverse("registrar.deputy")),
    Step(20, consequences.reverse("colleague.deputy")),
]
