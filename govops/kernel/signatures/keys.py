"""The life of a signing key: made, suspended when lost, revoked (norms F5, F7; S9§17)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN
from govops.kernel.audit import trail
from govops.kernel.organization.models import Person
from govops.kernel.signatures import providers
from govops.kernel.signatures.digests import sm3_hex
from govops.kernel.signatures.models import KeyStatus, SignatureKey

KEY_OFFICER = "key_officer"
REGISTER = "signature_key"
_MESSAGE_HEAD = "govops-signature-key-1"


def active_key(person: Person) -> SignatureKey | None:
    """The key that the person signs with, if any."""
    return SignatureKey.objects.filter(person=person, status=KeyStatus.ACTIVE).first()


def lost_key(person: Person) -> SignatureKey | None:
    """The key that the person reported as lost and nobody has revoked yet."""
    return SignatureKey.objects.filter(person=person, status=KeyStatus.SUSPENDED).first()


def is_suspended(person: Person) -> bool:
    """Whether there is such a key: then nothing can be signed."""
    return lost_key(person) is not None


def registration_message(*, person_id: int, public_key: str) -> bytes:
    """What the new key signs to prove that its private half works and belongs to this person's page."""
    return f"{_MESSAGE_HEAD}\n{person_id}\n{public_key}".encode()


def register_key(
    *, actor: Actor, public_key: str, wrapped_private_key: str, proof: str, provider: str = "soft"
) -> SignatureKey:
    """Register a key that the actor just made, for the actor; it is active at once.

    `public_key` hex; `wrapped_private_key` as the browser encrypted it; `proof` the new key's signature over
    `registration_message`. Raises Refused: 403 no person, 409 there is an active or a lost key, 422 bad input.
    """
    if actor.person is None:
        raise Refused("当前账户没有对应的人员，不能申领签名密钥。", rule="R-SIG-01", status=403)
    _require_room(actor.person)
    kind = providers.provider(provider)
    try:
        normal = kind.normal_public_key(public_key)
    except ValueError:
        raise Refused(
            "公钥格式不正确，请重新生成密钥。", rule="R-SIG-01", field="public_key", status=422
        ) from None
    if not kind.check_wrapped(wrapped_private_key):
        sentence = "私钥没有按要求用口令加密，请刷新页面后重新生成密钥。"
        raise Refused(sentence, rule="R-SIG-01", field="wrapped_private_key", status=422)
    message = registration_message(person_id=actor.person.pk, public_key=normal)
    if not kind.verify(normal, message, proof):
        sentence = "新密钥的自检签名核对不通过，请刷新页面后重新生成密钥。"
        raise Refused(sentence, rule="R-SIG-01", field="proof", status=422)
    key = SignatureKey(
        person=actor.person,
        provider=kind.name,
        algorithm=kind.algorithm,
        public_key=normal,
        wrapped_private_key=wrapped_private_key,
        fingerprint=sm3_hex(bytes.fromhex(normal)),
    )
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        raise Refused("您已有一把在用的签名密钥，或该密钥已登记过。", rule="R-KEY-02", status=409) from None
    trail.record(
        actor=actor,
        operation="create",
        register=REGISTER,
        record_id=key.pk,
        number=key.label,
        after={"持有人": actor.person, "算法": key.algorithm, "指纹": key.fingerprint},
        summary="启用签名密钥",
    )
    return key


def _require_room(person: Person) -> None:
    if active_key(person):
        raise Refused("您已有一把在用的签名密钥；需要更换时请先撤销原密钥。", rule="R-KEY-02", status=409)
    if is_suspended(person):
        sentence = "您挂失的密钥尚未撤销；请联系密钥管理员或安全管理员撤销后再申领新密钥。"
        raise Refused(sentence, rule="R-KEY-05", status=409)


def suspend(*, actor: Actor, key: SignatureKey, reason: str) -> SignatureKey:
    """Report a key as lost: from now on it signs nothing. The holder or the key officer may (R-KEY-05)."""
    return _stop(actor, key, KeyStatus.SUSPENDED, reason)


def revoke(*, actor: Actor, key: SignatureKey, reason: str) -> SignatureKey:
    """End a key for good, so that a new one can be issued. Only the key officer, the security administrator or the system may."""
    return _stop(actor, key, KeyStatus.REVOKED, reason)


def departed(person: Person, actor: Actor) -> None:
    """R-HR-03: the keys of somebody who leaves end at once (told by `access.bureau.leave`)."""
    for key in SignatureKey.objects.filter(person=person).exclude(status=KeyStatus.REVOKED):
        revoke(actor=SYSTEM, key=key, reason=f"持有人离岗（{actor.name}登记）")


def _require_right(actor: Actor, key: SignatureKey, status: str) -> None:
    if actor.is_system or KEY_OFFICER in actor.roles:
        return
    if status == KeyStatus.REVOKED and SECURITY_ADMIN in actor.roles:
        return
    if status == KeyStatus.SUSPENDED and actor.person is not None and actor.person.pk == key.person_id:
        return
    if status == KeyStatus.SUSPENDED:
        sentence = "只有持有人本人或密钥管理员可以挂失密钥。"
    else:
        sentence = "只有密钥管理员、安全管理员可以撤销密钥；遗失时请先挂失，再联系他们撤销。"
    raise Refused(sentence, rule="R-KEY-05", status=403)


def _stop(actor: Actor, key: SignatureKey, status: str, reason: str) -> SignatureKey:
    _require_right(actor, key, status)
    if not reason.strip():
        raise Refused("请填写原因。", rule="R-KEY-05", field="reason", status=422)
    with transaction.atomic():
        locked = SignatureKey.objects.select_for_update().get(pk=key.pk)
        if locked.status == KeyStatus.REVOKED or locked.status == status:
            raise Refused(f"该密钥{locked.get_status_display()}，不必重复办理。", rule="R-KEY-05", status=409)
        old = {"状态": locked.get_status_display()}
        locked.status = status
        locked.stopped_at = locked.stopped_at or moment.now()
        locked.stop_reason = reason.strip()[:200]
        locked.save(update_fields=["status", "stopped_at", "stop_reason"])
        trail.record(
            actor=actor,
            operation="update",
            register=REGISTER,
            record_id=locked.pk,
            number=locked.label,
            before=old,
            after={"状态": locked.get_status_display(), "原因": locked.stop_reason},
            summary="挂失签名密钥" if status == KeyStatus.SUSPENDED else "撤销签名密钥",
        )
    return locked
