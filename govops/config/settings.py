"""All settings. What an operator may choose at run time is a parameter (govops.kernel.parameters), not a setting."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from govops.config import env

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.text("GOVOPS_DATA") or BASE_DIR / "var").resolve()
SECRETS_DIR = DATA_DIR / "secrets"  # written by govops.server on the first start

DEBUG = env.flag("GOVOPS_DEBUG")
DEMONSTRATION = env.flag("GOVOPS_DEMO")
# The default serves tests and manage.py before the first start; `check --deploy` refuses its prefix.
_NO_SECRET = "django-insecure-only-for-development-and-tests-0123456789abcdefghij"  # noqa: S105
SECRET_KEY = env.secret("GOVOPS_SECRET_KEY", SECRETS_DIR / "secret_key", _NO_SECRET)
AUDIT_SEAL_KEY = env.secret("GOVOPS_AUDIT_KEY", SECRETS_DIR / "audit_key", SECRET_KEY)
METRICS_TOKEN = env.secret("GOVOPS_METRICS_TOKEN", SECRETS_DIR / "metrics_token")
ALLOWED_HOSTS = env.names("GOVOPS_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.names("GOVOPS_ORIGINS")
BEHIND_TLS = env.flag("GOVOPS_TLS")

INSTALLED_APPS = [
    "govops.kernel.access",  # before auth: its createsuperuser and changepassword take the place of Django's
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "axes",
    "govops.kernel.parameters",
    "govops.kernel.organization",
    "govops.kernel.audit",
    "govops.kernel.records",
    "govops.kernel.calendar",
    "govops.kernel.signatures",
    "govops.kernel.norms",
    "govops.kernel.processes",
    "govops.kernel.search",
    "govops.kernel.registers",
    "govops.kernel.messages",
    "govops.kernel.jobs",
    "govops.kernel.sheets",
    "govops.kernel.printing",
    "govops.kernel.api",
    "govops.kernel.gateways",
    "govops.kernel.web",
    "govops.modules.accounts",
    "govops.modules.machine_room",
    "govops.modules.service_catalogue",
    "govops.modules.configuration",
    "govops.modules.assets",
    "govops.modules.knowledge",
    "govops.modules.mailroom",
    "govops.modules.service_desk",
    "govops.modules.problem",
    "govops.modules.change",
    "govops.modules.release",
    "govops.modules.maintenance",
    "govops.modules.satisfaction",
    "govops.modules.reports",
    "govops.demo",
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "govops.config.database",
        "NAME": unquote(parts.path.lstrip("/")) or "govops",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"application_name": "govops", **dict(parse_qsl(parts.query))},
    }


_DATABASE_URL = env.secret(
    "DATABASE_URL", SECRETS_DIR / "database_url", "postgresql://govops@127.0.0.1:5432/govops"
)
DATABASES = {"default": _database(_DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "govops.kernel.web.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "govops.kernel.api.middleware.TokenRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "govops.kernel.web.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "govops.kernel.access.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "govops.kernel.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "govops.config.urls"
WSGI_APPLICATION = "govops.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "govops.kernel.web.context.page",
            ]
        },
    }
]

AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "/login/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "govops.kernel.access.backend.AccountBackend",
]
#: all other paths need a login; the API checks its own tokens
PUBLIC_PATHS = ["/login/", "/healthz", "/readyz", "/metrics", "/api/", "/verify/", "/static/"]
#: whose X-Forwarded-For is believed: addresses or networks of the operator's own proxies
TRUSTED_PROXIES = env.names("GOVOPS_PROXIES")
#: what the login page shows in demonstration mode
DEMONSTRATION_LOGIN = "govops.demo.login_words"

# Lock-out: an account, wherever it is tried from (a whole bureau may share one address, so W006 does not apply).
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = "govops.kernel.access.lockout.failure_limit"
AXES_COOLOFF_TIME = "govops.kernel.access.lockout.cool_off"
AXES_LOCKOUT_CALLABLE = "govops.kernel.access.lockout.keep_page"
AXES_CLIENT_IP_CALLABLE = "govops.kernel.access.addresses.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail keeps it
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

# Servers and addresses of mail are parameters (group 邮件与推送, 收信); secrets are not.
EMAIL_HOST_PASSWORD = env.text("GOVOPS_SMTP_PASSWORD")
IMAP_PASSWORD = env.text("GOVOPS_IMAP_PASSWORD")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = (
    [("vendor", BASE_DIR / "static" / "vendor")] if (BASE_DIR / "static" / "vendor").exists() else []
)
MEDIA_ROOT = DATA_DIR / "files"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"govops.kernel.access.passwords.{name}"}
    for name in ("LongEnough", "AllKinds", "NotTheName", "NotUsedBefore")
] + [{"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"}]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "govops.kernel.web.static_files.CollectedFiles"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
PRINT_FONT_DIRS = [BASE_DIR / "static" / "vendor" / "fonts"]

# Behind a TLS proxy (GOVOPS_TLS=1) browsers are held to https; a bureau's plain intranet address works without.
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_FAILURE_VIEW = "govops.kernel.web.views.errors.stale_token"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "govops": {"level": env.text("GOVOPS_LOG_LEVEL", "INFO")},
        "django.server": {"level": "WARNING", "propagate": True},
        "procrastinate": {"level": "ERROR"},  # our own JobRun and log lines tell what happened to each job
    },
}
