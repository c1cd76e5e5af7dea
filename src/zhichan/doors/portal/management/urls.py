"""Addresses of the public management pages."""

from django.urls import path

from zhichan.doors.portal.management import views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("progress/feed.atom", views.progress_feed, name="progress-feed"),
    path("progress/<uuid:case>/", views.bulletin, name="bulletin"),
    path("consultations/", views.consultations, name="consultations"),
    path("consultations/<uuid:case>/", views.consultation, name="consultation"),
]
