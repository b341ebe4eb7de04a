"""The mediators' desk finds the penalties that await them without reading those that have ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("penalties", "0006_known_choices")]

    operations = [
        migrations.AddIndex(
            model_name="penalty",
            index=models.Index(
                condition=models.Q(("state__in", ["notified", "overdue", "referred", "reported"])),
                fields=["due_at", "id"],
                name="penalty_awaiting",
            ),
        ),
    ]
