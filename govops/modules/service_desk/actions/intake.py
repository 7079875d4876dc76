"""Taking a ticket in: what nobody need type, and the priority that nobody may."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.service_catalogue.public import priority_of
from govops.modules.service_desk.choices import Channel


def prepare(ticket: Any, actor: Actor) -> None:
    """Fill in what follows from the reporter and from the service; judge the priority."""
    ticket.priority_before = ticket.priority if ticket.pk else ""
    if ticket.pk is None:
        ticket.channel = ticket.channel or Channel.WEB
        ticket.group = ticket.item.support_group if ticket.item else None
    if ticket.item is not None and not ticket.category:
        ticket.category = ticket.item.default_category or ticket.item.group
    if not ticket.phone and ticket.applicant is not None:
        ticket.phone = ticket.applicant.phone or ticket.applicant.mobile
    if ticket.items and not ticket.system:
        ticket.system = _named_by(ticket)
    judge(ticket)


def _named_by(ticket: Any) -> str:
    """系统或设备, where only an item was chosen: its name, unless fewer may know it than may know the ticket."""
    item = ConfigurationItem.objects.filter(pk=ticket.items[0]).first()
    if item is None or item.is_restricted or item.secrecy_level > ticket.secrecy_level:
        return ""
    return str(item.name)


def judge(ticket: Any) -> None:
    """R-INC-01: the priority follows from impact × urgency."""
    ticket.priority = priority_of(ticket.impact, ticket.urgency)
