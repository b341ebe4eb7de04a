"""Addresses of the app `reports`."""

from django.urls import path

from reports.views import pages

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("cases/", pages.case_list, name="case_list"),
    path("cases/<reference>/", pages.case_detail, name="case_detail"),
    path("map/", pages.incident_map, name="map"),
    path("map/points.geojson", pages.map_points, name="map_points"),
]
