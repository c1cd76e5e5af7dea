"""Registry: rights, pledges, cases, recognitions and statistics."""

from django.apps import AppConfig


class Registry(AppConfig):
    """Rights and related facts, versioned by load."""

    name = "zhichan.kernel.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's verbs with the acts room."""
        from zhichan.kernel.registry import classifying, entries, erasing, linking, pledging, standings, verbs
        from zhichan.kernel.registry.searching import following

        verbs.register()
        linking.register()
        classifying.register()
        pledging.register()
        entries.register()
        erasing.register()
        following.register()
        standings.register()
