"""From here on the database itself knows why a review is asked for and how it ended, and what a penalty's clock does next."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0003_known_choices'),
        ('penalties', '0005_review_lapses'),
        ('verification', '0006_known_choices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='penalty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('next_moment__in', ['half', 'three_quarters', 'end']), ('state', 'notified')), models.Q(models.Q(('state', 'notified'), _negated=True), ('next_at', None), ('next_moment', '')), _connector='OR'), name='penalty_moment_while_clock_runs'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['new_fact', 'procedure'])), name='review_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'upheld', 'varied', 'reversed', 'reopened', 'lapsed'])), name='review_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', 'new_fact'), _negated=True), ('discovered_on__isnull', False), _connector='OR'), name='review_new_fact_has_its_day'),
        ),
    ]
