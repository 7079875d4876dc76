"""What may leave the platform of a message: nothing of the content where its record is classified or restricted."""

from __future__ import annotations

from dataclasses import dataclass

from govops.kernel import parameters
from govops.kernel.messages.models import Message
from govops.kernel.records import kinds
from govops.kernel.records.choices import SecrecyLevel

_DISCREET = "这张单据涉密或限定了知悉范围，内容不在平台外发送，请登录平台查看。"


@dataclass(frozen=True)
class Summary:
    """A message for outside. `number` is empty when it is about no record."""

    title: str
    text: str
    number: str
    url: str
    is_discreet: bool


def of(message: Message) -> Summary:
    """The message as mail and webhooks may tell it."""
    site = str(parameters.value("mail.site")).rstrip("/")
    kind = next((one for one in kinds.all_kinds() if one.code == message.register), None)
    if kind is None or message.record_id is None:
        return Summary(message.title, message.text, "", f"{site}/messages/", False)
    found = (
        kind.model._default_manager.filter(pk=message.record_id)
        .values_list("number", "secrecy_level", "is_restricted")
        .first()
    )
    number, level, is_restricted = found or ("", SecrecyLevel.INTERNAL, False)
    url = f"{site}/r/{message.register}/{message.record_id}/"
    if is_restricted or level >= SecrecyLevel.CONFIDENTIAL:
        return Summary("您有一条新消息", _DISCREET, number, url, True)
    return Summary(message.title, message.text, number, url, False)
