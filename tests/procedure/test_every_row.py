"""Counts: every row of transitions.csv and of clocks.csv, and every act that moves no state, has its story."""

import importlib

from commission import law
from commission.steps import Step
from tests.factories.trials import TRIALS
from tests.procedure.test_pages_of_proceedings import PAGES
from verification import steps

# Where each clock is told to its end, and by which test.
CLOCKS = {
    "filing": "procedure.test_admissibility.test_filing_is_late_after_24_hours_and_refused_after_30_days",
    "admissibility": "procedure.test_clocks_remind_and_end"
    ".test_the_other_mediator_is_reminded_by_name_72_hours_after_admissibility_is_overdue",
    "inadmissibility_objection": "procedure.test_admissibility.test_the_other_mediator_objects_within_twelve_hours",
    "reply": "procedure.test_clocks_remind_and_end.test_silence_is_recorded_as_silence_with_the_notice_that_was_given",
    "team": "procedure.test_clocks_remind_and_end.test_a_worker_that_was_down_catches_up_in_order_each_moment_once",
    "report": "procedure.test_clocks_remind_and_end"
    ".test_a_clock_is_extended_once_by_its_owner_where_the_protocol_has_an_extension",
    "interim_report": "procedure.test_site_notes_and_interim_report"
    ".test_an_interim_report_that_does_not_come_is_overdue_and_nothing_else",
    "draft_finding": "procedure.test_clocks_remind_and_end"
    ".test_the_mediators_are_told_to_name_another_rapporteur_72_hours_after_the_draft_was_due",
    "comment": "procedure.test_clocks_remind_and_end.test_what_is_overdue_can_still_be_done_and_what_is_closed_cannot",
    "opening_ballot": "procedure.test_comments.test_the_ballot_waits_for_both_comments_or_48_hours",
    "ballot": "procedure.test_decision_rule_sentence_3"
    ".test_a_silent_mediator_escalates_and_a_dissenting_one_brings_a_new_round",
    "principals": "procedure.test_escalation.test_their_clock_reminds_and_then_ends_the_case",
    "review_request": "procedure.test_decision_rule_sentence_5"
    ".test_the_ballot_s_end_tallies_what_people_cast_and_the_review_s_end_only_opens_the_next_step",
    "review": "procedure.test_overdue_after_the_verdict.test_a_review_that_is_not_concluded_is_overdue_and_still_open",
    "release": "procedure.test_overdue_after_the_verdict.test_a_release_that_is_not_decided_is_overdue_and_still_owed",
    "compliance": "procedure.test_overdue_after_the_verdict.test_a_penalty_that_is_not_obeyed_is_overdue_once",
    "correction": "procedure.test_corrections.test_the_time_to_ask_ends_after_thirty_days",
}
# The acts that move no state and whose pages are told elsewhere than in test_pages_of_proceedings.
STILL = {
    "send_reply": "procedure.test_replies.test_the_respondent_replies_once_and_nobody_for_it",
    "name_team": "procedure.test_substitutes.test_a_substitute_lets_head_and_deputy_serve_on_the_team",
    "name_rapporteur": "procedure.test_challenges.test_an_upheld_challenge_relieves_the_rapporteur",
    "draft_finding": "procedure.test_comments.test_only_the_rapporteur_drafts_and_only_in_deliberation",
    "send_comment": "procedure.test_comments.test_a_party_comments_once_on_the_text_that_is_shown",
}


def is_told(path):
    module, _dot, test = path.rpartition(".")
    return callable(getattr(importlib.import_module(f"tests.{module}"), test, None))


def test_every_clock_of_the_law_is_told_to_its_end_and_no_other():
    assert set(CLOCKS) == {row.clock for row in law.clock_rows()}
    assert [path for path in CLOCKS.values() if not is_told(path)] == []


def test_every_row_of_the_law_has_its_trial_and_no_other():
    assert set(TRIALS) == {(row.machine, row.source, row.act) for row in law.rows()}


def test_every_act_that_moves_no_state_is_told_and_no_other():
    acts = {step.act for step in vars(steps).values() if isinstance(step, Step)}

    assert set(PAGES) | set(STILL) == acts - {row.verb for row in law.rows()}
    assert [path for path in STILL.values() if not is_told(path)] == []
