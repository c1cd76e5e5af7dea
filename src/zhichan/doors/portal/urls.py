"""Addresses of the portal."""

from django.urls import path

from zhichan.doors.portal import views
from zhichan.doors.portal.management.urls import urlpatterns as management
from zhichan.doors.portal.pages.urls import urlpatterns as pages
from zhichan.doors.portal.saved.urls import urlpatterns as saved

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("scorecard/", views.scorecard, name="scorecard"),
    path("measures/<slug:measure>/", views.drill, name="drill"),
    path("statistics/", views.statistics, name="statistics"),
    path("search/", views.search, name="search"),
    path("search/meaning/", views.meaning, name="meaning"),
    path("search/about/", views.about_search, name="about-search"),
    path("search/rights.<str:kind>", views.search_export, name="search-export"),
    path("similar/<slug:source>/<path:row>/", views.similar, name="similar"),
    path("open-data/", views.open_data, name="open-data"),
    path("open-data/<str:name>", views.open_file, name="open-file"),
    path("records/<slug:source>/<path:row>/", views.record, name="record"),
    path("apply/", views.apply, name="apply"),
    path("apply/<slug:procedure>/<slug:act>/", views.apply_form, name="apply-form"),
    path("mine/", views.mine, name="mine"),
    path("follow/", views.follow, name="follow"),
    path("follow/case/", views.follow_case, name="follow-case"),
    path("follow/case/acts/<slug:act>/", views.follow_act, name="follow-act"),
    path("follow/case/letters/<str:letter>/as.<str:kind>", views.follow_letter, name="follow-letter"),
    path("plans/", views.plans, name="plans"),
    path("plans/<uuid:plan>/", views.plan, name="plan"),
    *management,
    *saved,
    *pages,
]
