"""What is told to whom, whether it was read and mailed, and how far the record has been turned into notices."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from record.models import Act


class Cursor(models.Model):
    """The index of the record's next entry to be turned into notices: one row, locked while they are made."""

    THE_ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW)
    next_index = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("cursor")
        verbose_name_plural = _("cursors")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="notice_cursor_is_one_row"),
            models.CheckConstraint(condition=models.Q(next_index__gte=0), name="notice_cursor_from_zero"),
        ]

    def __str__(self) -> str:
        return f"next: entry {self.next_index}"


class Notice(models.Model):
    """An act that gives someone a turn or a duty is told them, in the app and by mail (DESIGN 7, notices)."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", db_index=False, verbose_name=_("member")
    )
    # The seat's name in the record when it was told: who changes delegation leaves the notices of the old one behind.
    reader = models.CharField(_("told as"), max_length=12)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", verbose_name=_("act"))
    event = models.CharField(_("event"), max_length=80)
    subject_kind = models.CharField(_("kind of subject"), max_length=20)
    reference = models.CharField(_("reference"), max_length=80)
    step = models.CharField(_("step"), max_length=40)  # a key of words.STEPS
    deadline_at = models.DateTimeField(_("until"), null=True)
    deadline_clock = models.CharField(_("clock"), max_length=30, blank=True)
    made_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    mail_attempts = models.PositiveIntegerField(_("attempts to mail"), default=0)
    # Null where nothing is left to be mailed: it was, or there is no address.
    next_try_at = models.DateTimeField(_("to be mailed from"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["member", "reader", "-id"], name="notice_of_member"),
            models.Index(
                fields=["member", "reader", "-id"], condition=models.Q(read_at=None), name="notice_unread_of_member"
            ),
            models.Index(
                fields=["next_try_at", "id"],
                condition=models.Q(next_try_at__isnull=False),
                name="notice_to_be_mailed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "act"], name="notice_once_per_member_and_act"),
            models.CheckConstraint(
                condition=models.Q(mailed_at=None) | models.Q(next_try_at=None, mail_attempts__gt=0),
                name="notice_mailed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.event}"
