"""The portal: public pages."""

from django.apps import AppConfig


class Portal(AppConfig):
    """Pages without a login: home, scorecard, statistics, plan text."""

    name = "zhichan.doors.portal"
    label = "portal"
