"""What the witnesses refuse to cosign; 0006 makes it append-only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0004_checkpoints_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='CosigningRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('root', models.TextField()),
                ('kind', models.TextField(choices=[('smaller', 'It is smaller than what the witness has cosigned.'), ('fork', 'It is another tree than the one of this size that the witness has cosigned.'), ('inconsistent', 'It does not extend what the witness has cosigned.'), ('unproven', 'Nothing proved that it extends what the witness has cosigned.'), ('declined', 'The witness found nothing wrong with it, and refuses for another reason.')])),
                ('reason', models.TextField()),
                ('is_ours', models.BooleanField()),
                ('received_at', models.DateTimeField()),
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refusal', to='record.act')),
                ('witness', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='record.witness')),
            ],
            options={
                'verbose_name': 'refusal to cosign',
                'verbose_name_plural': 'refusals to cosign',
                'constraints': [models.UniqueConstraint(fields=('witness', 'size', 'root'), name='refusal_once_per_tree'), models.CheckConstraint(condition=models.Q(('kind__in', ('smaller', 'fork', 'inconsistent', 'unproven', 'declined'))), name='refusal_kind_known')],
            },
        ),
    ]
