"""The incident report."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation, Sector, ViolationType
from incidents.vocabularies import LocationPrecision, Side, State, TimePrecision

PARTY_CODES = ["PK", "AF"]


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Named questions about incidents; who may see which is in incidents/visibility.py."""

    def alive(self) -> "IncidentQuerySet":
        """Those that were neither withdrawn nor discarded."""
        return self.exclude(state__in=[State.WITHDRAWN, State.DISCARDED])


class Incident(models.Model):
    """What one delegation alleges: the allegation, not the truth (DESIGN 1 and 4)."""

    code = models.CharField(_("code"), max_length=8, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="incidents", editable=False, verbose_name=_("filing delegation")
    )
    # Who may see the incident stands in its own row (DESIGN 7): two columns, so that visibility is a plain condition.
    is_open_to_mediators = models.BooleanField(default=False, editable=False)
    is_open_to_parties = models.BooleanField(default=False, editable=False)

    drafted_at = models.DateTimeField(_("drafted at"), editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("drafted by")
    )
    filed_at = models.DateTimeField(_("filed at"), null=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("filed by"),
    )
    filed_digest = models.BinaryField(_("digest of what was filed"), max_length=32, null=True, editable=False)
    registered_at = models.DateTimeField(_("registered at"), null=True, editable=False)

    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    time_zone_entered = models.CharField(_("time zone of entry"), max_length=60, default="UTC")
    time_precision = models.CharField(
        _("precision of the time"), max_length=8, choices=TimePrecision.choices, default=TimePrecision.EXACT
    )
    aware_at = models.DateTimeField(_("aware since"), null=True, blank=True)
    late_reasons = models.TextField(_("reasons for filing late"), blank=True)

    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    is_far_confirmed = models.BooleanField(_("the position is right, although far from the line"), default=False)
    location_precision = models.CharField(
        _("precision of the position"),
        max_length=10,
        choices=LocationPrecision.choices,
        default=LocationPrecision.EXACT,
    )
    side = models.CharField(_("side of the line, as stated"), max_length=10, choices=Side.choices, default=Side.UNKNOWN)

    primary_type = models.ForeignKey(
        ViolationType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("primary type")
    )
    secondary_types = models.ManyToManyField(
        ViolationType, blank=True, related_name="+", verbose_name=_("secondary types")
    )
    gravity_proposed = models.PositiveSmallIntegerField(_("gravity proposed (1 to 3)"), null=True, blank=True)
    # Null means "not stated yet"; an empty list means "none alleged", which can be filed.
    respondents = ArrayField(
        models.CharField(max_length=2), null=True, blank=True, verbose_name=_("parties alleged to be responsible")
    )
    force_named = models.CharField(_("force or group named"), max_length=200, blank=True)
    narrative = models.TextField(_("narrative"), blank=True)
    narrative_language = models.CharField(_("language of the narrative"), max_length=10, blank=True)

    # How often the draft was saved: whoever saves over another's newer text is told first.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # The whole form as it was typed, URL-encoded, while part of it cannot be understood; "" once all of it is.
    typed = models.TextField(default="", blank=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["delegation", "-id"], name="incident_of_delegation"),
            models.Index(fields=["-id"], condition=models.Q(is_open_to_mediators=True), name="incident_for_mediators"),
            models.Index(fields=["-id"], condition=models.Q(is_open_to_parties=True), name="incident_for_parties"),
            models.Index(fields=["state", "-id"], name="incident_in_state"),
            models.Index(fields=["sector", "-id"], name="incident_in_sector"),
            models.Index(fields=["primary_type", "-id"], name="incident_of_type"),
            models.Index(fields=["starts_at"], name="incident_by_start"),
            # What a delegation still has to file: few among all that it ever filed.
            models.Index(
                fields=["delegation", "-id"],
                condition=models.Q(state__in=[State.DRAFT, State.RETURNED]),
                name="incident_to_be_filed",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="incident_state_known"),
            models.CheckConstraint(
                condition=models.Q(time_precision__in=TimePrecision.values), name="incident_time_precision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(location_precision__in=LocationPrecision.values),
                name="incident_location_precision_known",
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="incident_side_known"),
            models.CheckConstraint(
                condition=models.Q(respondents=None) | models.Q(respondents__contained_by=PARTY_CODES),
                name="incident_respondents_are_parties",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="incident_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="incident_position_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(gravity_proposed=None) | models.Q(gravity_proposed__gte=1, gravity_proposed__lte=3),
                name="incident_gravity_1_to_3",
            ),
            models.CheckConstraint(
                condition=models.Q(filed_at=None, filed_by=None, filed_digest=None)
                | models.Q(filed_at__isnull=False, filed_by__isnull=False, filed_digest__isnull=False),
                name="incident_filed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"]) | models.Q(filed_at__isnull=False),
                name="incident_not_draft_was_filed",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open_to_mediators=False)
                | ~models.Q(state__in=[State.DRAFT, State.RETURNED, State.DISCARDED]),
                name="incident_open_to_mediators_once_filed",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open_to_parties=False) | models.Q(registered_at__isnull=False),
                name="incident_open_to_parties_once_registered",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The incident's own page."""
        return reverse("incident_detail", args=[self.code])

    @property
    def subject(self) -> tuple[str, str]:
        """Under which name the record knows this incident."""
        return ("incident", self.code)

    @property
    def answering_parties(self) -> list[str]:
        """Who may reply: the respondents, or both parties where none is alleged (DESIGN 1, reply)."""
        return sorted(self.respondents or PARTY_CODES)
