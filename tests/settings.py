"""The settings of the tests: those of the site, with a clock that may move and a password hash that is quick."""

import os

from monitoring_site.settings import *  # noqa: F403
from monitoring_site.settings import DATABASES

# Named by process, so that several test runs can share one server.
TEST_DATABASE_PREFIX = f"test_{DATABASES['default']['NAME']}_"
DATABASES["default"]["TEST"] = {"NAME": f"{TEST_DATABASE_PREFIX}{os.getpid()}"}
CLOCK_MAY_MOVE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are looked up when asked for; otherwise every new client would first list all of them.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
