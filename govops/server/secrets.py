"""Secrets made on the first start, kept in GOVOPS_DATA/secrets, readable by the owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SECRET_KEY = "secret_key"  # noqa: S105 - names of files, not secrets
AUDIT_KEY = "audit_key"
METRICS_TOKEN = "metrics_token"  # noqa: S105
DATABASE_PASSWORD = "database_password"  # noqa: S105
DATABASE_URL = "database_url"

ENVIRONMENT = {
    SECRET_KEY: "GOVOPS_SECRET_KEY",
    AUDIT_KEY: "GOVOPS_AUDIT_KEY",
    METRICS_TOKEN: "GOVOPS_METRICS_TOKEN",
}


def folder(data: Path) -> Path:
    """The folder of secrets inside a data folder, made private when it is missing."""
    place = data / "secrets"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def ensure(data: Path, name: str, *, length: int = 48) -> str:
    """The secret `name`; a random one of `length` bytes is made when it does not exist yet."""
    path = folder(data) / name
    if not path.exists():
        write(data, name, secrets.token_urlsafe(length))
    return path.read_text(encoding="utf-8").strip()


def write(data: Path, name: str, value: str) -> None:
    """Store a secret so that a crash leaves either the old file or the new one, never a half."""
    path = folder(data) / name
    fresh = path.with_name(f".{name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def ensure_all(data: Path) -> None:
    """Make every secret of the application that is missing (see ENVIRONMENT)."""
    for name, variable in ENVIRONMENT.items():
        if not (os.environ.get(variable) or os.environ.get(f"{variable}_FILE")):
            ensure(data, name)


def missing(data: Path) -> list[str]:
    """Environment names of secrets that are neither in the environment nor in the data folder."""
    return [
        variable
        for name, variable in ENVIRONMENT.items()
        if not (
            os.environ.get(variable)
            or os.environ.get(f"{variable}_FILE")
            or (data / "secrets" / name).exists()
        )
    ]
