"""Make any value fit for the trail: plain JSON that PostgreSQL accepts, readable years later, no secrets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Model

HIDDEN = "〈已隐去〉"
_SECRET_WORDS = ("password", "secret", "token", "private_key")


def clean(text: str) -> str:
    """`text` without what PostgreSQL cannot store (NUL, lone surrogates), so that hostile input is logged too."""
    if text.isprintable():
        return text
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text


@lru_cache(maxsize=4096)
def is_secret(key: str) -> bool:
    """Whether the name of a field says that its value must not be written down."""
    lowered = key.lower()
    return any(word in lowered for word in _SECRET_WORDS)


def plain_mapping(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    """`mapping` with plain values; the values of keys that name a secret are hidden."""
    made = {}
    for key, value in mapping.items():
        name = key if type(key) is str else str(key)
        made[clean(name)] = HIDDEN if value and is_secret(name) else plain(value)
    return made


def plain(value: Any) -> Any:
    """JSON-safe form of `value`: dates in ISO 8601, decimals as text, models as "id 名称"."""
    kind = type(value)
    if value is None or kind is bool or kind is int:
        return value
    if kind is str:
        return clean(value)
    if kind is dict:
        return plain_mapping(value)
    if kind is list:
        return [plain(item) for item in value]
    if isinstance(value, str):
        return clean(str(value))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} 秒"
    if isinstance(value, Model):
        return clean(f"{value.pk} {value}")
    if isinstance(value, bytes | bytearray | memoryview):
        return f"〈{len(bytes(value))} 字节〉"
    if isinstance(value, Mapping):
        return plain_mapping(value)
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return clean(str(value))
