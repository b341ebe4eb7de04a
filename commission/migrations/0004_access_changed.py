"""When an admin last changed a member's seat or password; and another password that waits for a second admin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commission", "0003_known_choices")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="access_changed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="seat or password changed at"
            ),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="gives_password",
            field=models.BooleanField(default=False, verbose_name="new password"),
        ),
        migrations.AddField(
            model_name="seatchange",
            name="waiting_password",
            field=models.CharField(blank=True, default="", editable=False, max_length=128),
        ),
        migrations.AddConstraint(
            model_name="seatchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None),
                        ("gives_password", True),
                        models.Q(("waiting_password", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("decided_at__isnull", False), ("gives_password", False), _connector="OR"),
                        ("waiting_password", ""),
                    ),
                    _connector="OR",
                ),
                name="seat_change_password_only_while_waiting",
            ),
        ),
    ]
