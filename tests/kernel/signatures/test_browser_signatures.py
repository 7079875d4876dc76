"""What sign.js makes with sm-crypto in a browser holds on the server: a stored vector, and live in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from gmssl_pyx import sm3_hmac, sm4_cbc_padding_decrypt

from govops.kernel.signatures import keys, signing
from govops.kernel.signatures.providers import der_signature, provider
from tests.kernel.signatures import vector

SCRIPT = Path(settings.BASE_DIR, "govops/kernel/web/static/govops/sign.js")
VENDORS = [
    Path(settings.BASE_DIR, "static/vendor/sm-crypto"),
    Path(settings.BASE_DIR, "node_modules/sm-crypto/dist"),
]
SOFT = provider("soft")


def _unwrap(wrapped: str, public_key: str, pin: str) -> str:
    """The private key, unlocked as sign.js documents it, with another library."""
    name, iterations, salt, iv, cipher, mac = wrapped.split("$")
    assert name == "govops-soft-1"
    last = sm3_hmac(pin.encode(), bytes.fromhex(salt) + b"\0\0\0\1")
    result = int.from_bytes(last, "big")
    for _ in range(int(iterations) - 1):
        last = sm3_hmac(pin.encode(), last)
        result ^= int.from_bytes(last, "big")
    master = result.to_bytes(32, "big")
    sealed = f"{wrapped.rpartition('$')[0]}${public_key}".encode()
    assert sm3_hmac(sm3_hmac(master, b"authenticate"), sealed).hex() == mac
    key = sm3_hmac(master, b"encrypt")[:16]
    return sm4_cbc_padding_decrypt(key, bytes.fromhex(iv), bytes.fromhex(cipher)).hex()


@pytest.mark.rule("R-SIG-01")
@pytest.mark.parametrize("signature", [vector.SIGNATURE, vector.DER_SIGNATURE, vector.SIGNATURE.upper()])
def test_a_stored_browser_signature_verifies(signature: str) -> None:
    message = signing.expected_message(opinion=vector.OPINION, **vector.WHAT)
    assert SOFT.verify(vector.PUBLIC_KEY, message, signature)
    assert not SOFT.verify(vector.PUBLIC_KEY, message + b" ", signature)


def test_a_stored_browser_key_proves_itself_and_unlocks() -> None:
    message = keys.registration_message(person_id=vector.PERSON_ID, public_key=vector.PUBLIC_KEY)
    assert SOFT.normal_public_key(vector.PUBLIC_KEY.upper()) == vector.PUBLIC_KEY
    assert SOFT.check_wrapped(vector.WRAPPED)
    assert SOFT.verify(vector.PUBLIC_KEY, message, vector.PROOF)
    assert _unwrap(vector.WRAPPED, vector.PUBLIC_KEY, vector.PIN) == vector.PRIVATE_KEY


def test_raw_signatures_become_der_with_minimal_integers() -> None:
    short = "00" * 31 + "7f" + "80" + "00" * 31
    assert der_signature(short).hex() == "3026" + "02017f" + "022100" + "80" + "00" * 31


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  同意\r\n请陪同 \u3000\n", "同意\n请陪同"),
        ("e\u0301", "\u00e9"),
        ("\ufeff\x1c同\x00意\x85", "同意"),
        ("", ""),
    ],
)
def test_opinions_are_normalised_as_in_the_browser(typed: str, kept: str) -> None:
    assert signing.normal_opinion(typed) == kept
    assert signing.normal_opinion(kept) == kept


def _in_node(order: dict[str, Any]) -> dict[str, Any]:
    node = shutil.which("node")
    vendor = next((folder for folder in VENDORS if (folder / "sm4.js").exists()), None)
    if node is None or vendor is None:
        pytest.skip("needs node and the sm-crypto package (npm ci)")
    command = [
        node,
        str(Path(__file__).with_name("sign_in_node.js")),
        str(SCRIPT),
        str(vendor),
        json.dumps(order),
    ]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)


@pytest.mark.rule("R-SIG-01")
def test_sign_js_and_the_server_understand_each_other() -> None:
    place = {"register": "visitor_entry", "purpose": "同意", "digest": vector.WHAT["digest"]}
    opinion = "\ufeff\x1c 同意\r\ne\u0301\x85\u3000"
    made = _in_node(
        {"pin": vector.PIN, "person_id": 7, "what": {**place, "recordId": "9", "opinion": opinion}}
    )
    message = signing.expected_message(record_id=9, opinion=opinion, **place)
    assert made["message"].encode() == message
    assert SOFT.verify(made["public_key"], message, made["signature"])
    assert SOFT.verify(made["public_key"], message, made["der_signature"])
    proof = keys.registration_message(person_id=7, public_key=made["public_key"])
    assert SOFT.verify(made["public_key"], proof, made["proof"])
    assert SOFT.check_wrapped(made["wrapped"])
    assert (
        made["unwrapped"] == made["private_key"] == _unwrap(made["wrapped"], made["public_key"], vector.PIN)
    )
    assert (made["with_wrong_pin"], made["for_another_key"]) == (None, None)
    assert [bool(sentence) for sentence in made["weak"]] == [True, True, True, True, False]
