"""Whoever was named before their seat or password changed may be named substitute again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0011_due_days_of_the_protocol")]

    operations = [
        migrations.RemoveConstraint(model_name="substitute", name="substitute_once"),
        migrations.AddConstraint(
            model_name="substitute",
            constraint=models.UniqueConstraint(fields=("case", "member", "named_at"), name="substitute_once"),
        ),
    ]
