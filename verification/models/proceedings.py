"""What is done in a case without moving it: questions, extensions, access, site notes, substitutes, challenges, corrections."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation, Member
from commission.roles import ACTING_ROLES
from incidents.models import Incident
from verification.models.case import Case
from verification.models.verdict import Verdict


class ClockExtension(models.Model):
    """A clock's owner awaits instructions from its capital: its time is extended, once (DESIGN 3, extend_clock)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("clock"), max_length=30)
    owner = models.CharField(_("whose time it is"), max_length=12)
    started_at = models.DateTimeField(_("the clock started at"))
    extended_at = models.DateTimeField(_("extended at"))
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("extended by")
    )

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "incident", "kind", "owner", "started_at"],
                nulls_distinct=False,
                name="extension_once_per_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.owner}"


class Question(models.Model):
    """A clock stops while a question asked by its owner awaits another's answer: once, 48 hours at most (DESIGN 3)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("clock"), max_length=30)
    owner = models.CharField(_("whose time it is"), max_length=12)
    started_at = models.DateTimeField(_("the clock started at"))
    addressed_to = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("addressed to"))
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["addressed_to", "id"], condition=models.Q(answered_at=None), name="question_unanswered"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "incident", "kind", "owner", "started_at"],
                nulls_distinct=False,
                name="question_once_per_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None, answer="")
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(answer="")),
                name="question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} → {self.addressed_to_id}"

    def get_absolute_url(self) -> str:
        """The page on which it stands."""
        return self.case.get_absolute_url()


class AccessRequest(models.Model):
    """The verification team asks a party for access; the party grants or refuses it (DESIGN 3, ask_access)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="access_requests")
    party = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("party asked"))
    place = models.CharField(_("place"), max_length=200)
    text = models.TextField(_("what for, and when"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    is_granted = models.BooleanField(_("granted"), null=True)
    answer = models.TextField(_("conditions, or reasons"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["party", "id"], condition=models.Q(is_granted=None), name="access_unanswered"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None, is_granted=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False, is_granted__isnull=False),
                name="access_answered_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(is_granted=False) | ~models.Q(answer=""), name="access_refused_with_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.place}"

    def get_absolute_url(self) -> str:
        """The page on which it stands."""
        return self.case.get_absolute_url()


class SiteNote(models.Model):
    """What the team saw at a place, noted there and then (DESIGN 3, add_site_note)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="site_notes")
    place = models.CharField(_("place"), max_length=200)
    text = models.TextField(_("what was seen"))
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by"))

    class Meta:
        verbose_name = _("site note")
        verbose_name_plural = _("site notes")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.place}"


class SubstituteQuerySet(models.QuerySet["Substitute"]):
    """Which namings still count."""

    def standing(self) -> "SubstituteQuerySet":
        """Whoever was named may still act for that delegation, in the seat and with the password of the naming.

        Otherwise one admin could give an officer a new password, or move another person's seat, and cast the vote.
        """
        untouched = models.Q(member__access_changed_at=None) | models.Q(
            member__access_changed_at__lt=models.F("named_at")
        )
        return self.filter(
            untouched, member__delegation=models.F("delegation"), member__role__in=ACTING_ROLES, member__is_active=True
        )


class Substitute(models.Model):
    """A delegation's head names a member who may vote for it in this case (DESIGN 2, name_substitute)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="substitutes")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("delegation"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="substitutions", verbose_name=_("member"))
    named_at = models.DateTimeField(_("named at"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("named by"))

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute voter")
        verbose_name_plural = _("substitute voters")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "member", "named_at"], name="substitute_once")]

    def __str__(self) -> str:
        return str(self.member)


class Challenge(models.Model):
    """A delegation doubts, for stated grounds, that a member is impartial; the mediators decide (DESIGN 3)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="challenges")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("member challenged"))
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("challenged by"))
    grounds = models.TextField(_("grounds"))
    challenged_at = models.DateTimeField(_("challenged at"))
    challenged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("challenged by")
    )
    is_upheld = models.BooleanField(_("upheld"), null=True)
    decision_reasons = models.TextField(_("reasons of the decision"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=models.Q(decided_at=None), name="challenge_one_open_per_member"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, is_upheld=None, decision_reasons="")
                | (models.Q(decided_at__isnull=False, is_upheld__isnull=False) & ~models.Q(decision_reasons="")),
                name="challenge_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.member}"

    def get_absolute_url(self) -> str:
        """The page on which it stands."""
        return self.case.get_absolute_url()

    @property
    def assent_subject(self) -> str:
        """What the mediators' assents to its decision are about."""
        return f"challenge/{self.pk}"


class Correction(models.Model):
    """A clerical correction of a verdict: a new version of its reasons beside the old one (DESIGN 3, correct_verdict)."""

    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="corrections")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    request = models.TextField(_("the clerical error"))
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    corrected_text = models.TextField(_("corrected passage"), blank=True)
    corrected_at = models.DateTimeField(_("corrected at"), null=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verdict"], condition=models.Q(corrected_at=None), name="correction_one_open_per_verdict"
            ),
            models.CheckConstraint(
                condition=models.Q(corrected_at=None, corrected_text="")
                | (models.Q(corrected_at__isnull=False) & ~models.Q(corrected_text="")),
                name="correction_made_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.requested_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The page on which it stands."""
        return self.verdict.get_absolute_url()

    @property
    def assent_subject(self) -> str:
        """What the mediators' assents to it are about."""
        return f"correction/{self.pk}"
