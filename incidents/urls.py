"""Addresses of the app `incidents`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
