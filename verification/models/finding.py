"""The text put to a ballot, with its determinations and proposed measures."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation, Measure, Sector, ViolationType
from incidents.models import Evidence, Incident
from verification.models.case import Case
from verification.vocabularies import VIOLATIONS, Answerable, Attribution, Fact, Standard, ViolationClass


class Finding(models.Model):
    """Reasons, and one determination for every incident of the case (DESIGN 1). Once shown, it is never edited."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField(_("number"))
    reasons = models.TextField(_("reasons"), blank=True)
    answer_to_comments = models.TextField(_("answer to the comments"), blank=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    shown_at = models.DateTimeField(_("shown to the parties at"), null=True)
    # The canonical bytes that are voted on, and their SHA-256; set when shown.
    text_bytes = models.BinaryField(null=True)
    digest = models.BinaryField(_("digest"), max_length=32, null=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="finding_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(shown_at=None), name="finding_one_draft_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(shown_at=None, digest=None, text_bytes=None)
                | models.Q(shown_at__isnull=False, digest__isnull=False, text_bytes__isnull=False),
                name="finding_shown_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.number}"

    @property
    def digest_hex(self) -> str:
        """The SHA-256 of the text in lower-case hexadecimal; "" while it is a draft."""
        return bytes(self.digest).hex() if self.digest else ""


class Determination(models.Model):
    """About one incident: fact, attribution, type, sector, class, standard of proof, and who is answerable (DESIGN 3)."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="determinations")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="determinations", verbose_name=_("incident"))
    fact = models.CharField(_("fact"), max_length=20, choices=Fact.choices)
    attribution = models.CharField(_("attribution"), max_length=16, choices=Attribution.choices)
    type = models.ForeignKey(ViolationType, models.PROTECT, related_name="+", verbose_name=_("type"))
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name=_("sector"))
    violation_class = models.CharField(_("class"), max_length=20, choices=ViolationClass.choices)
    standard = models.CharField(
        _("standard of proof"), max_length=24, choices=Standard.choices, default=Standard.REASONABLE_GROUNDS
    )
    answerable = models.CharField(_("answerable"), max_length=4, choices=Answerable.choices, default=Answerable.NONE)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+", verbose_name=_("evidence it rests on"))

    class Meta:
        verbose_name = _("determination")
        verbose_name_plural = _("determinations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "incident"], name="determination_one_per_incident"),
            models.CheckConstraint(
                condition=~models.Q(violation_class="very_serious") | models.Q(standard="clear_and_convincing"),
                name="determination_very_serious_is_clear_and_convincing",
            ),
            models.CheckConstraint(condition=models.Q(fact__in=Fact.values), name="determination_fact_known"),
            models.CheckConstraint(
                condition=models.Q(attribution__in=Attribution.values), name="determination_attribution_known"
            ),
            models.CheckConstraint(
                condition=models.Q(violation_class__in=ViolationClass.values), name="determination_class_known"
            ),
            models.CheckConstraint(
                condition=models.Q(standard__in=Standard.values), name="determination_standard_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answerable__in=Answerable.values), name="determination_answerable_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident}: {self.get_violation_class_display()}"

    @property
    def is_violation(self) -> bool:
        """Whether the class is minor or more and a party answers for it."""
        return self.violation_class in VIOLATIONS and self.answerable != Answerable.NONE


class ProposedMeasure(models.Model):
    """A measure proposed in a finding: addressee, specific measurable act, place, days, and who checks (DESIGN 1, 5)."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="proposed_measures")
    determination = models.ForeignKey(
        Determination, models.CASCADE, related_name="proposed_measures", verbose_name=_("for the determination on")
    )
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("measure"))
    required_act = models.TextField(_("what is to be done, measurably"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    due_days = models.PositiveSmallIntegerField(_("days from notification"))
    checked_by = models.ForeignKey(
        Delegation, models.PROTECT, related_name="+", verbose_name=_("checked by (a mediator)")
    )
    amount = models.PositiveBigIntegerField(_("compensation, in whole units"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta:
        verbose_name = _("proposed measure")
        verbose_name_plural = _("proposed measures")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount=None, currency="") | (models.Q(amount__gt=0) & ~models.Q(currency="")),
                name="proposed_measure_amount_has_currency",
            ),
            models.CheckConstraint(condition=models.Q(due_days__gte=1), name="proposed_measure_due_after_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.measure)


class Comment(models.Model):
    """A party's comment on the draft facts, answered by the rapporteur (DESIGN 3, send_comment)."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="comments")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("delegation"))
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "delegation"], name="comment_one_per_delegation_and_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.finding}"
