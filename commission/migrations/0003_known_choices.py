"""From here on the database itself knows the roles, and how well a crossing's position is known."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0002_start_data'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='crossing',
            constraint=models.CheckConstraint(condition=models.Q(('certainty__in', ['published', 'approximate'])), name='crossing_certainty_known'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['head', 'deputy', 'officer', 'observer', 'admin'])), name='member_role_known'),
        ),
        migrations.AddConstraint(
            model_name='seatchange',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['head', 'deputy', 'officer', 'observer', 'admin'])), name='seat_change_role_known'),
        ),
    ]
