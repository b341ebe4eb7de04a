"""The memory of requests that were answered already."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Answered(models.Model):
    """What a repeated request (double click, retry) was already answered: the memory behind `actions.once`."""

    key = models.UUIDField()
    by = models.TextField()
    answer = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.key} by {self.by}"
