"""Saved searches with their members through time, and frozen corpora, which nobody changes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("access", "0001_grants_and_walls")]

    operations = [
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('question', models.JSONField()),
                ('owner', models.CharField(max_length=80)),
                ('corrections', models.JSONField(default=dict)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('day', models.DateField()),
                ('load', models.BigIntegerField(default=0)),
                ('index', models.CharField(default='', max_length=32)),
                ('over', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', '-opened_at'], name='selections_owner')],
            },
        ),
        migrations.CreateModel(
            name='Corpus',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('question', models.JSONField()),
                ('owner', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('load', models.BigIntegerField()),
                ('count', models.IntegerField()),
                ('members', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corpora', to='selections.selection')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('public', models.BooleanField(default=False)),
                ('public_from', models.DateField(null=True)),
                ('public_until', models.DateField(null=True)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.TextField()),
                ('since', models.DateTimeField()),
                ('change_in', models.IntegerField()),
                ('came', models.CharField(max_length=20)),
                ('load', models.BigIntegerField()),
                ('until', models.DateTimeField(null=True)),
                ('change_out', models.IntegerField(null=True)),
                ('went', models.CharField(default='', max_length=20)),
                ('load_out', models.BigIntegerField(null=True)),
                ('sealed', models.BooleanField(default=False)),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='selections.selection')),
            ],
            options={
                'indexes': [models.Index(fields=['selection', 'change_in'], name='selections_member_change')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('selection', 'key'), name='selections_member_once')],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_protect(ARRAY['selections_selection', 'selections_member', 'selections_corpus']);"
            " REVOKE UPDATE, DELETE ON selections_corpus FROM zhichan_kernel",
            migrations.RunSQL.noop,
        ),
    ]
