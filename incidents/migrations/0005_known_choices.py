"""From here on the database itself keeps filings as they were, and knows the closed lists of an incident's words."""

from django.db import migrations, models

from record.append_only import append_only_operations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_filings_so_far"), ("record", "0002_append_only")]

    operations = [
        *append_only_operations("incidents_filing"),
        migrations.AddConstraint(
            model_name='casualtyfigure',
            constraint=models.CheckConstraint(condition=models.Q(('harm__in', ['killed', 'injured'])), name='casualty_harm_known'),
        ),
        migrations.AddConstraint(
            model_name='casualtyfigure',
            constraint=models.CheckConstraint(condition=models.Q(('group__in', ['pk_forces', 'af_forces', 'armed_group', 'men', 'women', 'boys', 'girls', 'unknown_civilians'])), name='casualty_group_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['file', 'statement', 'link', 'object'])), name='evidence_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['case', 'mediators_only'])), name='evidence_audience_known'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('time_precision__in', ['exact', 'day', 'days', 'week', 'month'])), name='incident_time_precision_known'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('location_precision__in', ['exact', 'near', 'district', 'province', 'stretch', 'unknown'])), name='incident_location_precision_known'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['PK', 'AF', 'both', 'disputed', 'unknown'])), name='incident_side_known'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('means__in', ['heard', 'seen', 'camera', 'drone'])), name='observation_means_known'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['outgoing', 'incoming', 'undetermined'])), name='observation_direction_known'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('reliability__in', ['A', 'B', 'C', 'D', 'E', 'F'])), name='source_reliability_known'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('credibility__in', ['1', '2', '3', '4', '5', '6'])), name='source_credibility_known'),
        ),
    ]
