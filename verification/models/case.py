"""The commission's one file on what happened, its incidents and its people."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commission.models import Member, Protocol
from incidents.models import Incident
from verification.vocabularies import State

if TYPE_CHECKING:
    from verification.models.ballot import Ballot
    from verification.models.verdict import Verdict


class CaseCounter(models.Model):
    """The last case number of a UTC year; its row is locked while a case opens, so numbers have no gaps (DESIGN 4)."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Case(models.Model):
    """Takes one or more incidents, also both sides' accounts of one event (DESIGN 1)."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.VERIFICATION)
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="+", verbose_name=_("protocol version"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True)
    incidents = models.ManyToManyField(
        Incident, through="CaseIncident", through_fields=("case", "incident"), related_name="cases"
    )

    team_named_at = models.DateTimeField(_("team named at"), null=True)
    rapporteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("rapporteur")
    )
    rapporteur_relieved_at = models.DateTimeField(_("rapporteur relieved at"), null=True)
    reported_at = models.DateTimeField(_("report submitted at"), null=True)
    # Rounds of voting begun, and annulled, since the case opened or was reopened.
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    round_failed_at = models.DateTimeField(_("last round failed at"), null=True)
    facts_shown_at = models.DateTimeField(_("draft facts shown at"), null=True)
    is_annulment_spent = models.BooleanField(_("a ballot was annulled"), default=False)
    escalated_at = models.DateTimeField(_("escalated at"), null=True)
    escalation_reasons = models.TextField(_("reasons for escalation"), blank=True)
    principals_answered_at = models.DateTimeField(_("the principals answered at"), null=True)
    principals_answer = models.TextField(_("the principals' answer"), blank=True)
    review_requested_at = models.DateTimeField(_("review requested at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ending_text = models.TextField(_("agreed text, or positions recorded"), blank=True)
    # What the mediators recorded for the principals of all four, by delegation; empty where nobody did.
    positions = models.JSONField(_("positions of the four"), default=dict)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="case_in_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="case_state_known"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The case's own page."""
        return reverse("case_detail", args=[self.reference])

    @property
    def subject(self) -> tuple[str, str]:
        """Under which name the record knows this case."""
        return ("case", self.reference)

    @property
    def is_last_ballot(self) -> bool:
        """Whether the case comes back from the principals: one last ballot, tallied as round 2 (decision rule 4)."""
        return self.escalated_at is not None

    def live_incidents(self) -> models.QuerySet[Incident]:
        """The case's incidents that were not withdrawn, in the order they entered."""
        return self.incidents.exclude(state="withdrawn").order_by("caseincident__id")

    def open_ballot(self) -> "Ballot | None":
        """The ballot that is open now, if one is."""
        return self.ballots.filter(closed_at=None).first()

    def latest_verdict(self) -> "Verdict | None":
        """The verdict that stands: the one that no later verdict supersedes."""
        return self.verdicts.order_by("-number").first()


class CaseIncident(models.Model):
    """An incident is in one case at a time; both sides' accounts of one event share a case, never merged (DESIGN 1)."""

    case = models.ForeignKey(Case, models.PROTECT)
    incident = models.OneToOneField(Incident, models.PROTECT)
    joined_at = models.DateTimeField(_("joined at"))
    is_counter_report_of = models.ForeignKey(
        Incident, models.PROTECT, null=True, related_name="+", verbose_name=_("counter-report of")
    )

    class Meta:
        verbose_name = _("incident of a case")
        verbose_name_plural = _("incidents of a case")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.incident_id}"


class TeamMember(models.Model):
    """A member whom both mediators named to verify the case on the ground and report (DESIGN 3, name_team)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="team")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("member"))
    named_at = models.DateTimeField(_("named at"))
    relieved_at = models.DateTimeField(_("relieved at"), null=True)

    class Meta:
        verbose_name = _("member of the verification team")
        verbose_name_plural = _("verification team")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=models.Q(relieved_at=None), name="team_member_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


RECUSAL_REASONS = ["rapporteur", "team", "filer", "challenged"]  # those of Recusal.Reason


class Recusal(models.Model):
    """Why a person does not vote in a case; it follows the person, also into another delegation (DESIGN 2)."""

    class Reason(models.TextChoices):
        """What the person did in the case."""

        RAPPORTEUR = "rapporteur", _("was named rapporteur")
        TEAM = "team", _("was named to the verification team")
        FILER = "filer", _("filed one of its incidents for a mediator")
        CHALLENGED = "challenged", _("were challenged, and the mediators upheld it")

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(Member, models.PROTECT, related_name="recusals", verbose_name=_("member"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "member", "reason"], name="recusal_once"),
            models.CheckConstraint(condition=models.Q(reason__in=RECUSAL_REASONS), name="recusal_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_reason_display()}"
