"""Settings of the house. Everything has a default that works; `docs/settings.md` explains each name."""

from __future__ import annotations

import os
from pathlib import Path

from motcua.law.roles import role_names
from motcua.outbox.gateway import gateway
from motcua.site.database import database_settings
from motcua.site.home import home
from motcua.site.logs import configure_logs
from motcua.site.mail import mail_from, mail_language, mail_settings, quiet_hours
from motcua.site.secrets import server_key
from motcua.site.sign_on import identity_provider

BASE_DIR = Path(__file__).resolve().parent.parent
PROJECT_DIR = BASE_DIR.parent.parent

DEBUG = False
TESTING = "PYTEST_VERSION" in os.environ
SECRET_KEY = server_key("session")
MOTCUA_RECEIPT_KEY = server_key("receipt")
# The first encrypts, all of them decrypt: a key is changed by putting a new one before it.
MOTCUA_SECOND_FACTOR_KEYS = [key for key in server_key("second-factor").split(",") if key]
ALLOWED_HOSTS = os.environ.get("MOTCUA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
MOTCUA_PUBLIC_URL = os.environ.get(
    "MOTCUA_PUBLIC_URL", f"http://localhost:{os.environ.get('MOTCUA_PORT', '8000')}"
)
CSRF_TRUSTED_ORIGINS = [MOTCUA_PUBLIC_URL]
MOTCUA_SIMULATED = os.environ.get("MOTCUA_SIMULATED", "1") == "1"
# 01BLP: a receipt without a printed value (Decree 123/2020/NĐ-CP); from memory, so it stands as a setting.
MOTCUA_FEE_RECEIPT_FORM = os.environ.get("MOTCUA_FEE_RECEIPT_FORM", "01BLP")
# Online payment: the account of fees as BIN:number:holder, hours that an order is waited for, the gateway.
MOTCUA_PAY_ACCOUNT = os.environ.get("MOTCUA_PAY_ACCOUNT", "")
MOTCUA_PAY_HOURS = int(os.environ.get("MOTCUA_PAY_HOURS", "72"))
MOTCUA_PAY_STATEMENT = os.environ.get("MOTCUA_PAY_STATEMENT", "")
MOTCUA_GATEWAY_URL = os.environ.get("MOTCUA_GATEWAY_URL", "")
MOTCUA_GATEWAY_CLIENT = os.environ.get("MOTCUA_GATEWAY_CLIENT", "motcua")
MOTCUA_GATEWAY_NAMES = os.environ.get("MOTCUA_GATEWAY_NAMES", "")
MOTCUA_GATEWAY_SECRET = server_key("gateway")
MOTCUA_UPLOAD_LIMIT = int(os.environ.get("MOTCUA_UPLOAD_LIMIT", str(50 * 1024 * 1024)))
MOTCUA_UPLOADS_DIR = os.environ.get("MOTCUA_UPLOADS_DIR", str(home() / "files" / "uploads"))
MOTCUA_KEEP_DRAFTS_DAYS = int(os.environ.get("MOTCUA_KEEP_DRAFTS_DAYS", "30"))
MOTCUA_TELL_ENDING_DAYS = int(os.environ.get("MOTCUA_TELL_ENDING_DAYS", "3"))
MOTCUA_CLAMD_ADDRESS = os.environ.get("MOTCUA_CLAMD_ADDRESS", "")
MOTCUA_BACKUP_DIR = os.environ.get("MOTCUA_BACKUP_DIR", "")
MOTCUA_BACKUP_KEEP = int(os.environ.get("MOTCUA_BACKUP_KEEP", "14"))
MOTCUA_COUNT_VISITORS = os.environ.get("MOTCUA_COUNT_VISITORS", "0" if TESTING else "1") == "1"
MOTCUA_METRICS_TOKEN = os.environ.get("MOTCUA_METRICS_TOKEN", "")
MOTCUA_MAIL_URL = os.environ.get("MOTCUA_MAIL_URL", "")
globals().update(mail_settings(MOTCUA_MAIL_URL))
MOTCUA_MAIL_FROM = mail_from(os.environ.get("MOTCUA_MAIL_FROM", ""), MOTCUA_PUBLIC_URL)
MOTCUA_MAIL_LANGUAGE = mail_language(os.environ.get("MOTCUA_MAIL_LANGUAGE", "vi"))
MOTCUA_GATEWAYS = {
    "sms": gateway(
        os.environ.get("MOTCUA_SMS_URL", ""),
        os.environ.get("MOTCUA_SMS_TOKEN", ""),
        os.environ.get("MOTCUA_SMS_REPORT_KEY", ""),
        os.environ.get("MOTCUA_SMS_SHAPE", ""),
    ),
    "zalo": gateway(
        os.environ.get("MOTCUA_ZALO_URL", ""),
        os.environ.get("MOTCUA_ZALO_TOKEN", ""),
        os.environ.get("MOTCUA_ZALO_REPORT_KEY", ""),
        os.environ.get("MOTCUA_ZALO_SHAPE", ""),
    ),
}
MOTCUA_QUIET_HOURS = quiet_hours(os.environ.get("MOTCUA_QUIET_HOURS", "21:00-07:00"))
# Working hours before a due time from which its officer is reminded, and days after it in which still.
MOTCUA_REMIND_HOURS = int(os.environ.get("MOTCUA_REMIND_HOURS", "8"))
MOTCUA_REMIND_LATE_DAYS = int(os.environ.get("MOTCUA_REMIND_LATE_DAYS", "7"))
# The smallest group of officers that a head is told of, and of how many dossiers on a person in it is.
MOTCUA_TEAM_LEAST_OFFICERS = int(os.environ.get("MOTCUA_TEAM_LEAST_OFFICERS", "3"))
MOTCUA_TEAM_LEAST_DOSSIERS = int(os.environ.get("MOTCUA_TEAM_LEAST_DOSSIERS", "20"))
# The face that legal papers are set in: TTF files of Tinos, metric-compatible with Times New Roman.
MOTCUA_FONTS = Path(
    os.environ.get("MOTCUA_FONTS", str(PROJECT_DIR / "node_modules" / "@expo-google-fonts" / "tinos"))
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_structlog",
    "procrastinate.contrib.django",
    "motcua.organisation",
    "motcua.outbox",
    "motcua.citizens",
    "motcua.procedures",
    "motcua.forms",
    "motcua.dossiers",
    "motcua.vault",
    "motcua.money",
    "motcua.filing",
    "motcua.payments",
    "motcua.reminders",
    "motcua.notices",
    "motcua.news",
    "motcua.feedback",
    "motcua.figures",
    "motcua.desk",
    "motcua.portal",
    "motcua.api",
    "motcua.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.site.metrics.Figures",
    "motcua.site.request_log.RequestLog",
    "motcua.site.security.SecurityHeaders",
    "motcua.site.compression.PageCompression",
    "motcua.site.visitors.Visitors",
    "motcua.organisation.middleware.OfficeSessions",
    "motcua.site.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "motcua.organisation.middleware.AccountOfSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.organisation.middleware.PersonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "motcua.site.refusals.Refusals",
]

ROOT_URLCONF = "motcua.site.urls"
WSGI_APPLICATION = "motcua.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps: allauth brings its own account/login.html.
        "DIRS": [BASE_DIR / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.site.context.house",
            ],
        },
    },
]

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisation.User"
# Two doors: each backend knows only the accounts of its own.
AUTHENTICATION_BACKENDS = [
    "motcua.organisation.backends.OfficeBackend",
    "motcua.citizens.backends.CitizenBackend",
]
PASSWORD_HASHERS = [
    "motcua.organisation.hashers.CounterArgon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Officers sign in by name; their accounts come from the administrator. Citizens sign in by an address that a
# letter reached. allauth is the one rate limiter.
ACCOUNT_ADAPTER = "motcua.citizens.door.HouseAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "motcua.site.forms.SignInForm",
    "change_password": "motcua.site.forms.NewPasswordForm",
}
# A whole commune signs in at 07:00 from one address, some mistype; a guesser of one name is stopped after
# five, of codes of the second factor too.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "api_token": "30/m/ip",
    "signup": "60/h/ip,3/h/key",
    "reset_password": "60/h/ip,3/h/key",
    "confirm_email": "60/h/ip,3/h/key",
    "mandate": "20/h/user",
}
SOCIALACCOUNT_ADAPTER = "motcua.citizens.identity_provider.SettingsOnly"
SOCIALACCOUNT_PROVIDERS = identity_provider(os.environ)
SOCIALACCOUNT_REQUESTS_TIMEOUT = int(os.environ.get("MOTCUA_OIDC_TIMEOUT", "5"))
MFA_ADAPTER = "motcua.citizens.door.HouseFactorAdapter"
MFA_FORMS = {"authenticate": "motcua.site.forms.SecondFactorForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts have no email at all
MFA_TOTP_ISSUER = "Một Cửa"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # the step before and after, as RFC 6238 allows for slow fingers and slow clocks
MOTCUA_SECOND_FACTOR_ROLES = role_names(os.environ.get("MOTCUA_SECOND_FACTOR_ROLES", ""))
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MOTCUA_TRUSTED_PROXIES", "0"))
MOTCUA_DEMO_PASSWORD = os.environ.get("MOTCUA_DEMO_PASSWORD", "mot-cua-demo")
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "motcua.organisation.sessions"
# A counter's day is 07:00-17:00; a forgotten session ends the same night.
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = MOTCUA_PUBLIC_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# One count of sign-in tries for all workers of a machine; in memory each worker would allow its own.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": home() / "cache",
        # Beyond this many Django drops entries by chance: a guesser of many names must not push counts out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

STATIC_ROOT = home() / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "motcua.site.finders.VendorFinder",
]
# Served from files with a hash in their name, compressed once by collectstatic; tests read the sources.
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if TESTING
    else "motcua.site.static_storage.HashedStaticStorage"
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": home() / "files"},
    },
    # Uploads are private to the process (0600); what a web server serves itself must be readable to it.
    "staticfiles": {"BACKEND": _STATIC_STORAGE, "OPTIONS": {"file_permissions_mode": 0o644}},
    # Uploads by SHA-256 (dossiers.files): below MOTCUA_HOME here, any Django storage on a server.
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": home() / "files" / "attachments",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
WHITENOISE_USE_FINDERS = TESTING
# Every test client builds the middleware anew: looking a file up when asked spares listing them all.
WHITENOISE_AUTOREFRESH = TESTING
WHITENOISE_MAX_AGE = 3600

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
if os.environ.get("MOTCUA_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

MOTCUA_LOG_LEVEL = os.environ.get("MOTCUA_LOG_LEVEL", "WARNING" if TESTING else "INFO")
LOGGING = configure_logs(MOTCUA_LOG_LEVEL)
# Addresses of visitors and what they typed stay out of the log; nginx keeps the addresses it needs.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
