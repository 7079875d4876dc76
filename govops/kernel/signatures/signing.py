"""Signing a decision, and checking a signature later (R-SIG-01: person, key and content bound together)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Func, Value
from gmssl_pyx import sm3_hash, sm3_hmac

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization.journeys import is_in_transaction, next_of
from govops.kernel.organization.models import Person
from govops.kernel.organization.prepared import Prepared
from govops.kernel.organization.storing import insert_later
from govops.kernel.signatures import digests, providers
from govops.kernel.signatures.models import ElectronicSignature, KeyStatus, SignatureKey
from govops.kernel.signatures.parameters import KEY_REQUIRED

_STANDING = (KeyStatus.ACTIVE, KeyStatus.SUSPENDED)
_standing_keys = Prepared(
    lambda person: SignatureKey.objects.filter(person=person, status__in=_STANDING), -(2**62)
)
_locked_keys = Prepared(
    lambda person: SignatureKey.objects.select_for_update(no_key=True).filter(
        person=person, status__in=_STANDING
    ),
    -(2**62),
)
_IDS = f"{ElectronicSignature._meta.db_table}_id_seq"
#: to be read with another row: the id of the signature that is about to be given
NEXT_ID = Func(Value(_IDS), function="nextval", output_field=BigIntegerField())
_MESSAGE_HEAD = "govops-signature-1"
_OUTER_SPACE = re.compile(r"^[\s\ufeff]+|[\s\ufeff]+\Z")


def normal_opinion(text: str) -> str:
    """An opinion as it is signed and stored: NFC, line ends as \\n, no white space around. As in sign.js."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _OUTER_SPACE.sub("", text.replace("\x00", ""))


def expected_message(*, digest: str, purpose: str, register: str, record_id: int, opinion: str = "") -> bytes:
    """The bytes that the key signs: place, purpose, opinion and content in one. sign.js builds the same.

    Lines of UTF-8: format, register, record id, purpose, SM3 of the opinion, digest of the document.
    """
    if "\n" in purpose or "\n" in register:
        raise ValueError("a purpose or register must not contain line breaks")
    purpose = unicodedata.normalize("NFC", purpose)
    written = digests.sm3_hex(normal_opinion(opinion).encode())
    return "\n".join((_MESSAGE_HEAD, register, str(record_id), purpose, written, digest)).encode()


