from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from gmssl_pyx import sm2_key_generate, sm2_sign

from govops.kernel.access.actor import Actor
from govops.kernel.access.models import Account
from govops.kernel.organization.models import Person, Unit
from govops.kernel.signatures import keys, signing, sql
from govops.kernel.signatures.digests import digest_of
from govops.kernel.signatures.models import SignatureKey
from tests.kernel.signatures import vector

DOCUMENT = {
    "单号": "JFLF-2026-0318",
    "fields": {"来访事由": "空调维修", "人数": 2},
    "attachments": [{"name": "介绍信.pdf", "sm3": "ab" * 32}],
}


@dataclass
class Holder:
    """A person with the private half of a key, as a browser would have it."""

    actor: Actor
    public_key: str
    private_key: bytes
    key: SignatureKey | None = None

    def raw(self, message: bytes) -> str:
        return sm2_sign(self.private_key, bytes.fromhex(self.public_key[2:]), message).hex()

    def signs(self, **changes: Any) -> dict[str, Any]:
        """Arguments of signing.sign, with a signature over them; `changes` are applied after signing."""
        place = {"register": "visitor_entry", "record_id": 318, "purpose": "同意", "opinion": "同意进入。"}
        signature = self.raw(signing.expected_message(digest=digest_of(DOCUMENT), **place))
        offered = {"signature_hex": signature, "key_id": self.key.pk if self.key else None}
        return {"actor": self.actor, "document": DOCUMENT, **place, **offered, **changes}


@pytest.fixture(autouse=True)
def _append_only(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.FORWARD)


@pytest.fixture
def actor_named(db: None) -> Callable[..., Actor]:
    unit = Unit.objects.create(code="XXZX", name="信息中心", short_name="信息中心")

    def make(name: str, *roles: str) -> Actor:
        count = Person.objects.count()
        person = Person.objects.create(name=name, employee_no=f"A{count}", unit=unit)
        account = Account.objects.create(username=f"user{count}", person=person)
        return Actor(account=account, person=person, roles=frozenset({"end_user", *roles}))

    return make


@pytest.fixture
def holder_named(actor_named: Callable[..., Actor]) -> Callable[..., Holder]:
    def make(name: str, *, registered: bool = True) -> Holder:
        public, private = sm2_key_generate()
        holder = Holder(actor_named(name), "04" + public.hex(), private)
        if registered:
            message = keys.registration_message(
                person_id=holder.actor.person.pk, public_key=holder.public_key
            )
            holder.key = keys.register_key(
                actor=holder.actor,
                public_key=holder.public_key,
                wrapped_private_key=vector.WRAPPED,
                proof=holder.raw(message),
            )
        return holder

    return make


@pytest.fixture
def holder(holder_named: Callable[..., Holder]) -> Holder:
    return holder_named("李明")


@pytest.fixture
def officer(actor_named: Callable[..., Actor]) -> Actor:
    return actor_named("钥管", "key_officer")
