"""Proposals: a second person looks, and nobody approves what has changed meanwhile."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare
from govops.kernel.processes.declarations import Deed
from govops.modules.configuration.choices import ItemState
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.rules.common import exists
from govops.modules.configuration.rules.items import R_CI_02

declare("R-CI-02", **R_CI_02, by="ItemProposalProcess.approval")  # type: ignore[arg-type]


def rests_on_a_paper(proposal: Any, deed: Deed) -> Answer:
    if len(proposal.reason.strip()) < 2:
        return Denied("请写明“变更原因”。", field="reason")
    if exists(proposal.reference):
        return Allowed()
    return Denied(f"没有编号为“{proposal.reference}”的单据，请核对“依据单号”。", field="reference")


def item_is_there(proposal: Any, deed: Deed) -> Answer:
    if proposal.item.state == ItemState.SCRAPPED:
        return Denied(f"{proposal.item}已报废，不能再修改。", field="item")
    return Allowed()


def item_is_as_it_was(proposal: Any, deed: Deed) -> Answer:
    """What is submitted or approved was proposed about the item as it is now."""
    version = ConfigurationItem.objects.values_list("version", flat=True).get(pk=proposal.item_id)
    if version == proposal.item_version_seen:
        return Allowed()
    return Denied(
        f"{proposal.item}在提议之后已被修改（当时第 {proposal.item_version_seen} 版，现为第 {version} 版），"
        "此提议不能照办；请退回提议人，打开修改、核对“现为”后重新提交。"
    )
