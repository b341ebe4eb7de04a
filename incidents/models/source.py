"""Where the filer's knowledge comes from."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from incidents.vocabularies import Credibility, Reliability


class Source(models.Model):
    """A source; sealed from everyone but those the filer names (DESIGN 1); graded by the Admiralty code."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="sources")
    description = models.TextField(_("source"))
    # The mediators' delegations that the filer lets see this source; its own delegation always does.
    shown_to = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("shown also to"))
    reliability = models.CharField(_("reliability of the source"), max_length=1, choices=Reliability.choices)
    credibility = models.CharField(_("credibility of what it says"), max_length=1, choices=Credibility.choices)
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
        ]

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"
