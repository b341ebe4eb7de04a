"""Addresses of the app `commission`."""

from django.urls import URLPattern, path
from django.views.i18n import set_language

from commission.views import geography, sign_in

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("set-language/", set_language, name="set_language"),
    path("profile/", sign_in.profile, name="profile"),
    path("profile/change-password/", sign_in.change_password, name="change_password"),
    path("geography/line.geojson", geography.line_geojson, name="line_geojson"),
    path("geography/sectors.geojson", geography.sectors_geojson, name="sectors_geojson"),
    path("geography/crossings.geojson", geography.crossings_geojson, name="crossings_geojson"),
]
