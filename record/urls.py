"""Where the record's pages are."""

from django.urls import path

from record import views

urlpatterns = [
    path("record/", views.record_list, name="record_list"),
    path("record/<int:act_id>/", views.record_act, name="record_act"),
]
