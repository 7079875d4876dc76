"""Names under which browsers may reach us."""

from __future__ import annotations

import os
import socket

_LOCAL = ["127.0.0.1", "localhost", "[::1]"]
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to


def allowed(host: str) -> str:
    """The value of GOVOPS_HOSTS: what the operator set, else the local names and those of this machine."""
    if given := os.environ.get("GOVOPS_HOSTS"):
        return given
    names = [*_LOCAL]
    if host in _EVERYWHERE:
        names += [socket.gethostname(), *_own_addresses()]
    elif host not in names:
        names.append(host)
    return ",".join(dict.fromkeys(names))


def shown(host: str) -> str:
    """An address a person on this machine can open."""
    return "127.0.0.1" if host in _EVERYWHERE else host


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, family=socket.AF_INET)
    except OSError:
        return []
    return [str(entry[4][0]) for entry in found]
