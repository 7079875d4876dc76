"""The face of what waits to be claimed."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Unit
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.mailroom import models, process


@register
class UnclaimedMails(Register):
    model = models.UnclaimedMail
    process = process.UnclaimedMailProcess
    title = "待认领邮件"
    series = "LXDL"
    cites = ("N2§7.3",)
    icon = "mail"
    imports = False
    columns = (
        Column("title", second="number"), Column("sender", second="sender_name"), Column("reason"),
        Column("created_at", sort="created_at"), Column("result_number"), Column("state"),
    )  # fmt: skip
    filters = ("state",)
    search = ("sender", "sender_name", "subject", "text")
    form = (Section("来信", "sender", "sender_name", "subject", "text", "reference_number", "reason"),)
    shown = (Section("处理", "person", "result_number", "conclusion"),)
    views = (View("待认领", {"state": ["waiting"]}), View("全部"))
    empty = "没有待认领的邮件。认不出发件人，或没有业务受理的来信会出现在这里。"
    guide = "按来信内容认定来信人后“认领”，平台即以此人的名义建单或添加备注；与业务无关的“不予受理”。"
    chip_tones = {"waiting": "amber", "claimed": "green", "dismissed": "muted"}

    def title_of(self, record: Any) -> str:
        return f"来信：{record.subject or record.text[:40] or '（无主题）'}"

    def prepare(self, record: Any, actor: Actor) -> None:
        """A stranger belongs to no unit: the bureau's first one keeps it."""
        if record.unit_id is None:
            record.unit = (
                Unit.objects.filter(parent__isnull=True, is_active=True).order_by("order", "id").first()
            )
