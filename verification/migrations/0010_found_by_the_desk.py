"""The desk finds what awaits a delegation without reading what was decided long ago."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0009_anew_as_recorded")]

    operations = [
        migrations.RemoveIndex(model_name="clock", name="clock_running_of_owner"),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("stopped_at", None), models.Q(("kind", "correction"), _negated=True)),
                fields=["owner", "ends_at"],
                name="clock_running_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answered_at", None)), fields=["addressed_to", "id"], name="question_unanswered"
            ),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(
                condition=models.Q(("is_granted", None)), fields=["party", "id"], name="access_unanswered"
            ),
        ),
    ]
