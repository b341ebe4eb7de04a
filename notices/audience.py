"""The pure table of who must know: for each event of the record, whom it gives a turn or a duty, and which.

Rows name audiences, not people: queries.py finds those. Where a member stands in two lines of a row, the first holds.
"""

from dataclasses import dataclass
from enum import StrEnum

from commission import law
from notices.words import READ


class Who(StrEnum):
    """An audience; of a delegation always its heads and deputies."""

    FILER = "the filing delegation"
    RESPONDENTS = "the parties that may reply"
    PARTIES = "both parties"
    MEDIATORS = "both mediators"
    MEDIATORS_NOT_FILING = "the mediators that did not file"
    OTHER_MEDIATOR = "the mediator beside the actor's, if it did not file"
    BESIDE = "the delegation beside the actor's"
    FOUR = "all four delegations"
    VOTERS = "all four delegations and their substitute voters"
    TEAM = "the verification team"
    RAPPORTEUR = "the rapporteur, or both mediators where none is named"
    RAPPORTEURS_DELEGATION = "the rapporteur's delegation"
    ASKED = "the delegation that was asked"
    SUBSTITUTE = "the substitute voter"
    ADDRESSEE = "the addressee of the penalty"
    OWNER = "whose time it is"
    MEMBER = "the member whom the act is about"
    OF_THE_SEAT = "the delegation of the seat, or of both seats where a member moves"
    ADMINS = "the admins of the secretariat"


@dataclass(frozen=True)
class Told:
    """An audience of an event, and the step that the event gives it."""

    who: Who
    step: str = READ


@dataclass(frozen=True)
class Nobody:
    """The event gives nobody a turn or a duty, because …"""

    reason: str


Row = tuple[Told, ...] | Nobody

LAW: dict[str, Row] = {
    "incident_filed": (Told(Who.MEDIATORS_NOT_FILING, "decide_admissibility"),),
    "incident_returned": (Told(Who.FILER, "mend_and_file"), Told(Who.OTHER_MEDIATOR)),
    "incident_registered": (Told(Who.RESPONDENTS, "reply"), Told(Who.FILER)),
    "incident_declared_inadmissible": (Told(Who.OTHER_MEDIATOR, "object"), Told(Who.FILER)),
    "inadmissibility_objected": (Told(Who.RESPONDENTS, "reply"), Told(Who.FILER), Told(Who.MEDIATORS)),
    "incident_withdrawn": (Told(Who.FOUR),),
    "case_opened": (Told(Who.MEDIATORS, "name_people"),),
    "report_submitted": (Told(Who.RAPPORTEUR, "draft_finding"),),
    "ballot_opened": (Told(Who.VOTERS, "vote"),),
    "vote_cast": Nobody("votes are sealed: that one more was cast calls nobody to the ballot"),
    "verdict_adopted": (Told(Who.PARTIES, "waive_or_review"), Told(Who.MEDIATORS, "declare_final")),
    "round_failed": (Told(Who.RAPPORTEUR, "draft_finding"), Told(Who.FOUR)),
    "case_escalated": (Told(Who.MEDIATORS, "record_answer"), Told(Who.PARTIES, "bring_to_principals")),
    "no_determination_recorded": (Told(Who.FOUR),),
    "ballot_annulled": (Told(Who.RAPPORTEUR, "draft_finding"), Told(Who.FOUR)),
    "principals_answered": (Told(Who.RAPPORTEUR, "draft_finding"), Told(Who.FOUR)),
    "case_settled": (Told(Who.FOUR), Told(Who.TEAM), Told(Who.RAPPORTEUR)),
    # The four are told of the withdrawal itself.
    "case_withdrawn": (Told(Who.TEAM), Told(Who.RAPPORTEUR)),
    "review_requested": (Told(Who.MEDIATORS, "decide_review"), Told(Who.PARTIES)),
    "review_waived": (Told(Who.BESIDE, "waive_or_review"), Told(Who.MEDIATORS, "declare_final")),
    "verdict_final": (Told(Who.MEDIATORS, "decide_release"), Told(Who.PARTIES)),
    "review_concluded": (Told(Who.FOUR),),
    "case_closed": (Told(Who.FOUR),),
    "case_reopened": (Told(Who.TEAM, "verify"), Told(Who.MEDIATORS, "name_people"), Told(Who.PARTIES)),
    "penalty_ordered": (Told(Who.ADMINS, "notify_addressee"), Told(Who.ADDRESSEE)),
    "penalty_notified": (Told(Who.ADDRESSEE, "comply"),),
    "compliance_reported": (Told(Who.MEDIATORS, "accept_or_reject"), Told(Who.ADMINS, "log_report")),
    "penalty_overdue": (Told(Who.ADDRESSEE, "comply_now"), Told(Who.MEDIATORS, "refer"), Told(Who.FOUR)),
    "penalty_discharged": (Told(Who.ADDRESSEE),),
    "compliance_rejected": (Told(Who.ADDRESSEE, "comply"),),
    "penalty_referred": (Told(Who.ADDRESSEE, "comply_now"), Told(Who.MEDIATORS)),
    "penalty_stayed": (Told(Who.ADDRESSEE),),
    "stay_lifted": (Told(Who.ADDRESSEE, "comply"),),
    "penalty_reversed": (Told(Who.ADDRESSEE),),
}

