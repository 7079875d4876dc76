"""Where a request comes from. A forwarded address is believed only from the proxies that the operator names."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def _is_trusted(address: str) -> bool:
    try:
        place = ip_address(address)
    except ValueError:
        return False
    return any(place in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def client_address(request: HttpRequest) -> str:
    """The nearest address in X-Forwarded-For that is not one of `settings.TRUSTED_PROXIES`, else REMOTE_ADDR."""
    peer = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and _is_trusted(peer):
        try:
            peer = str(ip_address(hops.pop()))
        except ValueError:
            break
    return str(peer)[:64]
