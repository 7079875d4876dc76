"""Codes by which anyone can check that a print shows what the record says.

A code is a keyed SM3 over the register, the record and the digest of the printed version; only this
installation can make it, and it fits no other record and no other version.
"""

from __future__ import annotations

import hmac
import io
import unicodedata

import segno
from django.conf import settings
from gmssl_pyx import sm3_hmac

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are mistaken for each other on paper."""

LENGTH = 16


def code_for(register: str, record_id: int, digest: str) -> str:
    """The code of one printed version, 16 characters (80 bits) in groups of four: ``7KQ2-…-…-…``."""
    message = "\n".join(("govops.print.1", register, str(record_id), digest))
    number = int.from_bytes(sm3_hmac(settings.SECRET_KEY.encode(), message.encode())[:10], "big")
    signs = [ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH))]
    return "-".join("".join(signs[start : start + 4]) for start in range(0, LENGTH, 4))


def normalized(code: str) -> str:
    """What a person typed, in the form of a code: case, spaces, dashes and full-width signs do not matter."""
    plain = unicodedata.normalize("NFKC", code).upper()
    signs = "".join(sign for sign in plain if sign in ALPHABET)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def check(code: str, register: str, record_id: int, digest: str) -> bool:
    """Whether the code belongs to this version of this record."""
    return hmac.compare_digest(normalized(code), code_for(register, record_id, digest))


def qr_svg(address: str) -> str:
    """The address as a QR picture (SVG text), for ``verification.qr_svg`` of a form."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=0, xmldecl=False)
    return out.getvalue().decode()
