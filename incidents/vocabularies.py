"""The closed lists of words that an incident is described with (DESIGN 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an incident stands; which may follow which is in states.py."""

    DRAFT = "draft", _("draft")
    FILED = "filed", _("filed")
    RETURNED = "returned", _("returned")
    REGISTERED = "registered", _("registered")
    INADMISSIBLE = "inadmissible", _("inadmissible")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("discarded")


class TimePrecision(models.TextChoices):
    """How exactly the time is known."""

    EXACT = "exact", _("exact")
    DAY = "day", _("the day")
    DAYS = "days", _("2 to 6 days")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")


class LocationPrecision(models.TextChoices):
    """How exactly the place is known."""

    EXACT = "exact", _("exact")
    NEAR = "near", _("near the place named")
    DISTRICT = "district", _("the district")
    PROVINCE = "province", _("the province")
    STRETCH = "stretch", _("a stretch of the line")
    UNKNOWN = "unknown", _("unknown")


class Side(models.TextChoices):
    """The side of the line, as people state it; never inferred from coordinates."""

    PK = "PK", _("PK side")
    AF = "AF", _("AF side")
    BOTH = "both", _("both sides")
    DISPUTED = "disputed", _("disputed")
    UNKNOWN = "unknown", _("unknown")


class Means(models.TextChoices):
    """By what means something was observed."""

    HEARD = "heard", _("heard")
    SEEN = "seen", _("seen")
    CAMERA = "camera", _("camera")
    DRONE = "drone", _("drone")


class Direction(models.TextChoices):
    """Which way fire or movement went, from the observer."""

    OUTGOING = "outgoing", _("outgoing")
    INCOMING = "incoming", _("incoming")
    UNDETERMINED = "undetermined", _("undetermined")


class Harm(models.TextChoices):
    """What happened to the people counted."""

    KILLED = "killed", _("killed")
    INJURED = "injured", _("injured")


class PersonGroup(models.TextChoices):
    """Whom a casualty figure counts."""

    PK_FORCES = "pk_forces", _("PK forces")
    AF_FORCES = "af_forces", _("AF forces")
    ARMED_GROUP = "armed_group", _("armed group")
    MEN = "men", _("men")
    WOMEN = "women", _("women")
    BOYS = "boys", _("boys")
    GIRLS = "girls", _("girls")
    UNKNOWN_CIVILIANS = "unknown_civilians", _("civilians, not further known")


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    FILE = "file", _("file")
    STATEMENT = "statement", _("statement")
    LINK = "link", _("link")
    OBJECT = "object", _("object")


class Audience(models.TextChoices):
    """Who may see a piece of evidence itself; everyone in the case may see its summary."""

    CASE = "case", _("all four delegations")
    MEDIATORS_ONLY = "mediators_only", _("mediators only (the parties see the summary)")


class Reliability(models.TextChoices):
    """The Admiralty code's grade of a source."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Credibility(models.TextChoices):
    """The Admiralty code's grade of what the source says."""

    ONE = "1", _("1: confirmed by other sources")
    TWO = "2", _("2: probably true")
    THREE = "3", _("3: possibly true")
    FOUR = "4", _("4: doubtful")
    FIVE = "5", _("5: improbable")
    SIX = "6", _("6: cannot be judged")
