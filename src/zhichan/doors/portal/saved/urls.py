"""Addresses of saved searches."""

from django.urls import path

from zhichan.doors.portal.saved import views

urlpatterns = [
    path("selections/", views.selections, name="selections"),
    path("selections/<uuid:selection>/", views.selection, name="selection"),
    path("selections/<uuid:selection>/rights.<str:kind>", views.taken, name="selection-export"),
    path("corpora/<uuid:corpus>/", views.corpus, name="corpus"),
    path("corpora/<uuid:corpus>/members.tsv", views.members, name="corpus-members"),
]
