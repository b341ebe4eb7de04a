"""From here on the database itself knows the closed lists of the procedure, and one comment per party and text."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0003_known_choices'),
        ('incidents', '0005_known_choices'),
        ('verification', '0005_kept_as_said'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='admissibilitydecision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['returned', 'registered', 'inadmissible', 'objected'])), name='admissibility_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'consensus', 'determined', 'next_round', 'escalated', 'annulled'])), name='ballot_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('round__in', [1, 2])), name='ballot_round_1_or_2'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'annulled'), _negated=True), models.Q(('annulment_reasons', ''), _negated=True), _connector='OR'), name='ballot_annulled_with_reasons'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['filing', 'admissibility', 'inadmissibility_objection', 'reply', 'team', 'report', 'interim_report', 'draft_finding', 'comment', 'opening_ballot', 'ballot', 'principals', 'review_request', 'review', 'release', 'compliance', 'correction'])), name='clock_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('owner__in', ['PK', 'AF', 'TR', 'QA', 'team', 'rapporteur', 'principals'])), name='clock_owner_known'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_at', None), ('next_moment', '')), models.Q(('next_at__isnull', False), ('next_moment__in', ['half', 'three_quarters', 'end', 'after'])), _connector='OR'), name='clock_next_moment_whole'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('finding', 'delegation'), name='comment_one_per_delegation_and_finding'),
        ),
        migrations.AddConstraint(
            model_name='determination',
            constraint=models.CheckConstraint(condition=models.Q(('fact__in', ['substantiated', 'not_substantiated', 'unable'])), name='determination_fact_known'),
        ),
        migrations.AddConstraint(
            model_name='determination',
            constraint=models.CheckConstraint(condition=models.Q(('attribution__in', ['pk_forces', 'af_forces', 'group_from_pk', 'group_from_af', 'both', 'other', 'undetermined'])), name='determination_attribution_known'),
        ),
        migrations.AddConstraint(
            model_name='determination',
            constraint=models.CheckConstraint(condition=models.Q(('violation_class__in', ['out_of_scope', 'not_an_incident', 'without_violation', 'minor', 'serious', 'very_serious'])), name='determination_class_known'),
        ),
        migrations.AddConstraint(
            model_name='determination',
            constraint=models.CheckConstraint(condition=models.Q(('standard__in', ['reasonable_grounds', 'clear_and_convincing'])), name='determination_standard_known'),
        ),
        migrations.AddConstraint(
            model_name='determination',
            constraint=models.CheckConstraint(condition=models.Q(('answerable__in', ['PK', 'AF', 'none'])), name='determination_answerable_known'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['rapporteur', 'team', 'filer', 'challenged'])), name='recusal_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['', 'deny', 'admit', 'self_defence', 'explain'])), name='reply_stance_known'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.CheckConstraint(condition=models.Q(('adoption__in', ['consensus', 'determined', 'varied'])), name='verdict_adoption_known'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adoption', 'varied'), ('ballot', None), ('supersedes__isnull', False)), models.Q(models.Q(('adoption', 'varied'), _negated=True), ('ballot__isnull', False)), _connector='OR'), name='verdict_of_a_ballot_or_a_review'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['approve', 'reject', 'reserve'])), name='vote_choice_known'),
        ),
    ]
