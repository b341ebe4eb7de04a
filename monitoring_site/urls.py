"""Every address of the site: each app brings its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from monitoring_site.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("administration/", admin.site.urls),
    path("health/", health, name="health"),
    path("", include("commission.urls")),
    path("", include("record.urls")),
    path("", include("incidents.urls")),
    path("", include("verification.urls")),
    path("", include("penalties.urls")),
    path("", include("notices.urls")),
    path("", include("reports.urls")),
]
