"""A penalty knows when the clock next has something to do for it, and what."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("penalties", "0002_append_only")]

    operations = [
        migrations.RemoveIndex(model_name="penalty", name="penalty_due"),
        migrations.AddField(
            model_name="penalty",
            name="next_at",
            field=models.DateTimeField(null=True, verbose_name="next moment"),
        ),
        migrations.AddField(
            model_name="penalty",
            name="next_moment",
            field=models.CharField(blank=True, default="", max_length=16, verbose_name="what is next"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="penalty",
            index=models.Index(
                condition=models.Q(next_at__isnull=False), fields=["next_at", "id"], name="penalty_due"
            ),
        ),
    ]
