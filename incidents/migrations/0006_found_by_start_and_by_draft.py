"""Incidents are found by when they began, and those still to be filed without the others of their delegation."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0003_known_choices'),
        ('incidents', '0005_known_choices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['starts_at'], name='incident_by_start'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('state__in', ['draft', 'returned'])), fields=['delegation', '-id'], name='incident_to_be_filed'),
        ),
    ]
