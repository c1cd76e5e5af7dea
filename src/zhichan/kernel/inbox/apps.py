"""Inbox: what waits for whom, and what one is told."""

from django.apps import AppConfig


class Inbox(AppConfig):
    """Work that waits, notices with their reasons, and stopping them."""

    name = "zhichan.kernel.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the ledger, and register the verbs."""
        from zhichan.kernel.inbox import alerts, notices, reminding, using

        notices.register()
        alerts.register()
        reminding.register()
        using.register()
