"""Addresses of the app `commission`."""

from django.urls import URLPattern, path

from commission.views import geography

urlpatterns: list[URLPattern] = [
    path("geography/line.geojson", geography.line_geojson, name="line_geojson"),
    path("geography/sectors.geojson", geography.sectors_geojson, name="sectors_geojson"),
    path("geography/crossings.geojson", geography.crossings_geojson, name="crossings_geojson"),
]
