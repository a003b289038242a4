"""Django's settings. What a place may choose is in `options.py`."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from inroads.config.options import chosen, chosen_number, chosen_pairs, chosen_secret

BASE = Path(__file__).resolve().parents[2]
VAR = BASE / chosen("INROADS_VAR")
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else on the machine looks into it
SHARED = BASE / chosen("INROADS_SHARED")
TESTING = "PYTEST_VERSION" in os.environ

# What this installation is
DEMO = chosen("INROADS_DEMO") == "1"
SAMPLE = DEMO or TESTING
PLACE = chosen("INROADS_PLACE") or ("Wessex" if SAMPLE else "Our place")
# A number that cannot be dialled, so that an invented one never stands on a real card.
HELPLINE = chosen("INROADS_HELPLINE") or ("01632 960 001" if SAMPLE else "(our helpline)")
CONTACT = chosen("INROADS_CONTACT")
# Where `inroads run` leaves word of where it listens, for the commands that print a link.
LISTENS = VAR / f"{'wessex' if DEMO else 'inroads'}.address"
PROXIES = chosen_number("INROADS_PROXIES")


def address() -> str:
    """Where people find us: as it was set, or else where we listened last."""
    if os.environ.get("INROADS_ADDRESS") or TESTING or not LISTENS.exists():
        return chosen("INROADS_ADDRESS").rstrip("/")
    return LISTENS.read_text()


ADDRESS = address()


def secret_key() -> str:
    """The key that was set; or, on a machine of one's own, a random one that is kept in `var`."""
    if key := chosen("INROADS_SECRET_KEY"):
        return key
    kept = VAR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(os.urandom(48).hex())
    return kept.read_text()


DEBUG = False
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = [key for key in [chosen("INROADS_SECRET_KEY_BEFORE")] if key]
ALLOWED_HOSTS = chosen("INROADS_HOSTS").split(",")

INSTALLED_APPS = [
    "inroads.config",
    "inroads.foundations.core",
    "inroads.foundations.design",
    "inroads.foundations.history",
    "inroads.foundations.accounts",
    "inroads.foundations.organisations",
    "inroads.foundations.exchange",
    "inroads.foundations.places",
    "inroads.foundations.people",
    "inroads.foundations.notifications",
    "inroads.programme.directory",
    "inroads.programme.timetable",
    "inroads.programme.champions",
    "inroads.programme.help",
    "inroads.programme.passports",
    "inroads.programme.referrals",
    "inroads.overview.planning",
    "inroads.overview.progress",
    "inroads.overview.home",
    "inroads.overview.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "inroads.foundations.design.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "inroads.foundations.accounts.middleware.session_age",
    "inroads.foundations.accounts.middleware.second_factor",
    "inroads.foundations.accounts.middleware.unsent",
    "inroads.foundations.design.middleware.refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["inroads.foundations.design.templatetags.design"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inroads.foundations.design.context.page",
                "inroads.overview.home.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "inroads.foundations.design.forms.Renderer"
ROOT_URLCONF = "inroads.config.urls"
WSGI_APPLICATION = "inroads.config.wsgi.application"

# Database
SQLITE = {
    "timeout": 20,
    # A writer waits its turn at the start of its transaction, so that none fails in the middle of it.
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
    ),
}


def database(url: str) -> dict:
    """SQLite in `var`, or the PostgreSQL that the address names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / ("wessex.sqlite3" if DEMO else "inroads.sqlite3"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": SQLITE,
            # In a file, as in earnest: SQLite's shared memory does not wait its turn when threads race.
            "TEST": {"NAME": VAR / f"test-{os.getpid()}.sqlite3"},
        }
    try:
        parts = urlsplit(url)
        port, name = parts.port or "", parts.path[1:]
    except ValueError:
        name = ""
    if not name or parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            "INROADS_DATABASE_URL does not read like postgresql://user:password@host:5432/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(chosen("INROADS_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits count here, so that every worker process sees the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a count that is thrown away limits nothing
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Language and time: sessions happen in Europe/London, storage is UTC
LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = "Europe/London"

# Static files
STATIC_URL = "/static/"
# Built from the code, so they stay with it wherever the data are.
BUILT = BASE / "var"
STATIC_ROOT = BUILT / "static"
STATICFILES_DIRS = [BUILT / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The live server of the tests finds files by their plain names only.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Uploads stay out of the served folders; they are read by the importer only.
MEDIA_ROOT = VAR / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

# Security
SECURE = ADDRESS.startswith("https://")
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "inroads.foundations.design.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if TESTING:  # a slow hash is right everywhere but in three thousand tests
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "inroads.foundations.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "inroads.foundations.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Inroads"
MFA_TOTP_TOLERANCE = 1  # a code that rolls over while it is typed still counts
MFA_ADAPTER = "inroads.foundations.accounts.adapters.MFAAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # our own middleware does, once a minute
SOCIALACCOUNT_ONLY = False
ACCOUNT_FORMS = {
    name: f"inroads.foundations.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "reauthenticate": "ReauthenticateForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "set_password": "SetPasswordForm",
        "change_password": "ChangePasswordForm",
    }.items()
}
MFA_FORMS = {
    name: f"inroads.foundations.accounts.forms.{form}"
    for name, form in {
        "authenticate": "AuthenticateForm",
        "reauthenticate": "ReauthenticateCodeForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddWebAuthnForm",
        "authenticate_webauthn": "AuthenticateWebAuthnForm",
        "login_webauthn": "LoginWebAuthnForm",
        "reauthenticate_webauthn": "ReauthenticateWebAuthnForm",
        "edit_webauthn": "EditWebAuthnForm",
    }.items()
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "entra",
                "name": "Microsoft",
                "client_id": chosen("INROADS_ENTRA_ID"),
                "secret": chosen("INROADS_ENTRA_SECRET"),
                "settings": {"server_url": chosen("INROADS_ENTRA_URL")},
            }
        ]
        if chosen("INROADS_ENTRA_URL")
        else [],
    }
}

# Messages that leave
DEFAULT_FROM_EMAIL = SERVER_EMAIL = chosen("INROADS_FROM")
EMAIL_BACKEND = "inroads.foundations.notifications.mail.OutboxBackend"
SMTP_URL = chosen("INROADS_SMTP")
NOTIFY_KEY = chosen("INROADS_NOTIFY_KEY")
NOTIFY_URL = chosen("INROADS_NOTIFY_URL")
NOTIFY_TEMPLATES = chosen_pairs("INROADS_NOTIFY_TEMPLATES")
NOTIFY_TOKEN = chosen("INROADS_NOTIFY_TOKEN")

# Texts that come in
TEXTS_NUMBER = chosen("INROADS_TEXTS_NUMBER") or ("07700 900 460" if SAMPLE else "")
TEXTS_SECRET = chosen_secret("INROADS_TEXTS_SECRET")

# The spreadsheets that `exchange` can take in, each named where its columns are.
IMPORTERS = [
    "inroads.foundations.places.imports.areas.AreaTable",
    "inroads.foundations.places.imports.boundaries.Boundaries",
    "inroads.foundations.places.imports.postcodes.Postcodes",
    "inroads.foundations.places.imports.venues.VenueTable",
    "inroads.foundations.places.imports.lookup.AreaLookup",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "inroads.config.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    # Whoever calls us by another name is answered with a 400; nothing of ours has failed.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
