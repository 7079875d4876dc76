"""Where a change comes from: an incident, a problem or a request, by its number."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.modules.change.choices import Source

#: the sources that are records; their words are the codes of their registers
RECORDS = (Source.INCIDENT, Source.PROBLEM, Source.REQUEST)


def source_of(change: Any, actor: Actor) -> Record | None:
    """The record that the change comes from, if there is one that `actor` may see."""
    register = site.find(change.source_kind) if change.source_kind in RECORDS else None
    number = change.source_number.strip().upper()
    if register is None or not number:
        return None
    rows = register.model._default_manager.filter(number=number)
    return visible(rows, actor, register=register.code).first()


def source_is_known(change: Any, deed: Deed) -> Answer:
    """A number that is given leads somewhere."""
    number = change.source_number.strip()
    if change.source_kind not in RECORDS or site.find(change.source_kind) is None:
        return Allowed()
    title = Source(change.source_kind).label
    if not number:
        return Denied(
            f"变更来自{title}的，请填写“来源单号”；没有单号的请改选其他来源。", field="source_number"
        )
    if (
        change.pk is not None
        and type(change).objects.filter(pk=change.pk, source_number=change.source_number).exists()
    ):
        return Allowed()
    if source_of(change, deed.actor) is None:
        return Denied(f"没有编号为“{number}”的{title}，或者您无权查看，请核对。", field="source_number")
    return Allowed()
