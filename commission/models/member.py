"""The people who sign in, and the seats they hold."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models.delegation import Delegation
from commission.roles import Role, may
from record.actor import Actor


class MemberManager(BaseUserManager["Member"]):
    """Makes members with a hashed password."""

    def create_member(self, username: str, *, password: str, **fields: Any) -> "Member":
        """A member row; the act of making a user is `commission.actions.make_member`."""
        member = self.model(username=username, **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """A person who signs in; belongs to one delegation, or to none (an admin of the secretariat) (DESIGN 2)."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("delegation")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_active = models.BooleanField(_("may sign in"), default=True)
    # When an admin last gave this person a seat or a password: what rests on who they were before rests on it no longer.
    access_changed_at = models.DateTimeField(_("seat or password changed at"), null=True, blank=True, editable=False)

    objects = MemberManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(role="admin") & models.Q(delegation=None))
                | (~models.Q(role="admin") & ~models.Q(delegation=None)),
                name="member_admin_outside_delegations",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_admin(self) -> bool:
        """Whether this person serves the secretariat, outside the delegations."""
        return self.role == Role.ADMIN

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open the admin site."""
        return self.is_active and self.is_admin

    @property
    def is_party(self) -> bool:
        """Whether the member sits for one of the two parties."""
        return self.delegation is not None and self.delegation.is_party

    @property
    def is_mediator(self) -> bool:
        """Whether the member sits for one of the two mediators."""
        return self.delegation is not None and self.delegation.is_mediator

    @property
    def reader_code(self) -> str:
        """Under which name the record's openings are given to this member."""
        return self.delegation_id or "secretariat"

    def may(self, permission: str) -> bool:
        """Whether the member's role carries this permission (commission/roles.py)."""
        return self.is_active and may(self.role, permission)

    def as_actor(self) -> Actor:
        """Name, role and delegation as they are now, for an entry of the record."""
        return Actor(name=self.name, role=self.role, delegation=self.delegation_id or "")

    def has_perm(self, permission: str, subject: object = None) -> bool:
        """Django admin's question; which models it offers is decided by commission/admin_site.py."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Django admin's question about a whole app."""
        return self.is_staff


class SeatChange(models.Model):
    """A change of a voter's or an admin's seat takes effect when a second admin confirms it (DESIGN 2).

    So does another password for such a seat, which otherwise stays as it is; it waits as a hash, until it is decided.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="seat_changes", verbose_name=_("member"))
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegation")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    is_active = models.BooleanField(_("may sign in"), default=True)
    gives_password = models.BooleanField(_("new password"), default=False)
    waiting_password = models.CharField(max_length=128, blank=True, default="", editable=False)
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    is_confirmed = models.BooleanField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("change of seat")
        verbose_name_plural = _("changes of seats")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, is_confirmed=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, is_confirmed__isnull=False),
                name="seat_change_decided_whole",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="seat_change_role_known"),
            models.CheckConstraint(
                condition=(models.Q(decided_at=None, gives_password=True) & ~models.Q(waiting_password=""))
                | (
                    (models.Q(decided_at__isnull=False) | models.Q(gives_password=False))
                    & models.Q(waiting_password="")
                ),
                name="seat_change_password_only_while_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | models.Q(is_confirmed=False)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="seat_change_confirmed_by_a_second_admin",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(decided_at=None), name="seat_change_one_open_per_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.get_role_display()}"
