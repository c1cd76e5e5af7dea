"""Casework: cases run by declared procedures."""

from django.apps import AppConfig


class Casework(AppConfig):
    """Cases, their acts and assignments."""

    name = "zhichan.kernel.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let declared verbs (``plan:adopt``, ``plan:read``) be performed and reached by name."""
        from zhichan.kernel.casework import disputing, editions, erasing, following, running
        from zhichan.kernel.catalogue.public import register_verb

        running.register()
        following.register()
        disputing.register()
        erasing.register()
        register_verb(editions.REHEARSE)
