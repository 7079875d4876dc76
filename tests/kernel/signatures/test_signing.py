"""A decision is signed by the right person, with the right key, over the content that was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from govops.kernel import parameters
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.signatures import keys, signing
from govops.kernel.signatures.checking import check
from govops.kernel.signatures.digests import digest_of
from govops.kernel.signatures.forms import signing_attributes
from govops.kernel.signatures.models import ElectronicSignature
from tests.kernel.append_only import intruder
from tests.kernel.signatures.conftest import DOCUMENT, Holder

pytestmark = [pytest.mark.django_db, pytest.mark.rule("R-SIG-01")]


def _sign(actor: Actor, **changes: Any) -> ElectronicSignature:
    place = {"register": "visitor_entry", "record_id": 318, "purpose": "同意", "document": DOCUMENT}
    return signing.sign(actor=actor, **{**place, **changes})


def test_a_signature_with_a_key_is_valid_and_in_the_trail(holder: Holder) -> None:
    made = signing.sign(**holder.signs(), act_id=5, number="JFLF-2026-0318")
    stored = ElectronicSignature.objects.get()
    verdict = check(stored, DOCUMENT)
    assert (verdict.status, verdict.holds) == ("valid", True)
    assert "签名有效：李明" in verdict.sentence
    assert (stored.act_id, stored.opinion, stored.digest) == (5, "同意进入。", digest_of(DOCUMENT))
    entry = AuditEntry.objects.get(operation="sign")
    assert (entry.record_id, entry.number, entry.after["签名编号"]) == (318, "JFLF-2026-0318", made.pk)


def test_without_any_key_the_digest_is_kept(actor_named: Callable[..., Actor]) -> None:
    made = _sign(actor_named("李明"), signer_name="李明（代张三）")
    verdict = check(ElectronicSignature.objects.get(pk=made.pk), DOCUMENT)
    assert (verdict.status, verdict.holds) == ("digest_only", True)
    assert "李明（代张三）" in verdict.sentence


def test_who_has_a_key_must_use_it(holder: Holder) -> None:
    with pytest.raises(Refused, match="不能不签名就提交") as refused:
        _sign(holder.actor)
    assert (refused.value.status, refused.value.rule) == (422, "R-SIG-01")
    assert not ElectronicSignature.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"document": {**DOCUMENT, "单号": "JFLF-2026-0319"}},
        {"purpose": "不同意"},
        {"opinion": "不同意进入。"},
        {"record_id": 319},
        {"register": "carry_out_permit"},
        {"signature_hex": "00" * 64},
        {"signature_hex": "坏的"},
        {"signature_hex": "3006"},
    ],
)
def test_a_signature_binds_content_purpose_opinion_and_place(holder: Holder, change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="签名核对不通过"):
        signing.sign(**holder.signs(**change))


def test_another_persons_key_is_refused(holder: Holder, holder_named: Callable[..., Holder]) -> None:
    other = holder_named("王芳")
    with pytest.raises(Refused, match="不是您本人的"):
        signing.sign(**{**other.signs(), "actor": holder.actor})
    with pytest.raises(Refused, match="签名核对不通过"):
        signing.sign(**{**other.signs(), "actor": holder.actor, "key_id": holder.key.pk})


@pytest.mark.rule("R-KEY-05")
def test_who_lost_the_key_signs_nothing_not_even_without_it(holder: Holder) -> None:
    offered = holder.signs()
    keys.suspend(actor=holder.actor, key=holder.key, reason="遗失")
    for attempt in (offered, {**offered, "signature_hex": "", "key_id": None}):
        with pytest.raises(Refused, match="已挂失") as refused:
            signing.sign(**attempt)
        assert refused.value.rule == "R-KEY-05"


def test_a_revoked_key_is_refused_the_new_one_taken(
    holder: Holder, officer: Actor, holder_named: Callable[..., Holder]
) -> None:
    offered = holder.signs()
    keys.revoke(actor=officer, key=holder.key, reason="岗位变动")
    with pytest.raises(Refused, match="可能已撤销"):
        signing.sign(**offered)
    fresh = holder_named("临时", registered=False)
    fresh.actor = holder.actor
    message = keys.registration_message(person_id=fresh.actor.person.pk, public_key=fresh.public_key)
    fresh.key = keys.register_key(
        actor=fresh.actor,
        public_key=fresh.public_key,
        wrapped_private_key=holder.key.wrapped_private_key,
        proof=fresh.raw(message),
    )
    with pytest.raises(Refused, match="所用密钥已撤销"):
        signing.sign(**offered)
    assert check(signing.sign(**fresh.signs()), DOCUMENT).status == "valid"


def test_content_that_changed_under_the_page_must_be_seen_again(actor_named: Callable[..., Actor]) -> None:
    with pytest.raises(Refused, match="内容已经变化") as refused:
        _sign(actor_named("李明"), shown_digest=digest_of({"单号": "另一份"}))
    assert refused.value.status == 409


def test_an_operator_can_require_keys(
    actor_named: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parameters, "value", lambda key: key == "signatures.key_required")
    with pytest.raises(Refused, match="签字必须使用签名密钥"):
        _sign(actor_named("李明"))


def test_only_people_sign() -> None:
    with pytest.raises(Refused, match="没有对应的人员"):
        _sign(SYSTEM)


def test_a_later_change_of_the_content_breaks_the_signature_and_says_where(holder: Holder) -> None:
    made = signing.sign(**holder.signs())
    now = {**DOCUMENT, "fields": {"来访事由": "参观", "人数": 2}, "attachments": []}
    verdict = check(made, now)
    assert (verdict.status, verdict.holds) == ("content_changed", False)
    assert verdict.changed_fields == ("来访事由", "附件 › 第 1 项")
    assert "来访事由" in verdict.sentence
    assert "须重新签字" in verdict.sentence


def test_a_key_stopped_later_leaves_earlier_signatures_valid(holder: Holder, officer: Actor) -> None:
    made = signing.sign(**holder.signs())
    keys.revoke(actor=officer, key=holder.key, reason="退休")
    made = ElectronicSignature.objects.get(pk=made.pk)
    assert check(made, DOCUMENT).status == "valid"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("document = '{}'", "摘要不符"),
        ("opinion = '不同意'", "被改动"),
        ("purpose = '不同意'", "被改动"),
        ("signed_at = signed_at - interval '1 day'", "被改动"),
        ("signer_name = '王芳'", "被改动"),
        ("key_id = NULL", "被改动"),
    ],
)
def test_tampering_with_a_signature_shows(holder: Holder, change: str, words: str) -> None:
    signing.sign(**holder.signs())
    with intruder() as cursor:
        cursor.execute(f"UPDATE signatures_electronicsignature SET {change}")
    verdict = check(ElectronicSignature.objects.get(), DOCUMENT)
    assert verdict.status == "bad"
    assert words in verdict.sentence


def test_even_with_the_servers_secret_a_signature_cannot_be_forged(holder: Holder) -> None:
    """Whoever can compute the server's seal still lacks the signer's key."""
    made = signing.sign(**holder.signs())
    made.opinion = "不同意进入。"
    seal = signing.seal_of(made)
    with intruder() as cursor:
        cursor.execute(
            "UPDATE signatures_electronicsignature SET opinion = %s, mac = %s", [made.opinion, seal]
        )
    verdict = check(ElectronicSignature.objects.get(), DOCUMENT)
    assert verdict.status == "bad"
    assert "与内容、密钥不符" in verdict.sentence


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("person_id = (SELECT max(id) FROM organization_person)", "不属于签署人"),
        ("stopped_at = activated_at - interval '1 day', status = 'revoked'", "签署时密钥已撤销"),
    ],
)
def test_tampering_with_the_key_shows(holder: Holder, officer: Actor, change: str, words: str) -> None:
    signing.sign(**holder.signs())
    with intruder() as cursor:
        cursor.execute(f"UPDATE signatures_signaturekey SET {change}")
    verdict = check(ElectronicSignature.objects.get())
    assert verdict.status == "bad"
    assert words in verdict.sentence


@pytest.mark.parametrize(
    "statement",
    ["UPDATE signatures_electronicsignature SET opinion = ''", "DELETE FROM signatures_electronicsignature"],
)
def test_signatures_only_grow(holder: Holder, statement: str) -> None:
    signing.sign(**holder.signs())
    with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_page_carries_what_the_browser_needs(holder: Holder, actor_named: Callable[..., Actor]) -> None:
    place = {"register": "visitor_entry", "record_id": 318, "document": DOCUMENT}
    with_key = signing_attributes(person=holder.actor.person, purpose="同意", **place)
    assert with_key["data-digest"] == digest_of(DOCUMENT)
    assert with_key["data-key-id"] == str(holder.key.pk)
    assert with_key["data-wrapped-key"] == holder.key.wrapped_private_key
    without = signing_attributes(person=actor_named("王芳").person, **place)
    assert "data-key-id" not in without
