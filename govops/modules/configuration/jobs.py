"""What configuration does in the background."""

from __future__ import annotations

from govops.kernel.jobs import job
from govops.modules.configuration.actions import types
from govops.modules.configuration.models import ItemType


@job(title="按类型更新检索")
def search_items_again(kind: int) -> str:
    """After a type asks for other searchable attributes: its items are found by them, and by no others."""
    found = ItemType.objects.filter(pk=kind).first()
    return f"更新检索 {types.search_again(found)} 项" if found else "类型已不存在"
