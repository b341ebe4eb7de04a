"""A review may also end because its time passed without both mediators agreeing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("penalties", "0004_moments_of_running")]

    operations = [
        migrations.AlterField(
            model_name="review",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "upheld"),
                    ("varied", "varied"),
                    ("reversed", "reversed"),
                    ("reopened", "case reopened"),
                    ("lapsed", "lapsed without a decision: the verdict stands"),
                ],
                max_length=10,
                verbose_name="outcome",
            ),
        ),
    ]
