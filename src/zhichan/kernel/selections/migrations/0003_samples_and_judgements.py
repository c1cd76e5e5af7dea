"""Samples drawn from saved searches and from what lies around them, and what people found who judged."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("selections", "0002_corpora_follow_sharing")]

    operations = [
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('frame', models.TextField()),
                ('seed', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('version', models.IntegerField()),
                ('inside', models.IntegerField()),
                ('outside', models.IntegerField()),
                ('picked', models.JSONField()),
                ('left', models.JSONField()),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='selections.selection')),
            ],
            options={'abstract': False},
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.TextField()),
                ('fits', models.BooleanField()),
                ('reason', models.CharField(max_length=200)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='selections.selection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('selection', 'key'), name='selections_judged_once')],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_protect(ARRAY['selections_sample', 'selections_judgement']);"
            " REVOKE UPDATE, DELETE ON selections_sample FROM zhichan_kernel;"
            " GRANT UPDATE (readers) ON selections_sample TO zhichan_kernel",
            migrations.RunSQL.noop,
        ),
    ]
