"""Addresses of the load pages, below the desk's own."""

from django.urls import path

from zhichan.doors.desk.loads import views

urlpatterns = [
    path("desk/loads/", views.loads, name="loads"),
    path("desk/loads/new/", views.upload, name="load-new"),
    path("desk/loads/files/<str:token>/", views.preview, name="load-preview"),
    path("desk/loads/<int:load>/", views.load, name="load"),
    path("desk/loads/<int:load>/rejected.csv", views.rejected, name="load-rejected"),
    path("desk/feeds/", views.feeds, name="feeds"),
]