def seal_of(signature: ElectronicSignature) -> str:
    """The server's own HMAC-SM3 (hex) over the row: shows tampering also where no key signed."""
    key = sm3_hash(b"govops electronic signature\n" + settings.AUDIT_SEAL_KEY.encode())
    parts = [signature.register, signature.record_id, signature.act_id, signature.purpose, signature.opinion]
    parts += [signature.signer_id, signature.signer_name, signature.digest, signature.signature]
    parts += [
        signature.key.fingerprint if signature.key else None,
        int(signature.signed_at.timestamp() * 1_000_000),
    ]
    return sm3_hmac(key, json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hex()


def _refuse(sentence: str, *, rule: str = "R-SIG-01", status: int = 422) -> Refused:
    return Refused(sentence, rule=rule, field="signature" if status == 422 else "", status=status)


def _without_key(*, is_suspended: bool, offered: bool) -> None:
    """A person without an active key may sign by digest only, unless that would get round a rule."""
    if is_suspended:
        sentence = "您的签名密钥已挂失，不能签字；请联系密钥管理员或安全管理员撤销，再生成新密钥。"
        raise _refuse(sentence, rule="R-KEY-05", status=409)
    if offered:
        raise _refuse("您没有在用的签名密钥，所用密钥可能已撤销；请刷新页面后重新签字。")
    if parameters.value(KEY_REQUIRED.key):
        raise _refuse("签字必须使用签名密钥，您还没有在用的密钥；请先到“我的签名密钥”生成。", status=409)


def _require_own(person: Person, active: SignatureKey, key_id: int | None) -> None:
    """The key offered must be the signer's active key."""
    if key_id is None or key_id == active.pk:
        return
    other = SignatureKey.objects.filter(pk=key_id).first()
    if other is not None and other.person_id == person.pk:
        raise _refuse(
            f"所用密钥{other.get_status_display()}，请刷新页面后用在用的密钥重新签字。", rule="R-KEY-05"
        )
    raise _refuse("所用密钥不是您本人的，请使用自己的签名密钥。")


def _key_for(
    person: Person, *, message: bytes, signature_hex: str, key_id: int | None
) -> SignatureKey | None:
    """The key that validly signed `message`; None when the person signs by digest only; else Refused."""
    # Nobody revokes a key while it signs; where there is none there is nothing to hold.
    held = _locked_keys(person.pk) if _standing_keys(person.pk) else []
    standing = {key.status: key for key in held}
    active = standing.get(KeyStatus.ACTIVE)
    if active is None:
        _without_key(is_suspended=KeyStatus.SUSPENDED in standing, offered=bool(signature_hex or key_id))
        return None
    _require_own(person, active, key_id)
    if not signature_hex:
        raise _refuse("请启用您的签名密钥并输入口令签字：您有在用的密钥，不能不签名就提交。")
    if not providers.provider(active.provider).verify(active.public_key, message, signature_hex):
        raise _refuse("签名核对不通过：页面打开后内容可能已变化，请刷新页面，核对内容后重新签字。")
    return active


def sign(
    *,
    actor: Actor,
    register: str,
    record_id: int,
    purpose: str,
    document: Mapping[str, Any],
    opinion: str = "",
    signature_hex: str = "",
    key_id: int | None = None,
    act_id: int | None = None,
    shown_digest: str = "",
    signer_name: str = "",
    number: str = "",
    secrecy_level: int = 0,
    next_id: int | None = None,
) -> ElectronicSignature:
    """Keep that the actor's person signed `document` for `purpose`; in the caller's transaction.

    `document` is what the signer sees, as plain values, attachments with their SM3. `opinion` is what the signer
    wrote. With an active key `signature_hex` must be a valid SM2 signature over `expected_message(...)`;
    without one the digest alone is kept (unless signatures.key_required). `shown_digest` is the digest that the
    page carried: when the content has changed since, the signer is asked to look again. `signer_name` is
    how the name is written, such as 张三（代李四）; `number` and `secrecy_level` are for the trail; `next_id` is that of
    `NEXT_ID`, where it was read with something else.
    Raises Refused: 403 no person; 409 content changed, key lost or missing; 422 signature missing or wrong.
    """
    if actor.person is None:
        raise _refuse("当前账户没有对应的人员，不能签字；请用本人账户登录。", status=403)
    plain, digest = digests.plain_and_digest(document)
    if shown_digest and shown_digest != digest:
        raise _refuse("页面打开后内容已经变化，请刷新页面，核对内容后重新签字。", status=409)
    purpose, opinion = unicodedata.normalize("NFC", purpose), normal_opinion(opinion)
    message = expected_message(
        digest=digest, purpose=purpose, register=register, record_id=record_id, opinion=opinion
    )
    # The caller's transaction is enough; a refusal must not spoil it.
    with nullcontext() if is_in_transaction() else transaction.atomic():
        key = _key_for(actor.person, message=message, signature_hex=signature_hex, key_id=key_id)
        signature = ElectronicSignature.new(
            id=next_id or next_of(_IDS)[0],
            register=register,
            record_id=record_id,
            act_id=act_id,
            purpose=purpose,
            opinion=opinion,
            signer=actor.person,
            signer_name=signer_name or actor.person.name,
            document=plain,
            digest=digest,
            key=key,
            signature=signature_hex.strip().lower(),
            signed_at=moment.now(),
        )
        _keep(signature, actor=actor, number=number, secrecy_level=secrecy_level)
    return signature


def _keep(signature: ElectronicSignature, *, actor: Actor, number: str, secrecy_level: int) -> None:
    signature.mac = seal_of(signature)
    insert_later([signature])
    key = signature.key.label if signature.key else "无（仅摘要）"
    trail.record(
        actor=actor,
        operation="sign",
        register=signature.register,
        record_id=signature.record_id,
        number=number,
        secrecy_level=secrecy_level,
        after={"签名编号": signature.pk, "摘要": signature.digest, "密钥": key},
        summary=f"签字：{signature.purpose}",
    )
