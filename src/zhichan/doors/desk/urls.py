"""Addresses of the desk."""

from django.urls import path

from zhichan.doors.desk import factor, rehearsing, retention, views
from zhichan.doors.desk.derived.urls import urlpatterns as derived
from zhichan.doors.desk.identity.urls import urlpatterns as identity
from zhichan.doors.desk.loads.urls import urlpatterns as loads
from zhichan.doors.desk.management.urls import urlpatterns as management

app_name = "desk"
urlpatterns = [
    path("login/", views.personas, name="personas"),
    path("logout/", views.leave, name="leave"),
    path("desk/factor/", factor.factor, name="factor"),
    path("desk/retention/", retention.retention, name="retention"),
    path("desk/rehearsal/", rehearsing.rehearsal, name="rehearsal"),
    path("desk/", views.home, name="home"),
    path("desk/plans/", views.plans, name="plans"),
    path("desk/plans/upload/", views.upload, name="plan-upload"),
    path("desk/plans/<uuid:plan>/", views.plan, name="plan"),
    path("desk/plans/<uuid:plan>/items/<str:item>/", views.decide, name="plan-decide"),
    path("desk/plans/<uuid:plan>/add/<str:kind>/", views.add, name="plan-add"),
    path("desk/plans/<uuid:plan>/rest/", views.decide_rest, name="plan-rest"),
    path("desk/plans/<uuid:plan>/adopt/", views.adopt, name="plan-adopt"),
    path("desk/plans/<uuid:plan>/withdraw/", views.withdraw, name="plan-withdraw"),
    path("desk/plans/<uuid:plan>/changes/<uuid:before>/", views.diff, name="plan-diff"),
    path("desk/plans/<uuid:plan>/changes/<uuid:before>/comparison.docx", views.diff_file, name="plan-diff-file"),
    path("desk/tasks/", views.tasks, name="tasks"),
    path("desk/scorecard/", views.scorecard, name="scorecard"),
    path("desk/measures/<slug:measure>/", views.drill, name="drill"),
    path("desk/statistics/", views.statistics, name="statistics"),
    path("desk/cascade/", views.cascade, name="cascade"),
    path("desk/cascade/<uuid:target>/", views.what_if, name="what-if"),
    path("desk/targets/", views.targets, name="targets"),
    path("desk/targets/<uuid:target>/", views.target, name="target"),
    path("desk/records/<slug:source>/<path:row>/", views.record, name="record"),
    path("desk/design/", views.design, name="design"),
    *identity,
    *loads,
    *management,
    *derived,
]
