"""A certificate of our own for this machine, made when a test asks for it."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

SUBJECT = "/CN=127.0.0.1"


@dataclass(frozen=True)
class Certificate:
    """PEM files; it signs itself, so that a client trusts it only when told to (`SSL_CERT_FILE`)."""

    path: str
    key: str

    def server(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.path, self.key)
        return context

    def client(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.path)


def make(folder: Path) -> Certificate:
    """Valid for a day, for 127.0.0.1."""
    made = Certificate(str(folder / "certificate.pem"), str(folder / "key.pem"))
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
            "-subj", SUBJECT, "-addext", "subjectAltName=IP:127.0.0.1", "-out", made.path, "-keyout", made.key,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return made
