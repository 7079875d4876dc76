"""The life of a key, and that the server only ever keeps it locked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.signatures import keys
from govops.kernel.signatures.models import SignatureKey
from tests.kernel.signatures import vector
from tests.kernel.signatures.conftest import Holder

pytestmark = pytest.mark.django_db


def _register(holder: Holder, **changes: str) -> SignatureKey:
    message = keys.registration_message(person_id=holder.actor.person.pk, public_key=holder.public_key)
    given = {
        "public_key": holder.public_key,
        "wrapped_private_key": vector.WRAPPED,
        "proof": holder.raw(message),
    }
    return keys.register_key(actor=holder.actor, **{**given, **changes})


def test_a_key_is_active_at_once_and_its_birth_is_in_the_trail(holder: Holder) -> None:
    assert keys.active_key(holder.actor.person) == holder.key
    assert len(holder.key.label) == 19
    entry = AuditEntry.objects.get()
    assert (entry.operation, entry.register, entry.record_id) == ("create", "signature_key", holder.key.pk)
    assert vector.WRAPPED not in str(entry.after)


@pytest.mark.rule("R-KEY-02")
def test_a_person_has_one_key_in_use(holder: Holder) -> None:
    with pytest.raises(Refused, match="已有一把在用") as refused:
        _register(holder)
    assert (refused.value.rule, refused.value.status) == ("R-KEY-02", 409)


@pytest.mark.rule("R-KEY-02")
def test_the_database_allows_one_key_in_use_too(holder: Holder) -> None:
    second = SignatureKey(person=holder.actor.person, public_key="04" + "1" * 128, fingerprint="f" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_private_key_that_is_not_locked_is_not_accepted(holder_named: Callable[..., Holder]) -> None:
    holder = holder_named("王芳", registered=False)
    for bare in (holder.private_key.hex(), vector.WRAPPED.replace("$10000$", "$1000$"), ""):
        with pytest.raises(Refused, match="没有按要求用口令加密"):
            _register(holder, wrapped_private_key=bare)


@pytest.mark.parametrize("public_key", ["", "04" + "0" * 128, "不是公钥", "zz"])
def test_what_is_no_public_key_is_not_accepted(holder_named: Callable[..., Holder], public_key: str) -> None:
    with pytest.raises(Refused, match="公钥格式不正确"):
        _register(holder_named("王芳", registered=False), public_key=public_key)


def test_a_key_without_proof_of_its_private_half_is_not_accepted(holder_named: Callable[..., Holder]) -> None:
    holder = holder_named("王芳", registered=False)
    for proof in ("", "ab", holder.raw(b"another text")):
        with pytest.raises(Refused, match="自检签名核对不通过"):
            _register(holder, proof=proof)


@pytest.mark.rule("R-KEY-05")
def test_a_lost_key_is_suspended_by_its_holder_revoked_by_the_officer_then_replaced(
    holder: Holder, officer: Actor, holder_named: Callable[..., Holder]
) -> None:
    keys.suspend(actor=holder.actor, key=holder.key, reason="出差遗失")
    assert keys.active_key(holder.actor.person) is None
    with pytest.raises(Refused, match="尚未撤销"):
        _register(holder)
    with pytest.raises(Refused, match="只有密钥管理员、安全管理员可以撤销"):
        keys.revoke(actor=holder.actor, key=holder.key, reason="遗失")
    stopped = keys.revoke(actor=officer, key=holder.key, reason="遗失补办")
    holder.key.refresh_from_db()
    assert (stopped.status, stopped.stop_reason) == ("revoked", "遗失补办")
    assert [entry.summary for entry in AuditEntry.objects.all()][:2] == ["撤销签名密钥", "挂失签名密钥"]
    fresh = holder_named("临时", registered=False)
    fresh.actor = holder.actor
    assert _register(fresh).status == "active"


@pytest.mark.rule("R-KEY-05")
def test_nobody_else_can_suspend_a_key(holder: Holder, actor_named: Callable[..., Actor]) -> None:
    with pytest.raises(Refused, match="持有人本人或密钥管理员") as refused:
        keys.suspend(actor=actor_named("旁人"), key=holder.key, reason="误操作")
    assert refused.value.status == 403


def test_stopping_needs_a_reason_and_happens_once(holder: Holder) -> None:
    with pytest.raises(Refused, match="请填写原因"):
        keys.suspend(actor=holder.actor, key=holder.key, reason=" ")
    keys.revoke(actor=SYSTEM, key=holder.key, reason="离岗")
    with pytest.raises(Refused, match="不必重复办理"):
        keys.suspend(actor=SYSTEM, key=holder.key, reason="离岗")


@pytest.mark.rule("R-KEY-05")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signatures_signaturekey SET status = 'active', stopped_at = NULL",
        "UPDATE signatures_signaturekey SET stopped_at = now() + interval '1 day'",
        "UPDATE signatures_signaturekey SET public_key = '04'",
        "DELETE FROM signatures_signaturekey",
    ],
)
def test_the_database_lets_a_key_only_move_forward(holder: Holder, statement: str) -> None:
    keys.suspend(actor=holder.actor, key=holder.key, reason="遗失")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
