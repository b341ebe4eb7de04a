"""The tables of the record; migration 0002 makes them append-only."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.TextField()),
                ('at', models.DateTimeField()),
                ('actor_name', models.TextField()),
                ('actor_role', models.TextField(blank=True, default='')),
                ('actor_delegation', models.TextField(blank=True, default='')),
                ('salt', models.BinaryField()),
                ('envelope', models.BinaryField()),
                ('commitment', models.BinaryField(unique=True)),
                ('body_commitment', models.BinaryField(null=True)),
            ],
            options={
                'verbose_name': 'act',
                'verbose_name_plural': 'acts',
            },
        ),
        migrations.CreateModel(
            name='Answered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('by', models.TextField()),
                ('answer', models.TextField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'answered request',
                'verbose_name_plural': 'answered requests',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('body', models.BinaryField()),
                ('commitment', models.BinaryField(unique=True)),
                ('leaf', models.GeneratedField(db_persist=True, expression=models.Func(models.F('body'), output_field=models.BinaryField(), template="sha256('\\x00'::bytea || %(expressions)s)"), output_field=models.BinaryField())),
                ('sequenced_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
            },
        ),
        migrations.CreateModel(
            name='Inbox',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.BinaryField()),
                ('commitment', models.BinaryField(unique=True)),
            ],
            options={
                'verbose_name': 'pending entry',
                'verbose_name_plural': 'pending entries',
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.TextField(choices=[('envelope', 'Envelope'), ('body', 'Body')])),
                ('reader', models.TextField()),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'opening',
                'verbose_name_plural': 'openings',
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('reference', models.TextField()),
            ],
            options={
                'verbose_name': 'subject',
                'verbose_name_plural': 'subjects',
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='body', serialize=False, to='record.act')),
                ('salt', models.BinaryField()),
                ('body', models.BinaryField()),
                ('commitment', models.BinaryField()),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
            },
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('salt'), function='octet_length', output_field=models.IntegerField()), 32), name='act_salt_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('commitment', models.Func(models.F('salt'), models.F('envelope'), arg_joiner=' || ', output_field=models.BinaryField(), template='sha256(%(expressions)s)'))), name='act_commitment_is_of_its_envelope'),
        ),
        migrations.AddConstraint(
            model_name='answered',
            constraint=models.UniqueConstraint(fields=('by', 'key'), name='answered_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('index__gte', 0)), name='entry_index_from_zero'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('body', models.Func(models.F('commitment'), output_field=models.BinaryField(), template='decode(\'{"c":"\' || encode(%(expressions)s, \'hex\') || \'","v":1}\', \'escape\')'))), name='entry_body_is_its_commitment'),
        ),
        migrations.AddConstraint(
            model_name='inbox',
            constraint=models.CheckConstraint(condition=models.Q(('body', models.Func(models.F('commitment'), output_field=models.BinaryField(), template='decode(\'{"c":"\' || encode(%(expressions)s, \'hex\') || \'","v":1}\', \'escape\')'))), name='inbox_body_is_its_commitment'),
        ),
        migrations.AddField(
            model_name='opening',
            name='act',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='record.act'),
        ),
        migrations.AddField(
            model_name='subject',
            name='act',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='record.act'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('salt'), function='octet_length', output_field=models.IntegerField()), 32), name='body_salt_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(('commitment', models.Func(models.F('salt'), models.F('body'), arg_joiner=' || ', output_field=models.BinaryField(), template='sha256(%(expressions)s)'))), name='body_commitment_is_of_its_body'),
        ),
        migrations.AddIndex(
            model_name='opening',
            index=models.Index(models.F('reader'), models.F('part'), models.OrderBy(models.F('act'), descending=True), name='opening_by_reader'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(fields=('act', 'part', 'reader'), name='opening_once_per_reader'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['envelope', 'body'])), name='opening_part_is_known'),
        ),
        migrations.AddIndex(
            model_name='subject',
            index=models.Index(fields=['kind', 'reference', 'act'], name='subject_by_reference'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.UniqueConstraint(fields=('act', 'kind', 'reference'), name='subject_once_per_act'),
        ),
    ]
