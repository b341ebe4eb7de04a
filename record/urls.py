"""Where the record's pages are."""

from django.urls import path

from record import views

urlpatterns = [
    path("", views.record_list, name="record_list"),
    path("<int:act_id>/", views.record_act, name="record_act"),
]
