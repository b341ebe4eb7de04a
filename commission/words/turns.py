"""Whose turn a state is, and what the acts are called that two delegations do together."""

from django.utils.translation import gettext_noop

TURNS = {
    "verification team": gettext_noop("the verification team"),
    "rapporteur": gettext_noop("the rapporteur"),
    "delegations that have not voted": gettext_noop("the delegations that have not voted"),
    "parties": gettext_noop("the parties"),
    "mediators": gettext_noop("the mediators"),
    "principals": gettext_noop("the principals"),
    "nobody": gettext_noop("nobody: it has ended"),
    "secretariat": gettext_noop("the secretariat"),
    "addressee": gettext_noop("the addressee"),
    "filing delegation": gettext_noop("the filing delegation"),
    "mediators that did not file": gettext_noop("the mediators that did not file"),
    "other mediator": gettext_noop("the other mediator"),
}

ACTS = {
    "name_team": gettext_noop("naming the verification team"),
    "name_rapporteur": gettext_noop("naming the rapporteur"),
    "settle_case": gettext_noop("settling the case"),
    "record_principals_answer": gettext_noop("recording the principals' answer"),
    "reopen_case": gettext_noop("reopening the case"),
    "annul_ballot": gettext_noop("annulling the ballot"),
    "decide_challenge": gettext_noop("deciding the challenge"),
    "correct_verdict": gettext_noop("correcting the verdict"),
    "waive_review": gettext_noop("waiving the review"),
    "conclude_review": gettext_noop("concluding the review"),
    "release_verdict": gettext_noop("releasing the verdict"),
    "refer_to_principals": gettext_noop("referring the penalty to the principals"),
    "stay_penalty": gettext_noop("staying the penalty"),
    "lift_stay": gettext_noop("lifting the stay"),
}
