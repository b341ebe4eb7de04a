"""Clocks that ran before they had a next moment get one: the first that lies ahead, or else the end."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def give_moments(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every clock that runs and whose end has not been performed is the worker's again."""
    left_behind = apps.get_model("verification", "Clock").objects.filter(
        stopped_at=None, performed_at=None, next_at=None
    )
    now = timezone.now()
    for clock in left_behind.iterator():
        length = clock.ends_at - clock.started_at
        moments = [("half", clock.started_at + length / 2), ("three_quarters", clock.started_at + length * 3 / 4)]
        ahead = [moment for moment in moments if moment[1] > now]
        clock.next_moment, clock.next_at = ahead[0] if ahead else ("end", clock.ends_at)
        clock.save(update_fields=["next_moment", "next_at"])


class Migration(migrations.Migration):
    dependencies = [("verification", "0006_known_choices")]

    operations = [migrations.RunPython(give_moments, migrations.RunPython.noop)]
