"""Addresses of the app `penalties`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
