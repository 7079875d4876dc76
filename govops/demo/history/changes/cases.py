"""What a change is, before it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: the answers of the risk questions, for a change that hardly anybody feels
QUIET = {
    "reach": "nobody", "redundancy": "full", "rehearsal": "done", "back_out_time": "quick", "timing": "idle", "experience": "often", "sensitivity": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """`items`: keys of the estate; `hour`, `minutes`: the window on `day`; `asked`: days before; `ending`: see `course`.

    `updates`: key → what the configuration says afterwards, columns by their name, attributes as `values`.
    """

    day: date
    kind: str
    subject: str
    reason: str
    items: tuple[str, ...]
    plan: str
    backout: str
    hour: int = 20
    minutes: int = 90
    asked: int = 4
    by: str = "support_l3"
    implementer: str = "support_l3"
    verifier: str = "support_l2"
    ending: str = "success"
    template: str = ""
    test: str = "实施前在测试环境验证步骤，实施后由业务人员确认主要功能。"
    told: str = "按方案逐步实施，各步结果与预期一致，用时在窗口以内。"
    verified: str = "相关业务登录、查询、办理正常，监控无告警。"
    answers: dict[str, str] = field(default_factory=dict)
    updates: dict[str, dict[str, Any]] = field(default_factory=dict)
    stop: tuple[str, ...] = ()
    stop_words: str = ""
    source: str = "demand"
