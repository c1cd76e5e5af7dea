"""Accounts, bookings and postings, and the two rules the database itself holds: balance, and no overdraft."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

WALLS = """
CALL zhichan_protect(ARRAY['funds_account', 'funds_booking']);
CALL zhichan_follow('funds_posting', 'booking_id', 'funds_booking');
CALL zhichan_append_only(ARRAY['funds_booking', 'funds_posting']);
REVOKE DELETE ON funds_account FROM zhichan_kernel;

-- Postings come whole: after each statement every booking it touched adds up to zero. Accounts with a floor are
-- locked before they are added up, so that of two payments at once the second sees the first.
CREATE FUNCTION zhichan_funds_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM funds_posting WHERE booking_id IN (SELECT booking_id FROM fresh)
             GROUP BY booking_id HAVING sum(amount_fen) <> 0) THEN
    RAISE EXCEPTION 'a booking does not balance' USING ERRCODE = 'ZF001';
  END IF;
  PERFORM FROM funds_account WHERE floor AND id IN (SELECT account_id FROM fresh WHERE amount_fen < 0)
    ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT FROM funds_posting AS held JOIN funds_account AS account ON account.id = held.account_id
             WHERE account.floor AND account.id IN (SELECT account_id FROM fresh WHERE amount_fen < 0)
             GROUP BY account.id HAVING sum(held.amount_fen) < 0) THEN
    RAISE EXCEPTION 'an account would fall below zero' USING ERRCODE = 'ZF002';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER hold AFTER INSERT ON funds_posting REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION zhichan_funds_hold();
"""
AUDIENCE = [
    (name, django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None))
    for name in ("readers", "barred")
] + [
    ("public", models.BooleanField(default=False)),
    ("public_from", models.DateField(null=True)),
    ("public_until", models.DateField(null=True)),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ground", "0001_regions_parties_papers"),
        ("access", "0001_grants_and_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                *AUDIENCE,
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=80)),
                ("title_zh", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("floor", models.BooleanField(default=False)),
                ("region", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.region")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["region", "code"], name="funds_account_once")]},
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                *AUDIENCE,
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("cause", models.CharField(max_length=80)),
                ("case", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=200)),
                ("memo_zh", models.CharField(max_length=300)),
                ("memo_en", models.CharField(max_length=300)),
            ],
            options={"indexes": [models.Index(fields=["case", "day"], name="funds_booking_case")]},
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("amount_fen", models.BigIntegerField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="funds.account")),
                ("booking", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="funds.booking")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["booking", "account"], name="funds_posting_once"),
                    models.CheckConstraint(condition=models.Q(("amount_fen", 0), _negated=True), name="funds_posting_some"),
                ],
                "indexes": [models.Index(fields=["account", "booking"], name="funds_posting_account")],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
