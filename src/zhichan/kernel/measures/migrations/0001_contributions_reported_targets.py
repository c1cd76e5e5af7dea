import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ground', '0001_regions_parties_papers'),
        ('access', '0001_grants_and_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='Taken',
            fields=[
                ('load_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(unique=True)),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('slug', models.CharField(max_length=64)),
                ('edition', models.CharField(max_length=12)),
                ('source', models.CharField(blank=True, max_length=20)),
                ('declared', models.JSONField()),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('position', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('slug', 'edition'), name='measures_definition_edition')],
            },
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('pk', models.CompositePrimaryKey('definition_id', 'region_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('amount', models.BigIntegerField()),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='ground.region')),
                ('definition', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='measures.definition')),
            ],
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('amount', models.BigIntegerField()),
                ('row_id', models.BigIntegerField()),
                ('position', models.BigIntegerField()),
                ('region', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='ground.region')),
                ('definition', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='measures.definition')),
            ],
            options={
                'indexes': [models.Index(fields=['definition', 'region', 'day'], name='measures_contribution_cell'), models.Index(fields=['definition', 'row_id'], name='measures_contribution_row')],
            },
        ),
        migrations.CreateModel(
            name='Reported',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('measure', models.CharField(blank=True, max_length=64)),
                ('target', models.UUIDField(null=True)),
                ('day', models.DateField()),
                ('value', models.DecimalField(decimal_places=6, max_digits=24)),
                ('unit', models.CharField(max_length=20)),
                ('source', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=80)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='ground.region')),
            ],
            options={
                'indexes': [models.Index(fields=['measure', 'region', 'day'], name='measures_reported_measure'), models.Index(condition=models.Q(('target__isnull', False)), fields=['target', 'day'], name='measures_reported_target')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('plan', models.CharField(max_length=64)),
                ('item', models.CharField(blank=True, max_length=40)),
                ('indicator', models.CharField(max_length=300)),
                ('measure', models.CharField(blank=True, max_length=64)),
                ('scope', models.CharField(blank=True, max_length=120)),
                ('units', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('kind', models.CharField(choices=[('level', 'Level'), ('cumulative', 'Cumulative'), ('annual_flow', 'Annual Flow'), ('growth_rate_per_year', 'Growth Rate'), ('growth_total', 'Growth Total'), ('reduction', 'Reduction'), ('share', 'Share'), ('count_new', 'Count New')], max_length=24)),
                ('comparator', models.CharField(max_length=5)),
                ('strict', models.BooleanField(default=False)),
                ('direction', models.CharField(max_length=7)),
                ('value', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('value_max', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('tolerance', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('unit', models.CharField(max_length=20)),
                ('written', models.CharField(max_length=60)),
                ('due_year', models.PositiveSmallIntegerField(null=True)),
                ('start_year', models.PositiveSmallIntegerField(null=True)),
                ('counted_from', models.DateField(null=True)),
                ('baseline_year', models.PositiveSmallIntegerField(null=True)),
                ('baseline_value', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('baseline_source', models.CharField(blank=True, max_length=300)),
                ('yearly', models.JSONField(default=dict)),
                ('attribute', models.CharField(blank=True, max_length=3)),
                ('quote', models.TextField(blank=True)),
                ('span_start', models.PositiveIntegerField(null=True)),
                ('span_end', models.PositiveIntegerField(null=True)),
                ('part', models.CharField(blank=True, max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=80)),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='ground.region')),
            ],
            options={
                'indexes': [models.Index(fields=['plan', 'region'], name='measures_target_plan'), models.Index(fields=['region', 'measure'], name='measures_target_region')],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='measures_target_version')],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_open(ARRAY['measures_taken', 'measures_definition', 'measures_contribution', 'measures_cell']);"
            " CALL zhichan_protect(ARRAY['measures_reported', 'measures_target']);"
            " CALL zhichan_append_only(ARRAY['measures_taken', 'measures_definition', 'measures_contribution',"
            " 'measures_reported', 'measures_target'])",
            migrations.RunSQL.noop),
    ]