WITHOUT_CHANGE_OF_STATE: dict[str, Row] = {
    "reply_sent": (Told(Who.TEAM, "submit_report"), Told(Who.FILER)),
    "clock_extended": (Told(Who.MEDIATORS),),
    # What a clock says depends on the clock: clock_reminded() and clock_ended() below.
    "clock_reminded": (Told(Who.OWNER, "time_runs"),),
    "clock_ended": (Told(Who.OWNER, "time_ended"),),
    "question_asked": (Told(Who.ASKED, "answer_question"),),
    "question_answered": (Told(Who.OWNER, "read_answer"),),
    "team_named": (Told(Who.TEAM, "verify"), Told(Who.PARTIES, "challenge")),
    "access_asked": (Told(Who.ASKED, "answer_access"),),
    "access_granted": (Told(Who.TEAM, "go_on_site"),),
    "access_refused": (Told(Who.TEAM, "go_on_site"), Told(Who.MEDIATORS, "act_on_refusal")),
    "site_note_added": Nobody("it is part of the file, which the report will sum up"),
    "interim_report_submitted": (Told(Who.MEDIATORS),),
    "rapporteur_named": (Told(Who.RAPPORTEUR, "await_report"), Told(Who.PARTIES, "challenge")),
    "finding_drafted": (Told(Who.PARTIES, "comment"),),
    "facts_shown": (Told(Who.PARTIES, "comment"),),
    "draft_facts_shown": (Told(Who.PARTIES, "comment"),),
    "comment_sent": (Told(Who.RAPPORTEUR, "answer_comment"), Told(Who.RAPPORTEURS_DELEGATION, "open_ballot")),
    "comments_answered": (Told(Who.FOUR),),
    "substitute_named": (Told(Who.SUBSTITUTE, "vote_as_substitute"),),
    "member_challenged": (Told(Who.MEDIATORS, "decide_challenge"),),
    "challenge_decided": (Told(Who.FOUR),),
    "correction_requested": (Told(Who.MEDIATORS, "decide_correction"),),
    "verdict_corrected": (Told(Who.FOUR),),
    "verdict_released": (Told(Who.FOUR),),
    "release_reasons_logged": (Told(Who.FOUR),),
    "counter_report_linked": (Told(Who.PARTIES),),
    "evidence_added": (Told(Who.MEDIATORS),),
    "votes_revealed": Nobody("what the closed ballot led to is an act of its own, told to all four"),
    "assent_given": (Told(Who.BESIDE, "agree_or_not"),),
    "points_posted": Nobody("the verdict that posts them is declared final in the same transaction, and told"),
    "compliance_logged": (Told(Who.ADDRESSEE),),
    "compliance_received": (Told(Who.ADDRESSEE),),
}

