"""The closed lists of words of the procedure: states, stances, determinations, votes (DESIGN 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a case stands; which may follow which is in states.py."""

    VERIFICATION = "verification", _("verification")
    DELIBERATION = "deliberation", _("deliberation")
    BALLOT = "ballot", _("ballot")
    RULED = "ruled", _("ruled")
    REVIEW = "review", _("review")
    FINAL = "final", _("final")
    CLOSED = "closed", _("closed")
    ESCALATED = "escalated", _("escalated")
    SETTLED = "settled", _("settled")
    NO_DETERMINATION = "no_determination", _("no determination")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Stance(models.TextChoices):
    """How a respondent answers an allegation."""

    DENY = "deny", _("deny")
    ADMIT = "admit", _("admit")
    SELF_DEFENCE = "self_defence", _("self-defence")
    EXPLAIN = "explain", _("explain")


class Fact(models.TextChoices):
    """Whether what is alleged happened."""

    SUBSTANTIATED = "substantiated", _("substantiated")
    NOT_SUBSTANTIATED = "not_substantiated", _("not substantiated")
    UNABLE = "unable", _("unable to determine")


class Attribution(models.TextChoices):
    """Who did it, as determined; never the same field as who was alleged."""

    PK_FORCES = "pk_forces", _("PK forces")
    AF_FORCES = "af_forces", _("AF forces")
    GROUP_FROM_PK = "group_from_pk", _("armed group from PK-held area")
    GROUP_FROM_AF = "group_from_af", _("armed group from AF-held area")
    BOTH = "both", _("both")
    OTHER = "other", _("other")
    UNDETERMINED = "undetermined", _("undetermined")


class ViolationClass(models.TextChoices):
    """How grave it is, as determined."""

    OUT_OF_SCOPE = "out_of_scope", _("out of scope")
    NOT_AN_INCIDENT = "not_an_incident", _("not an incident")
    WITHOUT_VIOLATION = "without_violation", _("incident without violation")
    MINOR = "minor", _("minor")
    SERIOUS = "serious", _("serious")
    VERY_SERIOUS = "very_serious", _("very serious")


VIOLATIONS = frozenset({ViolationClass.MINOR, ViolationClass.SERIOUS, ViolationClass.VERY_SERIOUS})


class Standard(models.TextChoices):
    """The standard of proof that a determination meets."""

    REASONABLE_GROUNDS = "reasonable_grounds", _("reasonable grounds")
    CLEAR_AND_CONVINCING = "clear_and_convincing", _("clear and convincing")


class Answerable(models.TextChoices):
    """Who answers for it: voted, never derived from the attribution."""

    PK = "PK", _("PK")
    AF = "AF", _("AF")
    NONE = "none", _("none")


class Choice(models.TextChoices):
    """A delegation's voice in a ballot."""

    APPROVE = "approve", _("approve")
    REJECT = "reject", _("reject (dissent)")
    RESERVE = "reserve", _("reserve")


class Outcome(models.TextChoices):
    """How a ballot ended."""

    CONSENSUS = "consensus", _("adopted by consensus")
    DETERMINED = "determined", _("determined by the mediators")
    NEXT_ROUND = "next_round", _("to a next round")
    ESCALATED = "escalated", _("escalated to the principals")
    ANNULLED = "annulled", _("annulled")


class ReviewGround(models.TextChoices):
    """Why a review is asked for."""

    NEW_FACT = "new_fact", _("a new decisive fact")
    PROCEDURE = "procedure", _("procedure")


class AdmissibilityDecisionKind(models.TextChoices):
    """What a mediator decided about a filed incident."""

    RETURNED = "returned", _("returned: particulars are missing")
    REGISTERED = "registered", _("registered")
    INADMISSIBLE = "inadmissible", _("declared inadmissible")
    OBJECTED = "objected", _("registered on the other mediator's objection")
