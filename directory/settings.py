"""Django's settings, the only file of them; what differs between machines comes from the environment."""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from directory import accounts, database, env, mail

BASE_DIR = env.BASE_DIR
DEBUG = env.DEBUG
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
SEALING_KEYS = env.sealing_keys(SECRET_KEY)
ALLOWED_HOSTS = env.allowed_hosts()
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

ROOT_URLCONF = "directory.urls"
WSGI_APPLICATION = "directory.wsgi.application"
DATABASES = {"default": database.config()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "providers.User"
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "your_listings", "home"

INSTALLED_APPS = [
    "providers",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "template_partials",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *([] if DEBUG else ["whitenoise.middleware.WhiteNoiseMiddleware"]),
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "directory.middleware.limit_browser_features",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "directory.middleware.refuse_unreadable_addresses",
    "directory.uploads.refuse_large_requests",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "directory.staff.ask_for_a_second_factor",
    "directory.middleware.BadFormsAre422",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        # django-template-partials wraps Django's cached loaders in its own.
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
# Fields are drawn by templates/django/forms/field.html.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# An address typed without a scheme means https; Django 6 will need no setting for it.
FORMS_URLFIELD_ASSUME_HTTPS = True

# Languages have addresses (/es/...), so that a page is shareable and choosing one needs no cookie.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "providers" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Leaflet's files come from django-leaflet; as an installed app that would ask for GDAL.
LEAFLET_FILES = Path(str(find_spec("leaflet").origin)).parent / "static" / "leaflet"  # type: ignore[union-attr]
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", LEAFLET_FILES)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Uploaded evidence: outside the web root, read only through a view that asks who is asking.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.env.str("DOCUMENTS_DIR", str(BASE_DIR / ".documents")),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# An anonymous visitor gets no cookie: sessions begin at login, messages and the CSRF token only with a form.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# How people sign in: ACCOUNT_* and MFA_*.
globals().update(accounts.config())
# Counts of attempts are shared by all processes. The table comes with the migrations; a full one drops what
# is over first.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Who changed a row is recorded for requests that change rows.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else env.number("HSTS_SECONDS", 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
# Only a proxy that sets these headers itself, and drops the visitor's, may be believed about them.
TRUST_PROXY_HEADERS = env.flag("TRUST_PROXY_HEADERS")
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_PROXY_HEADERS)
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# A file is read up to the largest size that is taken and no further.
FILE_UPLOAD_HANDLERS = [
    "directory.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# host:port or the path of a socket; empty: uploads are not scanned for viruses.
CLAMD_ADDRESS = env.env.str("CLAMD_ADDRESS", "")

# Where people find this site, how mail leaves it (EMAIL_*, ANYMAIL), and the folder of modules with tasks.
SITE_URL = mail.site_url()
globals().update(mail.config())
EMAIL_FILE_PATH = env.env.str("MAIL_DIR", str(BASE_DIR / ".mail"))
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Night work that a stopped worker missed is done when it is back within the day.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 20 * 60 * 60}

# A register's file that `manage.py prepare` imports on the first run of a development server.
LISTINGS_FILE = env.env.str("LISTINGS_FILE", "")

# FindTreatment.gov's listing service: everything, from the middle of the country outwards.
FINDTREATMENT_URL = env.env.str(
    "FINDTREATMENT_URL",
    "https://findtreatment.gov/locator/exportsAsJson/v2"
    "?sAddr=39.8283,-98.5795&limitType=2&limitValue=20000000&sort=0",
)

# The NPI Registry's web service (v2.1), for looking up one number. Empty: nobody is asked.
NPI_REGISTRY_URL = env.env.str("NPI_REGISTRY_URL", "https://npiregistry.cms.hhs.gov/api/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_queries": {"()": "directory.logs.WithoutQueries"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["without_queries"], "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A bad address or an unknown host is the sender's doing, and its text is the sender's too.
        "django.security": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        "httpx": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}
