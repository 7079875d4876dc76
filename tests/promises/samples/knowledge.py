"""The form of the knowledge base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _article(world: World, n: int) -> dict[str, Any]:
    return {
        "subject": f"打印机卡纸怎么办{n}", "category": "desktop", "system": "打印机", "keywords": "夹纸", "symptom": "打印到一半停下",
        "cause": "纸张受潮", "solution": "1. 关闭电源\n2. 顺着出纸方向取出卡住的纸", "source_number": "", "valid_months": 12,
    }  # fmt: skip


SAMPLES = {"knowledge_article": Sample(by="support_l2", data=_article, changed=("cause", "进纸轮老化"))}
