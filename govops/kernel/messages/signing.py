"""Signed HTTP messages, both ways: `HMAC(secret, timestamp + "." + body)` in SHA-256 or SM3.

A secret is derived from the program's own key and a random nonce: the database holds nothing worth stealing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac
from gmssl_pyx import sm3_hmac

ALGORITHMS = ("sha256", "sm3")


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def secret_of(purpose: str, nonce: str) -> str:
    """The secret that belongs to a nonce, for one purpose; shown once to a person, derived whenever needed."""
    made = salted_hmac(f"govops.{purpose}", nonce, algorithm="sha256").digest()
    return "ghs_" + base64.urlsafe_b64encode(made).decode().rstrip("=")


def signature(algorithm: str, secret: str, timestamp: str, body: bytes) -> str:
    """`sm3=hex` or `sha256=hex`, as it stands in the header."""
    signed = timestamp.encode() + b"." + body
    if algorithm == "sm3":
        return f"sm3={sm3_hmac(secret.encode(), signed).hex()}"
    if algorithm == "sha256":
        return f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
    raise ValueError(f"no signature algorithm {algorithm!r}")


def is_right(given: str, *, secret: str, timestamp: str, body: bytes) -> bool:
    """Whether the header's value is our signature of the body, in either algorithm."""
    algorithm = given.partition("=")[0]
    if algorithm not in ALGORITHMS:
        return False
    return constant_time_compare(given, signature(algorithm, secret, timestamp, body))
