"""Penalties whose time to comply runs get their next moment: the first that lies ahead, or else the end."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def give_moments(apps, schema_editor):
    for penalty in apps.get_model("penalties", "Penalty").objects.filter(state="notified"):
        length = timedelta(days=penalty.proposed_measure.due_days)
        moments = [("half", penalty.due_at - length / 2), ("three_quarters", penalty.due_at - length / 4)]
        ahead = [moment for moment in moments if moment[1] > timezone.now()]
        penalty.next_moment, penalty.next_at = ahead[0] if ahead else ("end", penalty.due_at)
        penalty.save(update_fields=["next_moment", "next_at"])


class Migration(migrations.Migration):
    dependencies = [("penalties", "0003_next_moment")]

    operations = [migrations.RunPython(give_moments, migrations.RunPython.noop)]
