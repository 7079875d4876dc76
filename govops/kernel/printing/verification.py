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

from govops.kernel.printing.models import PrintedCode

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


def remember(code: str, register: str, record_id: int) -> None:
    """Keep the code of a print, so that `record_of` finds what it stands for; printing the same version again adds nothing."""
    PrintedCode.objects.get_or_create(code=code, defaults={"register": register, "record_id": record_id})


def record_of(code: str) -> tuple[str, int] | None:
    """Register and record id of a code that was printed, as typed; None when there is no such print."""
    printed = PrintedCode.objects.filter(code=normalized(code)[:19]).first()
    return (printed.register, printed.record_id) if printed else None


def qr_svg(address: str) -> str:
    """The address as a QR picture (SVG text), for ``verification.qr_svg`` of a form."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=0, xmldecl=False)
    return out.getvalue().decode()
