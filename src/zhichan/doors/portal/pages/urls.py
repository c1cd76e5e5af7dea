"""Addresses of the public pages around rights."""

from django.urls import path

from zhichan.doors.portal.pages import views

urlpatterns = [
    path("search/alike/", views.alike, name="alike"),
]
