"""The knowledge base in the common bureau, on Monday 2026-11-23 from 09:30 on, unless a test says `at(...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor
from govops.kernel.registers import doors, site
from govops.modules.knowledge.models import KnowledgeArticle
from tests.modules.monday import fresh_parameters, monday  # noqa: F401 - fixtures


@pytest.fixture
def write(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., KnowledgeArticle]:
    """A draft of 朱文杰 (support_l2)."""

    def written(subject: str = "打印机卡纸怎么办", *, by: str = "support_l2", channel: str = "page", **changes: Any) -> Any:  # fmt: skip
        data = {
            "subject": subject, "category": "desktop", "system": "打印机", "symptom": "打印到一半停下", "cause": "纸张受潮",
            "solution": "1. 关闭电源，等两分钟\n2. 顺着出纸方向取出卡住的纸",
        }  # fmt: skip
        return doors.create(site.get("knowledge_article"), data | changes, actor=actor(by, channel))

    return written


@pytest.fixture
def published(write: Any, do: Any) -> Callable[..., KnowledgeArticle]:
    """The same, reviewed and published."""

    def made(subject: str = "打印机卡纸怎么办", **changes: Any) -> Any:
        article = write(subject, **changes)
        do(article, "submit", changes.get("by", "support_l2"))
        return do(article, "approve", "problem_manager")

    return made
