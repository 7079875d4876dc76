"""A key reported as lost is no dead end: the security administrator revokes it on the account's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from govops.demo.bureau import Bureau
from govops.kernel.signatures import keys
from govops.kernel.signatures.models import KeyStatus, SignatureKey

LoggedIn = Callable[[str], Client]


@pytest.fixture
def lost(cast: Bureau) -> SignatureKey:
    key: SignatureKey = SignatureKey.objects.create(
        person=cast.people["mr_manager"],
        public_key="04" + "ab" * 64,
        wrapped_private_key="",
        status=KeyStatus.SUSPENDED,
    )
    return key


@pytest.mark.rule("R-KEY-05")
def test_the_security_administrator_revokes_it(cast: Bureau, client_of: LoggedIn, lost: SignatureKey) -> None:
    page = f"/admin/accounts/{cast.accounts['mr_manager'].pk}/"
    client = client_of("security_admin")
    assert "撤销签名密钥" in client.get(page).content.decode()
    assert client.post(page, {"do": "revoke_key", "reason": "遗忘密钥口令"}).status_code == 302
    lost.refresh_from_db()
    assert (lost.status, lost.stop_reason) == (KeyStatus.REVOKED, "遗忘密钥口令")
    assert not keys.is_suspended(cast.people["mr_manager"])
    assert "撤销签名密钥" not in client.get(page).content.decode()


@pytest.mark.rule("R-KEY-05")
@pytest.mark.parametrize("username", ["system_admin", "audit_admin"])
def test_the_others_neither_see_nor_do_it(
    cast: Bureau, client_of: LoggedIn, lost: SignatureKey, username: str
) -> None:
    page = f"/admin/accounts/{cast.accounts['mr_manager'].pk}/"
    client = client_of(username)
    assert "撤销签名密钥" not in client.get(page).content.decode()
    assert client.post(page, {"do": "revoke_key", "reason": "试试"}).status_code in {403, 409}
    lost.refresh_from_db()
    assert lost.status == KeyStatus.SUSPENDED
