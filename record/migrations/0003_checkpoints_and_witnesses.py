"""The log's key and checkpoints, its full subtrees, the witnesses and their cosignatures; 0004 makes them append-only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vkey', models.TextField(unique=True)),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'key of the log',
                'verbose_name_plural': 'keys of the log',
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField()),
                ('note', models.TextField()),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'checkpoint',
                'verbose_name_plural': 'checkpoints',
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='checkpoint_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Subtree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('root', models.BinaryField()),
            ],
            options={
                'verbose_name': 'subtree',
                'verbose_name_plural': 'subtrees',
                'constraints': [models.UniqueConstraint(fields=('level', 'index'), name='subtree_once'), models.CheckConstraint(condition=models.Q(('index__gte', 0), ('level__gte', 1)), name='subtree_above_the_leaves')],
            },
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delegation', models.TextField()),
                ('vkey', models.TextField(unique=True)),
                ('enrolled_at', models.DateTimeField()),
                ('is_demonstration', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'witness',
                'verbose_name_plural': 'witnesses',
                'indexes': [models.Index(fields=['delegation', '-id'], name='witness_newest_of_delegation')],
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.TextField()),
                ('received_at', models.DateTimeField()),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='record.checkpoint')),
                ('witness', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='record.witness')),
            ],
            options={
                'verbose_name': 'cosignature',
                'verbose_name_plural': 'cosignatures',
                'constraints': [models.UniqueConstraint(fields=('witness', 'checkpoint'), name='cosignature_once')],
            },
        ),
    ]
