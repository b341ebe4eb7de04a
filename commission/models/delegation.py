"""The four delegations, as data."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Named questions about delegations."""

    def parties(self) -> "DelegationQuerySet":
        """The two delegations whose conduct is judged."""
        return self.filter(kind=Delegation.Kind.PARTY)

    def mediators(self) -> "DelegationQuerySet":
        """The two delegations that approve verdicts."""
        return self.filter(kind=Delegation.Kind.MEDIATOR)


class Delegation(models.Model):
    """One of the four. One delegation has one voice, however many members it has (DESIGN 1)."""

    class Kind(models.TextChoices):
        """What a delegation is in the procedure."""

        PARTY = "party", _("party")
        MEDIATOR = "mediator", _("mediator")

    code = models.CharField(_("code"), primary_key=True, max_length=2)
    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["party", "mediator"]), name="delegation_kind_known"),
        ]

    def __str__(self) -> str:
        return gettext(self.name)

    @property
    def is_party(self) -> bool:
        """Whether this delegation is one of the two parties."""
        return self.kind == self.Kind.PARTY

    @property
    def is_mediator(self) -> bool:
        """Whether this delegation is one of the two mediators."""
        return self.kind == self.Kind.MEDIATOR
