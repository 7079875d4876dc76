"""Whether a signature still holds, in words for anyone (N24: changes to signature and content are seen)."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from django.utils import timezone

from govops.kernel.signatures import digests, providers
from govops.kernel.signatures.models import ElectronicSignature
from govops.kernel.signatures.signing import expected_message, seal_of

Status = Literal["valid", "content_changed", "bad", "digest_only"]
_SHOWN_FIELDS = 5
_MISSING = object()


@dataclass(frozen=True)
class Verdict:
    """`valid`: key and content hold; `digest_only`: content holds, no key was used; `content_changed`: signed
    properly, but the content differs now in `changed_fields`; `bad`: the signature itself was tampered with.
    """

    status: Status
    sentence: str
    changed_fields: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the signed content stands as it was signed."""
        return self.status in {"valid", "digest_only"}


def _differences(old: Any, new: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**old, **new}:
            yield from _differences(old.get(name, _MISSING), new.get(name, _MISSING), (*path, name))
    elif isinstance(old, list) and isinstance(new, list):
        for place, (one, other) in enumerate(zip_longest(old, new, fillvalue=_MISSING), start=1):
            yield from _differences(one, other, (*path, f"第 {place} 项"))
    elif old != new:
        yield path


def changed_fields(
    signed: Mapping[str, Any], current: Mapping[str, Any], titles: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Where two documents differ, as paths for people: "来访事由", "携带物品 › 第 1 项"; `titles`: what fields are called."""
    called = {
        "title": "标题",
        "number": "编号",
        "secrecy_level": "密级",
        "attachments": "附件",
        **(titles or {}),
    }
    paths = _differences(digests.plain(signed), digests.plain(current))
    inside = (path[1:] if path[0] == "fields" and len(path) > 1 else path for path in paths)
    return tuple(" › ".join(called.get(part, part) for part in path) for path in inside)


def _fault(signature: ElectronicSignature) -> str:
    """What is wrong with the signature itself, or an empty text."""
    if digests.digest_of(signature.document) != signature.digest:
        return "保存的签署内容与摘要不符"
    if not hmac.compare_digest(signature.mac, seal_of(signature)):
        return "签名记录被改动"
    key = signature.key
    if key is None:
        return ""
    if key.person_id != signature.signer_id:
        return "所用密钥不属于签署人"
    if key.stopped_at is not None and signature.signed_at >= key.stopped_at:
        return f"签署时密钥{key.get_status_display()}"
    message = expected_message(
        digest=signature.digest,
        purpose=signature.purpose,
        register=signature.register,
        record_id=signature.record_id,
        opinion=signature.opinion,
    )
    if not providers.provider(key.provider).verify(key.public_key, message, signature.signature):
        return "签名值与内容、密钥不符"
    return ""


def check(
    signature: ElectronicSignature,
    current_document: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Verdict:
    """Check a signature against its own record and, when given, against the content as it is now.

    `current_document` must be built in the same way as the one that was signed; `titles`: what its fields are called.
    """
    at = timezone.localtime(signature.signed_at)
    who = f"{signature.signer_name} {at:%Y-%m-%d %H:%M} 签署“{signature.purpose}”"
    if fault := _fault(signature):
        return Verdict("bad", f"签名无效：{who}，{fault}，请报告安全管理员核查。")
    if current_document is not None and digests.digest_of(current_document) != signature.digest:
        changed = changed_fields(signature.document, current_document, titles)
        listed = "、".join(changed[:_SHOWN_FIELDS]) + ("等" if len(changed) > _SHOWN_FIELDS else "")
        sentence = f"签名已失效：{who}之后，内容有改动（{listed}），须重新签字。"
        return Verdict("content_changed", sentence, changed)
    same = "，内容与签署时一致" if current_document is not None else ""
    if signature.key is None:
        return Verdict("digest_only", f"{who}，签署时未使用密钥，仅保存内容摘要{same}。")
    return Verdict("valid", f"签名有效：{who}，密钥 {signature.key.label}{same}。")
