"""Measures: contributions, values, targets."""

from django.apps import AppConfig


class Measures(AppConfig):
    """What is counted, against what was promised."""

    name = "zhichan.kernel.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the registry's loads, and register the room's verbs with the acts room."""
        from zhichan.kernel.measures import deriving, lending, verbs

        deriving.register()
        lending.register()
        verbs.register()
