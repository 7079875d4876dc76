"""The canonical form of a document, and its SM3 digest.

Two documents that say the same give the same bytes: keys sorted, no white space, Unicode NFC, dates in ISO 8601
with moments in UTC, decimals without trailing zeros. What is stored is the plain form, so that it survives
PostgreSQL's jsonb and gives the same digest when it is read back.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from gmssl_pyx import sm3_hash

_EXACT = 2**53


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("a document to be signed must not contain NUL characters")
    return unicodedata.normalize("NFC", value)


def _number(value: int | float | Decimal) -> int | str:
    if isinstance(value, int):
        return value if -_EXACT <= value <= _EXACT else str(value)
    if not math.isfinite(value):
        raise ValueError("a document to be signed must not contain infinite numbers")
    if isinstance(value, float):
        return repr(value)
    return "0" if value == 0 else f"{value.normalize():f}"


@lru_cache(maxsize=4096, typed=True)
def _key(key: Any) -> str:
    return _text(str(key))


def plain(value: Any) -> Any:
    """`value` as JSON that has one form only. TypeError for what has no clear form (models, sets, bytes)."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() and "\x00" not in value else _text(value)
    if value is None or kind is bool:
        return value
    if kind is dict:
        return {_key(key): plain(item) for key, item in value.items()}
    if kind is list:
        return [plain(item) for item in value]
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, str | Promise | UUID):
        return _text(str(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"a document to be signed cannot contain {type(value).__name__}: {value!r}")


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes that the digest of `document` is made of."""
    return _bytes_of(plain(document))


def _bytes_of(plain_form: Any) -> bytes:
    return json.dumps(plain_form, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sm3_hex(data: bytes) -> str:
    """SM3 of `data` in 64 lower-case hex digits."""
    return sm3_hash(data).hex()


def digest_of(document: Mapping[str, Any]) -> str:
    """SM3 (hex) of the canonical form of `document`."""
    return sm3_hex(canonical(document))


def plain_and_digest(document: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The plain form of `document`, which is stored, and its digest."""
    made = plain(document)
    return made, sm3_hex(_bytes_of(made))