_CATALOGUE = Nobody("a change of reference data is in effect at once and awaits nobody; the record shows it to all")
ADMINISTRATION: dict[str, Row] = {
    "member_made": (Told(Who.OF_THE_SEAT),),
    "member_changed": Nobody("a name or an e-mail address gives nobody a turn"),
    "password_reset": (Told(Who.MEMBER, "check_password"), Told(Who.OF_THE_SEAT)),
    "password_reset_proposed": (Told(Who.ADMINS, "confirm_seat"), Told(Who.OF_THE_SEAT)),
    "password_reset_confirmed": (Told(Who.MEMBER, "check_password"), Told(Who.OF_THE_SEAT), Told(Who.ADMINS)),
    "password_reset_refused": (Told(Who.ADMINS), Told(Who.OF_THE_SEAT)),
    "seat_change_proposed": (Told(Who.ADMINS, "confirm_seat"), Told(Who.OF_THE_SEAT)),
    "seat_change_confirmed": (Told(Who.MEMBER), Told(Who.OF_THE_SEAT), Told(Who.ADMINS)),
    "seat_change_refused": (Told(Who.ADMINS), Told(Who.OF_THE_SEAT)),
    "seat_changed": (Told(Who.MEMBER), Told(Who.OF_THE_SEAT)),
    "sector_version_made": _CATALOGUE,
    "crossing_made": _CATALOGUE,
    "crossing_changed": _CATALOGUE,
    "violation_type_made": _CATALOGUE,
    "violation_type_changed": _CATALOGUE,
    "measure_made": _CATALOGUE,
    "measure_changed": _CATALOGUE,
    "protocol_drafted": (Told(Who.ADMINS, "confirm_protocol"),),
    "protocol_confirmed": (Told(Who.FOUR), Told(Who.ADMINS)),
    "witness_enrolled": (Told(Who.FOUR, "check_key"),),
    "cosigning_refused": (Told(Who.FOUR, "compare_record"), Told(Who.ADMINS)),
}

AUDIENCES: dict[str, Row] = LAW | WITHOUT_CHANGE_OF_STATE | ADMINISTRATION

# Whom the end of a clock gives a turn, because it closes a step that they waited for.
OPENED_BY_END = {
    "reply": Told(Who.TEAM, "submit_report"),
    "comment": Told(Who.RAPPORTEURS_DELEGATION, "open_ballot"),
    "review_request": Told(Who.MEDIATORS, "declare_final"),
}
# What the law has happen long after an end (clocks.csv: "after a further 72 hours …").
LONG_AFTER_END = {
    "admissibility": (Told(Who.OWNER, "overdue"), Told(Who.MEDIATORS_NOT_FILING, "remind_the_other")),
    "draft_finding": (Told(Who.MEDIATORS, "name_another_rapporteur"), Told(Who.OWNER, "overdue")),
}

# Which clocks of clocks.csv give a step its deadline; another that runs for the same member says nothing of this step.
CLOCKS_OF_STEP = {
    "decide_admissibility": {"admissibility"},
    "object": {"inadmissibility_objection"},
    "reply": {"reply"},
    "name_people": {"team"},
    "verify": {"report", "interim_report"},
    "submit_report": {"report", "interim_report"},
    "go_on_site": {"report", "interim_report"},
    "draft_finding": {"draft_finding"},
    "answer_comment": {"draft_finding"},
    "comment": {"comment"},
    "open_ballot": {"opening_ballot"},
    "vote": {"ballot"},
    "vote_as_substitute": {"ballot"},
    "record_answer": {"principals"},
    "waive_or_review": {"review_request"},
    "decide_review": {"review"},
    "decide_release": {"release"},
}

# A right that everyone keeps for a month, and that awaits nobody: no reminder of it.
NOBODY_S_DUTY = frozenset({"correction"})


def audience_of(event: str) -> tuple[Told, ...]:
    """Who is told of an event of the record ("verification.vote_cast"), clocks apart. KeyError for an unknown one."""
    row = AUDIENCES[event.rpartition(".")[2]]
    return () if isinstance(row, Nobody) else row


def clock_reminded(clock: str, *, is_over: bool) -> tuple[Told, ...]:
    """Who is reminded of a clock: its owner while it runs; after its end whom the law names."""
    if clock in NOBODY_S_DUTY:
        return ()
    if is_over:
        return LONG_AFTER_END.get(clock, (Told(Who.OWNER, "overdue"),))
    return (Told(Who.OWNER, "time_runs"),)


def clock_ended(clock: str) -> tuple[Told, ...]:
    """Who is told that a clock has ended: its owner, whoever has the turn now, and all four where it is overdue."""
    if clock in NOBODY_S_DUTY:
        return ()
    if _shows_as_overdue(clock):
        return (Told(Who.OWNER, "overdue"), Told(Who.FOUR))
    opened = OPENED_BY_END.get(clock)
    return (Told(Who.OWNER, "time_ended"), *([opened] if opened else []))


def _shows_as_overdue(clock: str) -> bool:
    return any(row.clock == clock and row.at_its_end.startswith("overdue") for row in law.clock_rows())
