"""Addresses of the app `notices`."""

from django.urls import path

from notices import views

urlpatterns = [
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/read-all/", views.read_all_notices, name="read_all_notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
]
