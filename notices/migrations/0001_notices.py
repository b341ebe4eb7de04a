"""Notices, and the cursor on the record."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('record', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('next_index', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'cursor',
                'verbose_name_plural': 'cursors',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='notice_cursor_is_one_row'), models.CheckConstraint(condition=models.Q(('next_index__gte', 0)), name='notice_cursor_from_zero')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.CharField(max_length=12, verbose_name='told as')),
                ('event', models.CharField(max_length=80, verbose_name='event')),
                ('subject_kind', models.CharField(max_length=20, verbose_name='kind of subject')),
                ('reference', models.CharField(max_length=80, verbose_name='reference')),
                ('step', models.CharField(max_length=40, verbose_name='step')),
                ('deadline_at', models.DateTimeField(null=True, verbose_name='until')),
                ('deadline_clock', models.CharField(blank=True, max_length=30, verbose_name='clock')),
                ('made_at', models.DateTimeField(verbose_name='told at')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read at')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='mailed at')),
                ('mail_attempts', models.PositiveIntegerField(default=0, verbose_name='attempts to mail')),
                ('next_try_at', models.DateTimeField(null=True, verbose_name='to be mailed from')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.act', verbose_name='act')),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['member', 'reader', '-id'], name='notice_of_member'), models.Index(condition=models.Q(('read_at', None)), fields=['member', 'reader', '-id'], name='notice_unread_of_member'), models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at', 'id'], name='notice_to_be_mailed')],
                'constraints': [models.UniqueConstraint(fields=('member', 'act'), name='notice_once_per_member_and_act'), models.CheckConstraint(condition=models.Q(('mailed_at', None), models.Q(('mail_attempts__gt', 0), ('next_try_at', None)), _connector='OR'), name='notice_mailed_once')],
            },
        ),
    ]
