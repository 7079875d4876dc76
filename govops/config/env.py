"""Typed readers of the environment. `NAME_FILE` may name a file that holds the value (for secrets)."""

from __future__ import annotations

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """The value of NAME, or of the file that NAME_FILE names."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def secret(name: str, file: Path, default: str = "") -> str:
    """The value of NAME; else the content of `file`, where the server program keeps what it made itself."""
    if value := text(name):
        return value
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return default


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else is an error."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"{name} must be yes or no, not {value!r}")


def number(name: str, default: int) -> int:
    """The whole number in NAME."""
    value = text(name)
    return int(value) if value else default


def names(name: str, default: str = "") -> list[str]:
    """The comma-separated values of NAME."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
