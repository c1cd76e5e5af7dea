import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0001_contributions_reported_targets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Held',
            fields=[
                ('definition', models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False,
                    to='measures.definition')),
                ('position', models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL("CALL zhichan_open(ARRAY['measures_held'])", migrations.RunSQL.noop),
    ]
