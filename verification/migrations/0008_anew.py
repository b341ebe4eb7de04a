"""When a case was reopened, and its rapporteur relieved: from then on its clocks run anew."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0007_moments_of_running'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='reopened_at',
            field=models.DateTimeField(null=True, verbose_name='reopened at'),
        ),
        migrations.AddField(
            model_name='case',
            name='rapporteur_relieved_at',
            field=models.DateTimeField(null=True, verbose_name='rapporteur relieved at'),
        ),
    ]
