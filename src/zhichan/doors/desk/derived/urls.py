"""Addresses of the derived pages, below the desk's own."""

from django.urls import path

from zhichan.doors.desk.derived import pushes, views

CASE = "desk/cases/<slug:procedure>/<uuid:case>/"
ENTRY = "desk/registers/<slug:register>/<uuid:entry>/"
urlpatterns = [
    path("desk/cases/", views.cases, name="cases"),
    path("desk/cases/<slug:procedure>/", views.case_list, name="case-list"),
    path("desk/cases/<slug:procedure>/export.<str:kind>", views.case_export, name="case-export"),
    path("desk/cases/<slug:procedure>/batch/", views.case_batch, name="case-batch"),
    path("desk/cases/<slug:procedure>/new/<slug:act>/", views.case_open, name="case-open"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}acts/<slug:act>/", views.case_act, name="case-act"),
    path(f"{CASE}papers/<slug:field>/", views.case_paper, name="case-paper"),
    path(f"{CASE}letters/<str:letter>/", views.case_letter, name="case-letter"),
    path(f"{CASE}letters/<str:letter>/as.<str:kind>", views.case_letter_as, name="case-letter-as"),
    path("desk/registers/", views.registers, name="registers"),
    path("desk/registers/<slug:register>/", views.register, name="register"),
    path("desk/registers/<slug:register>/export.<str:kind>", views.register_export, name="register-export"),
    path("desk/registers/<slug:register>/new/", views.entry_new, name="entry-new"),
    path(ENTRY, views.entry, name="entry"),
    path(f"{ENTRY}correct/", views.entry_correct, name="entry-correct"),
    path(f"{ENTRY}end/", views.entry_end, name="entry-end"),
    path(f"{ENTRY}papers/<slug:field>/", views.entry_paper, name="entry-paper"),
    path("desk/drafts/", views.drafts, name="drafts"),
    path("desk/drafts/<uuid:draft>/discard/", views.draft_discard, name="draft-discard"),
    path("desk/notices/", views.notices, name="notices"),
    path("desk/notices/<int:notice>/", views.notice, name="notice"),
    path("desk/pushes/", pushes.pushes, name="pushes"),
    path("desk/delegations/", views.delegations, name="delegations"),
    path("desk/delegations/<int:delegation>/end/", views.delegation_end, name="delegation-end"),
    path("desk/permissions/", views.permissions, name="permissions"),
    path("desk/reference/", views.reference, name="reference"),
    path("desk/reference/<slug:system>/", views.reference_system, name="reference-system"),
]
