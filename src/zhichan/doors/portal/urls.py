"""Addresses of the portal."""

from django.urls import path

from zhichan.doors.portal import views
from zhichan.doors.portal.management.urls import urlpatterns as management

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("scorecard/", views.scorecard, name="scorecard"),
    path("measures/<slug:measure>/", views.drill, name="drill"),
    path("statistics/", views.statistics, name="statistics"),
    path("plans/", views.plans, name="plans"),
    path("plans/<uuid:plan>/", views.plan, name="plan"),
    *management,
]
