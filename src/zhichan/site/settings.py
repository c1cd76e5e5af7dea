"""Django's settings. What an installation may choose comes from the environment:

`DATABASE_URL`, `DATABASE_OWNER_URL`, `DATABASE_ADMIN_URL` (see `zhichan.site.database`), `ZHICHAN_VAR`,
`ZHICHAN_HOSTS` (names it is reached by, separated by commas), `ZHICHAN_HTTPS=1` (behind TLS),
`ZHICHAN_AS_OF` (a day, YYYY-MM-DD, that takes the place of today; the demo pins one), `ZHICHAN_CALENDARS`
(a folder with files of holidays of its own), `ZHICHAN_DEBUG=1`.
"""

from __future__ import annotations

import os
from datetime import date

from zhichan.site import database, places

TESTING = os.environ.get("ZHICHAN_CLUSTER") == "test"
DEBUG = os.environ.get("ZHICHAN_DEBUG") == "1"
HTTPS = os.environ.get("ZHICHAN_HTTPS") == "1"
SECRET_KEY = places.secret("django")
ZHICHAN_CODES_KEY = f"{places.secret('codes')}="
"""Seals the secrets of devices for one-time codes: 32 bytes in URL-safe base 64, kept beside the database."""
HOSTS_GIVEN = [host.strip() for host in os.environ.get("ZHICHAN_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS_GIVEN]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS_GIVEN] if HTTPS else []


def _as_of() -> date | None:
    given = os.environ.get("ZHICHAN_AS_OF")
    if not given and database.demo_mark().exists():
        given = database.demo_mark().read_text(encoding="ascii")
    return date.fromisoformat(given) if given else None


# The day that counts as today for doors and jobs; None is the calendar day in Asia/Shanghai.
ZHICHAN_AS_OF = _as_of()

# Whether people may be chosen instead of signing in: where the demonstration was loaded, and nowhere else.
ZHICHAN_DEMO = TESTING or database.demo_mark().exists()

# Documents which the demonstration offers to whoever has none of their own.
ZHICHAN_EXAMPLES = places.PACKAGE / "demo" / "plan"

# Where the search index lies; the worker makes it where there is none.
ZHICHAN_INDEX = places.var() / ("test-index" if TESTING else "index")

# Where the files of open data lie; the worker makes them.
ZHICHAN_OPEN_DATA = places.var() / ("test-open-data" if TESTING else "open-data")

# Where whole results that someone took away lie for a while, so that a broken download can be taken up again.
ZHICHAN_EXPORTS = places.var() / ("test-exports" if TESTING else "exports")

# Where uploaded data files lie until they are loaded or dropped.
ZHICHAN_UPLOADS = places.var() / ("test-uploads" if TESTING else "uploads")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "zhichan.kernel.ground",
    "zhichan.kernel.ledger",
    "zhichan.kernel.access",
    "zhichan.kernel.acts",
    "zhichan.kernel.registry",
    "zhichan.kernel.funds",
    "zhichan.kernel.casework",
    "zhichan.kernel.measures",
    "zhichan.kernel.selections",
    "zhichan.kernel.inbox",
    "zhichan.doors.look",
    "zhichan.doors.desk",
    "zhichan.doors.portal",
    "zhichan.doors.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhichan.site.headers.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhichan.doors.look.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhichan.site.urls"
WSGI_APPLICATION = "zhichan.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "zhichan.doors.look.frame.frame",
            ],
        },
    },
]

DATABASES = database.aliases(os.environ)
DATABASE_ROUTERS = ["zhichan.site.routing.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

PASSWORD_HASHERS = [
    # Argon2 takes a tenth of a second by design, which a thousand test logins cannot afford.
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []),
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^alive$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
# No host but our own, no inline script or style: charts are pictures, styles are files.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

STATIC_URL = "/static/"
# In tests and while developing, files are served from where they stand and nothing is collected.
STATIC_ROOT = None if TESTING or DEBUG else places.build() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# The largest document a person may upload is judged by the door, which can say so in a sentence; what is
# larger than this never reaches memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
