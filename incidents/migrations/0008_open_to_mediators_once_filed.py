"""The mediators see no draft, and no incident that went back to its filer: the database holds it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0003_known_choices'),
        ('incidents', '0007_returned_ones_are_their_filers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('is_open_to_mediators', False), models.Q(('state__in', ['draft', 'returned', 'discarded']), _negated=True), _connector='OR'), name='incident_open_to_mediators_once_filed'),
        ),
    ]
