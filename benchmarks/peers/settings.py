"""The peers' own Django: their applications alone, in the same database, as the owner of their tables."""

from zhichan.site import settings as ours

SECRET_KEY = ours.SECRET_KEY
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": ours.DATABASES["owner"]}
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "viewflow", "viewflow.workflow", "benchmarks.peers",
]  # fmt: skip
MIDDLEWARE: list[str] = []
