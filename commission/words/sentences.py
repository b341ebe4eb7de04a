"""The sentences of data/transitions.csv and data/clocks.csv that people read, so that translators find them."""

from django.utils.translation import gettext_noop

REFUSALS = (
    gettext_noop(
        "An incident needs where, when, what, whom it alleges and one item of evidence before it can be filed."
    ),
    gettext_noop("Say what is missing, so that the filer can mend it."),
    gettext_noop("The delegation that filed an incident does not decide on its admissibility."),
    gettext_noop("The time to object has passed."),
    gettext_noop("A filed incident is withdrawn not discarded."),
    gettext_noop("Only the filing delegation may withdraw."),
    gettext_noop("An incident cannot be withdrawn once its case has gone to a ballot."),
    gettext_noop("The right of reply is still running."),
    gettext_noop("A ballot cannot open while a right of reply or of comment is running."),
    gettext_noop("Your delegation has already voted in this ballot."),
    gettext_noop("A ballot can be annulled once in a case."),
    gettext_noop("A case is escalated once."),
    gettext_noop("Both mediators record the principals' answer."),
    gettext_noop("A settlement needs both heads."),
    gettext_noop("The time to ask for a review has passed."),
    gettext_noop("A verdict becomes final when the time for review has passed or both parties have waived it."),
    gettext_noop("A review is decided by other persons than those who voted."),
    gettext_noop("Only a new decisive fact reopens a final verdict."),
    gettext_noop("A case closes when its penalties are discharged and its release is decided."),
    gettext_noop("Only a new decisive fact reopens a closed case."),
    gettext_noop("Both mediators reopen a case."),
    gettext_noop("A report of compliance needs evidence."),
    gettext_noop("The rapporteur does not confirm a discharge."),
    gettext_noop("A penalty is stayed only while a review is pending."),
)

ACTORS = (
    gettext_noop("head or deputy of the filing delegation"),
    gettext_noop("head or deputy of a mediator that did not file it"),
    gettext_noop("head or deputy of the other mediator"),
    gettext_noop("head, deputy or officer of the filing delegation"),
    gettext_noop("with register_incident"),
    gettext_noop("a member of the verification team"),
    gettext_noop("rapporteur's delegation: head or deputy"),
    gettext_noop("an eligible head or deputy of each delegation"),
    gettext_noop("the fourth vote"),
    gettext_noop("the fourth vote or the ballot clock"),
    gettext_noop("both mediators"),
    gettext_noop("head or deputy of a mediator"),
    gettext_noop("the clock"),
    gettext_noop("heads of both parties"),
    gettext_noop("with withdraw_incident"),
    gettext_noop("head or deputy of a party"),
    gettext_noop("both mediators, by persons who did not vote on it"),
    gettext_noop("with declare_final or conclude_review"),
    gettext_noop("admin"),
    gettext_noop("head or deputy of the addressee"),
    gettext_noop("head or deputy of a mediator other than the rapporteur"),
    gettext_noop("both mediators or with conclude_review"),
    gettext_noop("with conclude_review"),
)

CLOCK_OWNERS = (
    gettext_noop("filing delegation"),
    gettext_noop("mediators that did not file"),
    gettext_noop("the other mediator"),
    gettext_noop("each respondent (both parties where none is named)"),
    gettext_noop("both mediators"),
    gettext_noop("verification team"),
    gettext_noop("rapporteur"),
    gettext_noop("both parties"),
    gettext_noop("rapporteur's delegation"),
    gettext_noop("four delegations"),
    gettext_noop("principals"),
    gettext_noop("parties"),
    gettext_noop("mediators"),
    gettext_noop("addressee"),
    gettext_noop("any delegation"),
)

ENDS_OF_CLOCKS = (
    gettext_noop("nothing: reasons for lateness become required (refused after 720 hours)"),
    gettext_noop("overdue; shown to all four; after a further 72 hours the other mediator is reminded by name"),
    gettext_noop("step closes"),
    gettext_noop("step closes; silence is recorded as silence"),
    gettext_noop("overdue"),
    gettext_noop("overdue; after a further 72 hours the mediators are told to name another rapporteur"),
    gettext_noop("tally with closed = true"),
    gettext_noop("no determination"),
    gettext_noop("step closes; declare_final opens"),
    gettext_noop("overdue; reasons must be logged"),
)
