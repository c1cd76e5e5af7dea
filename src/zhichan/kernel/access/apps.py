"""Access: who may see and do what."""

from django.apps import AppConfig


class Access(AppConfig):
    """Principals, dated grants and the database's second wall."""

    name = "zhichan.kernel.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
