"""The draft as it was typed, its revision, and the salt of a source's commitment."""

import incidents.models.source
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_incidents"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="incident",
            name="typed",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="source",
            name="salt",
            field=models.BinaryField(default=incidents.models.source.new_salt, max_length=32),
        ),
    ]
