"""The names of the clocks of data/clocks.csv, and of those whose time they are."""

from django.utils.translation import gettext_noop

CLOCKS = {
    "filing": gettext_noop("Filing"),
    "admissibility": gettext_noop("Decision on admissibility"),
    "inadmissibility_objection": gettext_noop("Objection to inadmissibility"),
    "reply": gettext_noop("Reply"),
    "team": gettext_noop("Naming of the team"),
    "report": gettext_noop("Report"),
    "interim_report": gettext_noop("Interim report"),
    "draft_finding": gettext_noop("Draft of the finding"),
    "comment": gettext_noop("Comments on the draft facts"),
    "opening_ballot": gettext_noop("Opening of the ballot"),
    "ballot": gettext_noop("Ballot"),
    "principals": gettext_noop("Answer of the principals"),
    "review_request": gettext_noop("Request for a review"),
    "review": gettext_noop("Review"),
    "release": gettext_noop("Release of the verdict"),
    "compliance": gettext_noop("Compliance"),
    "correction": gettext_noop("Correction of the verdict"),
}

OWNERS = {
    "principals": gettext_noop("the principals"),
    "mediators": gettext_noop("both mediators"),
    "parties": gettext_noop("both parties"),
    "all": gettext_noop("all four delegations"),
    "four": gettext_noop("all four delegations"),
    "team": gettext_noop("the verification team"),
    "rapporteur": gettext_noop("the rapporteur"),
}
