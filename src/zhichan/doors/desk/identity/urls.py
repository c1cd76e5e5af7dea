"""Addresses of the data desk, below the desk's own."""

from django.urls import path

from zhichan.doors.desk.identity import views

urlpatterns = [
    path("desk/identity/", views.queue, name="identity"),
    path("desk/identity/<int:link>/", views.name, name="name"),
    path("desk/high-value/<path:key>/", views.high_value, name="high-value"),
    path("desk/classes/", views.classes, name="classes"),
    path("desk/classes/<slug:table>/", views.class_table, name="class-table"),
    path("desk/classes/<slug:table>/template.csv", views.class_template, name="class-template"),
]
