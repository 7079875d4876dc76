"""Secret values are kept as SM4-GCM ciphertext under a key derived from the program's own: the database alone tells nothing."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from django.utils.crypto import salted_hmac
from gmssl_pyx import sm4_gcm_decrypt, sm4_gcm_encrypt

#: what stands in the place of a secret that is set
MASK = "已设置"
_KEY, _NONCE, _TAG = 16, 12, 16
_SEALED = "sealed"


def seal(text: str) -> dict[str, str]:
    """`text` as it is kept: {"sealed": base64 of nonce, tag and ciphertext}."""
    nonce = secrets.token_bytes(_NONCE)
    ciphertext, tag = sm4_gcm_encrypt(_key(), nonce, b"", text.encode())
    return {_SEALED: base64.b64encode(nonce + tag + ciphertext).decode()}


def unseal(kept: Any) -> str:
    """The text of a sealed value; ValueError when it was sealed with another key or altered."""
    raw = base64.b64decode(kept[_SEALED])
    nonce, tag, ciphertext = raw[:_NONCE], raw[_NONCE : _NONCE + _TAG], raw[_NONCE + _TAG :]
    try:
        return sm4_gcm_decrypt(_key(), nonce, b"", ciphertext, tag).decode()
    except Exception as error:  # the library raises its own, unexported class
        raise ValueError("the sealed value does not belong to this key") from error


def is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {_SEALED}


def masked(values: Any) -> dict[str, Any]:
    """The values with every secret masked: what leaves the program."""
    return {name: MASK if is_sealed(value) else value for name, value in (values or {}).items()}


def _key() -> bytes:
    return salted_hmac("govops.attributes", "sm4", algorithm="sha256").digest()[:_KEY]
