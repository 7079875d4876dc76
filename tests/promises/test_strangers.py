"""Who is not logged in gets nowhere: every address of every register, and of the site."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.promises.addresses import all_addresses
from tests.promises.world import codes

#: what may be asked for without logging in, and why
PUBLIC = {
    "login": "that is where one logs in",
    "healthz": "the program that watches over us asks",
    "readyz": "the same",
    "metrics": "asks for a token of its own",
    "verify": "whoever holds the paper may check its code; it says nothing of the content",
    "verify-code": "the same",
}
ADDRESSES = [(name, address) for name, address in all_addresses(codes()) if name not in PUBLIC]


def of(code: str) -> list[str]:
    return [address for _, address in ADDRESSES if f"/{code}/" in address or address.endswith(f"/{code}")]


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_turned_away_from_every_address_of_a_register(
    db: None, client: Client, code: str, method: str
) -> None:
    found = of(code)
    assert len(found) > 20
    for address in found:
        assert_turned_away(client, address, method)


@pytest.mark.parametrize(
    "address", sorted({a for _, a in ADDRESSES} - {a for code in codes() for a in of(code)})
)
def test_a_stranger_is_turned_away_from_everything_else(db: None, client: Client, address: str) -> None:
    for method in ("get", "post"):
        assert_turned_away(client, address, method)


def assert_turned_away(client: Client, address: str, method: str) -> None:
    answer = getattr(client, method)(address)
    if address.startswith("/api/"):
        assert answer.status_code in {401, 404, 405}, address
        assert answer["Content-Type"] == "application/problem+json"
        return
    assert answer.status_code == 302, address
    assert answer["Location"].startswith("/login/"), address
    fragment = getattr(client, method)(address, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.content.decode()) == (401, "请重新登录。")


def test_the_public_list_is_the_settings(settings: object) -> None:
    public = {"/login/", "/healthz", "/readyz", "/metrics", "/api/", "/verify/", "/static/"}
    assert set(settings.PUBLIC_PATHS) == public  # type: ignore[attr-defined]


@pytest.mark.parametrize("token", ["", "x", "govops_" + "x" * 43, "x" * 500])
def test_a_wrong_token_is_a_stranger(db: None, token: str) -> None:
    for code in codes():
        answer = Client(headers={"authorization": f"Bearer {token}"}).get(f"/api/v1/{code}")
        assert answer.status_code == 401
        assert "令牌" in answer.json()["detail"]
