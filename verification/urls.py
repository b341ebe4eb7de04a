"""Addresses of the app `verification`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
