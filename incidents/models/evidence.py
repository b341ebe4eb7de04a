"""Evidence and its chain of custody."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from incidents.models.incident import Incident
from incidents.vocabularies import Audience, EvidenceKind


class Evidence(models.Model):
    """A file, statement, link or object attached to an incident, or to a later act about it (DESIGN 1)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    code = models.CharField(_("code"), max_length=8, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices, default=EvidenceKind.FILE)
    audience = models.CharField(_("shown to"), max_length=16, choices=Audience.choices, default=Audience.CASE)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    text = models.TextField(_("statement, link or description of the object"), blank=True)
    # The sealed original as it arrived, and the copy that is shown: re-encoded, without what the camera wrote into it.
    original = models.FileField(_("original"), max_length=200, blank=True)
    shown_copy = models.FileField(_("copy that is shown"), max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    media_type = models.CharField(_("type"), max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(_("size (bytes)"), null=True)
    # SHA-256 of the file's bytes, taken while they arrived; of the text, in UTF-8, where there is no file.
    digest = models.BinaryField(_("SHA-256"), max_length=32)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    is_sealed = models.BooleanField(default=False)  # true from the first filing on: never edited or removed again

    class Meta:
        verbose_name = _("item of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(audience="mediators_only") | ~models.Q(summary=""),
                name="evidence_for_mediators_has_summary",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="file") | ~models.Q(original=""), name="evidence_file_has_original"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="evidence_audience_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def digest_hex(self) -> str:
        """The SHA-256 in lower-case hexadecimal."""
        return bytes(self.digest).hex()


class CustodyStep(models.Model):
    """One link of an item's chain of custody: who did what with it, and when."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="custody")
    step = models.CharField(_("step"), max_length=40)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("custody step")
        verbose_name_plural = _("chain of custody")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.step}"
