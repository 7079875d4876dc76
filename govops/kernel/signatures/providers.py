"""Who can make and check signatures: the soft key now, a hardware key by adapter.

A hardware key (USB token, signing server) needs two things. In the browser, a script that signs the same
message (see `signing.expected_message`) with the vendor's middleware and fills the same hidden fields as
`static/govops/sign.js`. Here, a Provider registered under its name: `register(Provider)`; keys that carry this name in
`SignatureKey.provider` are then checked by it. If the token signs plain SM2 with SM3 and the default user id,
as GB/T 35276 has it, subclass `SoftProvider` and change only `name` and `check_wrapped`.
"""

from __future__ import annotations

import re
from typing import Protocol

from gmssl_pyx import GmsslInnerError, InvalidValueError, normalize_sm2_public_key, sm2_verify

_RAW_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_WRAPPED = re.compile(r"govops-soft-1\$(\d{4,7})\$[0-9a-f]{32}\$[0-9a-f]{32}\$[0-9a-f]{96}\$[0-9a-f]{64}")
MINIMUM_ITERATIONS = 2_000


class Provider(Protocol):
    """One kind of key. Keys and signatures are lower-case hex."""

    name: str
    title: str
    algorithm: str

    def normal_public_key(self, public_key: str) -> str:
        """The one form in which this key is stored; ValueError when it is no key."""
        ...

    def check_wrapped(self, wrapped: str) -> bool:
        """Whether `wrapped` is a private key in the encrypted form that this provider keeps, or rightly empty."""
        ...

    def verify(self, public_key: str, message: bytes, signature: str) -> bool:
        """Whether `signature` over `message` was made with the private half of `public_key`; never raises."""
        ...


def _der_integer(value: bytes) -> bytes:
    value = value.lstrip(b"\x00") or b"\x00"
    if value[0] & 0x80:
        value = b"\x00" + value
    return bytes((2, len(value))) + value


def der_signature(signature: str) -> bytes:
    """r‖s (128 hex digits) or DER in hex → DER bytes; ValueError when it is neither."""
    signature = signature.strip().lower()
    if not _RAW_SIGNATURE.fullmatch(signature):
        return bytes.fromhex(signature)
    raw = bytes.fromhex(signature)
    body = _der_integer(raw[:32]) + _der_integer(raw[32:])
    return bytes((0x30, len(body))) + body


class SoftProvider:
    """SM2 with SM3 and the default user id 1234567812345678; the private key lives encrypted in our database.

    Its strength is the PIN's: whoever can read the database can try PINs at leisure. Where that matters, issue
    hardware keys.
    """

    name = "soft"
    title = "软密钥"
    algorithm = "SM2"

    def normal_public_key(self, public_key: str) -> str:
        try:
            return "04" + normalize_sm2_public_key(public_key.strip().lower()).hex()
        except (InvalidValueError, UnicodeEncodeError) as error:
            raise ValueError("not an SM2 public key") from error

    def check_wrapped(self, wrapped: str) -> bool:
        match = _WRAPPED.fullmatch(wrapped)
        return match is not None and int(match[1]) >= MINIMUM_ITERATIONS

    def verify(self, public_key: str, message: bytes, signature: str) -> bool:
        try:
            return sm2_verify(normalize_sm2_public_key(public_key), message, der_signature(signature))
        except (GmsslInnerError, ValueError):
            return False


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Make a provider known under its name."""
    _providers[provider.name] = provider


def provider(name: str) -> Provider:
    """The provider of that name; KeyError when there is none."""
    return _providers[name]


register(SoftProvider())
