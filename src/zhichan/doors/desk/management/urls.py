"""Addresses of the management pages, below the desk's own."""

from django.urls import path

from zhichan.doors.desk.management import views

urlpatterns = [
    path("desk/supervision/", views.supervision, name="supervision"),
    path("desk/supervision/<uuid:case>/", views.matter, name="matter"),
    path("desk/supervision/<uuid:case>/evidence/<int:number>/", views.evidence, name="matter-evidence"),
    path("desk/circulars/", views.circulars, name="circulars"),
    path("desk/circulars/<uuid:case>/", views.circular, name="circular"),
    path("desk/circulars/<uuid:case>/file.<str:kind>", views.circular_file, name="circular-file"),
    path("desk/revision/", views.revisions, name="revision"),
    path("desk/revision/try/", views.revision_try, name="revision-try"),
    path("desk/revision/<uuid:case>/", views.revision_effects, name="revision-effects"),
    path("desk/revision/as-of/", views.revision_as_of, name="revision-as-of"),
    path("desk/evaluation/", views.evaluation, name="evaluation"),
    path("desk/evaluation/file.<str:kind>", views.evaluation_file, name="evaluation-file"),
    path("desk/chains/", views.chains, name="chains"),
    path("desk/serving/", views.serving, name="serving"),
    path("desk/plans/<uuid:plan>/division.docx", views.plan_division, name="plan-division"),
    path("desk/plans/<uuid:plan>/annotation/", views.plan_annotation, name="plan-annotation"),
    path("desk/plans/<uuid:plan>/explanation/", views.plan_explanation, name="plan-explanation"),
]
