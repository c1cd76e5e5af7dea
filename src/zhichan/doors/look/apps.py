"""The look: shared templates and static sources of the pages."""

from django.apps import AppConfig


class Look(AppConfig):
    """Base templates, components, style and script of our own."""

    name = "zhichan.doors.look"
    label = "look"
