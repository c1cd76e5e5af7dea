"""The desk: staff pages."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Pages behind a login: plans, scorecard, statistics, cascade, targets, records."""

    name = "zhichan.doors.desk"
    label = "desk"
