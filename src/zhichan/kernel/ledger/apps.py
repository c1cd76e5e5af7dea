"""Ledger: what happened, in an order that never changes."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """Events, payloads, positions, consumers and seals."""

    name = "zhichan.kernel.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
