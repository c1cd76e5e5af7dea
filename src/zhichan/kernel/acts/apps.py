"""Acts: the only write and the only read."""

from django.apps import AppConfig


class Acts(AppConfig):
    """``perform``, ``reach`` and ``why``."""

    name = "zhichan.kernel.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room's own verbs."""
        from zhichan.kernel.acts import delegating, erasing, factors, representing, retaining

        delegating.register()
        erasing.register()
        factors.register()
        representing.register()
        retaining.register()
