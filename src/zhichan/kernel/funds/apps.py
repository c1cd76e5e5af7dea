"""Funds: accounts whose postings balance."""

from django.apps import AppConfig


class Funds(AppConfig):
    """Accounts, bookings and their postings."""

    name = "zhichan.kernel.funds"
    label = "funds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's verb and reach."""
        from zhichan.kernel.funds import booking

        booking.register()
