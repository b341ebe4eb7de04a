"""Where the filer's knowledge comes from."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from incidents.vocabularies import Credibility, Reliability
from record.canonical import canonical_bytes

SALT_BYTES = 32


def new_salt() -> bytes:
    """Random bytes without which a commitment tells nothing."""
    return secrets.token_bytes(SALT_BYTES)


class Source(models.Model):
    """A source; sealed from everyone but those the filer names (DESIGN 1); graded by the Admiralty code."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="sources")
    description = models.TextField(_("source"))
    # The mediators' delegations that the filer lets see this source; its own delegation always does.
    shown_to = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("shown also to"))
    reliability = models.CharField(_("reliability of the source"), max_length=1, choices=Reliability.choices)
    credibility = models.CharField(_("credibility of what it says"), max_length=1, choices=Credibility.choices)
    # The record holds only the salted commitment: a source is never read or guessed from it.
    salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt, editable=False)
    graded_at = models.DateTimeField(_("graded at"))
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("graded by")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown_to__contained_by=["TR", "QA"]), name="source_shown_to_mediators_only"
            ),
            models.CheckConstraint(
                condition=models.Q(reliability__in=Reliability.values), name="source_reliability_known"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__in=Credibility.values), name="source_credibility_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

    @property
    def commitment(self) -> bytes:
        """SHA-256 of the salt and the canonical form of the source: what is recorded in the source's stead."""
        content = {
            "description": self.description,
            "reliability": self.reliability,
            "credibility": self.credibility,
            "shown_to": sorted(self.shown_to),
        }
        return hashlib.sha256(bytes(self.salt) + canonical_bytes(content)).digest()
