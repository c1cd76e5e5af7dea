"""Ground: regions, parties, units, papers, calendars, glossary, money and refusals."""

from django.apps import AppConfig


class Ground(AppConfig):
    """The floor every other room stands on."""

    name = "zhichan.kernel.ground"
    label = "ground"
    default_auto_field = "django.db.models.BigAutoField"
