"""Addresses of the public pages around rights."""

from django.urls import path

from zhichan.doors.portal.pages import views

urlpatterns = [
    path("search/alike/", views.alike, name="alike"),
    path("search/within/", views.within, name="within"),
    path("firms/<str:code>/", views.firm, name="firm"),
    path("regions/", views.home_of_regions, name="regions"),
    path("regions/<slug:slug>/", views.region, name="region"),
    path("technologies/", views.technologies, name="technologies"),
    path("technologies/<slug:scheme>/<path:symbol>/", views.technology, name="technology"),
]
