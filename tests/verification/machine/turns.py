"""What is tried in which state: the acts that the law has there, mostly by those who may."""

from zlib import crc32

from hypothesis import strategies as st

from tests.conftest import Cast
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.verification.machine.side import Side

VOTERS = [f"{code}.{role}" for code in ("pk", "af", "tr", "qa") for role in ("head", "deputy")]
MEDIATORS = ["tr.head", "qa.head", "tr.deputy", "qa.deputy"]
HEADS_OF_FOUR = ("pk.head", "af.deputy", "tr.head", "qa.head")


def mostly(some):
    """Mostly one of these, now and then anybody at all."""
    return [*some * (3 * len(Cast.usernames()) // len(some)), *Cast.usernames()]


def one_of(*some):
    return list(some)


def pick(data, options, *, label, turn):
    """One of the options, at random; the simplest example, which draws nothing but zeros, is a walk as random as others."""
    drawn = data.draw(st.integers(0, len(options) - 1), label=label)
    return options[(drawn + crc32(f"{label} {turn}".encode())) % len(options)]


ANYBODY = Cast.usernames()
MEDIATOR, PARTY, VOTER = mostly(MEDIATORS), mostly(["pk.head", "af.head"]), mostly(VOTERS)
EXPERT = mostly(["tr.officer", "tr.officer", "qa.officer", "tr.deputy"])
ADMIN = mostly(["admin1", "admin2"])
EXPERTS = one_of("tr.officer", "tr.officer", "qa.officer", "tr.deputy")
# Who does together what two must do, or tries to.
PAIR = one_of(("tr.head", "qa.head"), ("qa.deputy", "tr.deputy"), ("tr.deputy", "tr.head"), ("pk.head", "qa.head"))
BOTH_PARTIES = one_of(("pk.head", "af.head"), ("af.deputy", "pk.deputy"), ("pk.head",), ("af.head", "qa.head"))
CHOICE = one_of("approve", "approve", "approve", "reject", "reserve", None)
CAST = [one for one in CHOICE if one]
PARTIES_CHOICE = one_of("approve", "reject", "reserve", None)
# The third leaves a mediator without a voter.
TEAM = one_of(("qa.officer",), ("tr.officer", "qa.deputy"), ("tr.head", "tr.deputy"), ("tr.officer",))
OUTCOMES = one_of("upheld", "varied", "reversed", "reopened", "lapsed")
CLASSES = one_of("without_violation", "minor", "serious", "very_serious")

NAMING = [
    ("name_team", {"by": PAIR, "team": TEAM}),
    ("name_rapporteur", {"by": PAIR, "rapporteur": EXPERTS}),
]
FINAL = [
    ("log_notified", {"by": ADMIN}),
    ("report_compliance", {"by": BOTH_PARTIES}),
    ("log_compliance_received", {"by": ADMIN}),
    ("reject_compliance", {"by": MEDIATOR}),
    ("report_compliance", {"by": BOTH_PARTIES}),
    ("confirm_discharge", {"by": MEDIATOR}),
    ("refer_to_principals", {"by": PAIR}),
    ("log_release_reasons", {"by": MEDIATOR}),
    ("release_verdict", {"by": PAIR}),
    ("close_case", {"by": MEDIATOR}),
    ("request_review", {"by": PARTY}),
]
# In each state of a case, the acts that move it on.
TURNS = {
    "verification": [
        *NAMING,
        ("send_reply", {"by": BOTH_PARTIES}),
        ("submit_report", {"by": EXPERT}),
        ("submit_report", {"by": one_of(("qa.officer", "tr.officer"))}),
    ],
    "deliberation": [
        NAMING[1],
        ("draft_finding", {"by": EXPERT, "violation_class": CLASSES, "answerable": one_of("PK", "AF")}),
        ("send_comment", {"by": BOTH_PARTIES}),
        ("draft_finding", {"by": EXPERT}),
        ("open_ballot", {"by": MEDIATOR}),
        ("open_ballot", {"by": one_of(("tr.head", "qa.head"))}),
    ],
    "ballot": [
        ("cast_vote", {"by": VOTER, "choice": CAST}),
        ("cast_vote", {"by": VOTER, "choice": CAST}),
        ("annul_ballot", {"by": PAIR}),
    ],
    "escalated": [("record_principals_answer", {"by": PAIR, "answer": one_of("ballot", "ballot", "none")})],
    "ruled": [
        ("waive_review", {"by": BOTH_PARTIES}),
        ("declare_final", {"by": MEDIATOR}),
        ("request_review", {"by": PARTY}),
        ("request_correction", {"by": VOTER}),
        ("correct_verdict", {"by": PAIR}),
    ],
    "review": [
        ("conclude_review", {"by": one_of(("qa.deputy", "tr.deputy")), "outcome": OUTCOMES}),
        ("stay_penalty", {"by": PAIR}),
        ("conclude_review", {"by": PAIR, "outcome": OUTCOMES}),
        ("lift_stay", {"by": PAIR}),
        ("conclude_review", {"by": one_of(("tr.deputy", "qa.deputy")), "outcome": OUTCOMES}),
    ],
    "final": FINAL,
    "closed": [("request_review", {"by": PARTY})],
    "settled": [("reopen_case", {"by": PAIR})],
    "no_determination": [("reopen_case", {"by": PAIR})],
    "withdrawn": [("reopen_case", {"by": PAIR})],
}
# Beside the main road, in any state: incidents that come later, proceedings, and what ends a case early.
BESIDE = [
    ("file_incident", {"by": mostly(["pk.head", "tr.head"]), "respondents": one_of(("AF",), ("PK",), ())}),
    ("return_incident", {"by": MEDIATOR}),
    ("file_incident", {"by": mostly(["pk.deputy", "af.head"])}),
    ("register_incident", {"by": MEDIATOR, "joins": one_of(True, True, False)}),
    ("declare_inadmissible", {"by": MEDIATOR}),
    ("object_to_inadmissibility", {"by": MEDIATOR}),
    ("discard_draft", {"by": VOTER}),
    ("link_counter_report", {"by": MEDIATOR}),
    ("ask_access", {"by": EXPERT, "party": one_of("PK", "AF")}),
    ("grant_access", {"by": PARTY}),
    ("refuse_access", {"by": PARTY}),
    ("add_site_note", {"by": EXPERT}),
    ("submit_interim_report", {"by": EXPERT}),
    ("extend_clock", {"by": VOTER}),
    ("ask_question", {"by": mostly(["af.head", "pk.head", "tr.officer"]), "of": one_of("PK", "AF", "TR", "QA")}),
    ("answer_question", {"by": VOTER}),
    ("challenge_member", {"by": VOTER, "challenged": one_of("tr.officer", "qa.officer", "tr.head", "qa.deputy")}),
    ("decide_challenge", {"by": PAIR, "is_upheld": one_of(True, False)}),
    ("name_substitute", {"by": mostly(["pk.head", "qa.head"]), "substitute": one_of("pk.officer", "qa.officer")}),
    ("withdraw_incident", {"by": VOTER, "first": one_of(False, False, True)}),
    ("settle_case", {"by": one_of(("pk.head",), ("af.head",), ("pk.head", "af.head"), ("pk.deputy", "qa.head"))}),
    ("escalate_case", {"by": MEDIATOR}),
]
# A seat in another delegation, another role, or back again; the last two would leave a delegation or the secretariat.
SEATS = [
    ("pk.officer", "PK", "deputy"), ("pk.deputy", "AF", "deputy"), ("tr.officer", "QA", "deputy"),
    ("tr.deputy", "QA", "head"), ("qa.officer", "TR", "deputy"), ("tr.head", "TR", "officer"),
    ("tr.officer", "PK", "head"), ("qa.deputy", "AF", "deputy"), ("tr.observer", "TR", "head"),
    ("pk.head", "PK", "observer"), ("qa.head", "QA", "observer"), ("qa.deputy", "QA", "officer"),
    ("tr.deputy", "TR", "observer"), ("pk.deputy", "PK", "officer"),
]  # fmt: skip
HOURS = [*[1, 13, 25, 49, 73, 73, 121, 241, 361, 721] * 2, *range(1, 31, 3)]

STAGES = {
    "registered": procedure.registered_case,
    "of a mediator": lambda filer: procedure.with_team(
        procedure.registered_case(filed_incident(by=procedure.member("tr.head"), respondents=[])),
        team="tr.officer",
        rapporteur="qa.officer",
    ),
    "shown": lambda filer: procedure.with_finding(procedure.in_deliberation(filer=filer)),
    "ballot": lambda filer: procedure.case_at("ballot", filer=filer),
    "ruled": lambda filer: procedure.case_at("ruled", filer=filer),
    "final": lambda filer: penalties.final_case(filer=filer, violation_class="serious"),
}


def sides_at(stage, *filers):
    """A case at this stage for each of these filers, and an incident that each filed beside it."""
    return [Side(STAGES[stage](filer=filer).pk, [filed_incident(by=procedure.member(filer)).pk]) for filer in filers]
