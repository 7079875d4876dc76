"""The wording of messages: ours, or what the system administrator made of it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access import rights
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.audit import trail
from govops.kernel.messages.kinds import MessageKind
from govops.kernel.messages.models import MessageTemplate

LONGEST_TITLE, LONGEST_TEXT = 200, 500
_PLACE = re.compile(r"\{([^{}]*)\}")
_FRESH_SECONDS = 2.0

_changed: dict[str, tuple[str, str]] = {}
_read_at = -_FRESH_SECONDS


def in_force(kind: MessageKind) -> tuple[str, str]:
    """(title, text) with their placeholders. At most two seconds old."""
    global _read_at
    if time.monotonic() - _read_at > _FRESH_SECONDS:
        rows = MessageTemplate.objects.values_list("kind", "title", "text")
        _changed.clear()
        _changed.update({code: (title, text) for code, title, text in rows})
        _read_at = time.monotonic()
    return _changed.get(kind.code, (kind.title, kind.text))


def forget() -> None:
    """Read the table again at the next question."""
    global _read_at
    _read_at = -_FRESH_SECONDS


def rendered(kind: MessageKind, values: Mapping[str, str]) -> tuple[str, str]:
    """Title and text with `values` in their places; a word that was not given stays empty."""
    title, text = in_force(kind)
    return fill(title, values), fill(text, values)


def fill(pattern: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: str(values.get(found[1], "")), pattern).strip()


def preview(kind: MessageKind, title: str, text: str) -> tuple[str, str]:
    """How a wording would read; Refused 422 as `change` would."""
    title, text = _checked(kind, title, text)
    return fill(title, kind.samples), fill(text, kind.samples)


def change(kind: MessageKind, *, title: str, text: str, actor: Actor) -> None:
    """Use another wording from now on. Refused 422 for a placeholder that the kind does not have."""
    rights.only(actor, SYSTEM_ADMIN, to="修改消息模板")
    title, text = _checked(kind, title, text)
    with transaction.atomic():
        before = in_force(kind)
        MessageTemplate.objects.update_or_create(
            kind=kind.code,
            defaults={"title": title, "text": text, "changed_by": actor.name, "changed_at": moment.now()},
        )
        _record(kind, before, (title, text), actor, f"修改消息模板“{kind.name}”")
        transaction.on_commit(forget)


def reset(kind: MessageKind, *, actor: Actor) -> None:
    """Back to the wording that the product comes with."""
    rights.only(actor, SYSTEM_ADMIN, to="修改消息模板")
    with transaction.atomic():
        row = MessageTemplate.objects.filter(kind=kind.code).first()
        if row is None:
            raise Refused(f"“{kind.name}”用的就是出厂内容，无需恢复。", status=422)
        row.delete()
        _record(kind, (row.title, row.text), (kind.title, kind.text), actor, f"恢复消息模板“{kind.name}”")
        transaction.on_commit(forget)


def _checked(kind: MessageKind, title: str, text: str) -> tuple[str, str]:
    title, text = title.strip(), text.strip()
    errors: dict[str, list[str]] = {}
    for name, label, value, longest in (
        ("title", "标题", title, LONGEST_TITLE),
        ("text", "内容", text, LONGEST_TEXT),
    ):
        if sentence := _wrong(kind, label, value, longest):
            errors[name] = [sentence]
    if not title:
        errors["title"] = ["请填写“标题”。"]
    if errors:
        raise Refused(next(iter(errors.values()))[0], status=422, errors=errors)
    return title, text


def _wrong(kind: MessageKind, label: str, value: str, longest: int) -> str:
    known = list(kind.samples)
    for name in _PLACE.findall(value):
        if name not in known:
            return (
                f"“{label}”中没有“{{{name}}}”这个占位符，可用：{'、'.join(f'{{{one}}}' for one in known)}。"
            )
    if "{" in _PLACE.sub("", value) or "}" in _PLACE.sub("", value):
        return f"“{label}”中的花括号没有成对，请补全，例如 {{事项}}。"
    return f"“{label}”不能超过 {longest} 个字，请缩短。" if len(value) > longest else ""


def _record(
    kind: MessageKind, before: tuple[str, str], after: tuple[str, str], actor: Actor, words: str
) -> None:
    trail.record(
        actor=actor, operation="parameter", register="message_template", number=kind.code, summary=words,
        before={"标题": before[0], "内容": before[1]}, after={"标题": after[0], "内容": after[1]},
    )  # fmt: skip
