"""Selections: saved questions over rights."""

from django.apps import AppConfig


class Selections(AppConfig):
    """Named questions: members, reasons, who entered and left; frozen corpora."""

    name = "zhichan.kernel.selections"
    label = "selections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's verbs with the acts room."""
        from zhichan.kernel.selections import judging, verbs

        verbs.register()
        judging.register()
