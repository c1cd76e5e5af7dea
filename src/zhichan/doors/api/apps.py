"""The API as a Django app: its two tables and the verbs by which personal tokens are given and taken back."""

from django.apps import AppConfig


class Api(AppConfig):
    """Tokens and the counting of requests."""

    name = "zhichan.doors.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the verbs of tokens with the acts room."""
        from zhichan.doors.api import tokens

        tokens.register()
