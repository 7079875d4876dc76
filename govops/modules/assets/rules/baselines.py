"""What a baseline covers, and when it may be taken."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.choices import BaselineOccasion, BaselineScope

#: scope → the field that says which, and its name
BOUNDED_BY = {
    BaselineScope.TYPE: ("type", "类型"),
    BaselineScope.UNIT: ("owner_unit", "责任部门"),
    BaselineScope.LOCATION: ("location", "位置"),
}


def scope_is_told(baseline: Any, deed: Deed) -> Answer:
    wanted = BOUNDED_BY.get(BaselineScope(baseline.scope))
    if wanted and getattr(baseline, f"{wanted[0]}_id") is None:
        return Denied(
            f"范围选了“{BaselineScope(baseline.scope).label}”，请选择“{wanted[1]}”。", field=wanted[0]
        )
    return Allowed()


def not_in_the_future(baseline: Any, deed: Deed) -> Answer:
    if baseline.taken_at is None or baseline.taken_at <= deed.at:
        return Allowed()
    return Denied("“基线时点”不能晚于现在。", field="taken_at")


def release_is_named(baseline: Any, deed: Deed) -> Answer:
    if baseline.occasion == BaselineOccasion.RELEASE and not baseline.reference.strip():
        return Denied("发布前基线须填写“依据单号”（发布单或变更单编号）。", field="reference")
    return Allowed()


def holds_something(baseline: Any, deed: Deed) -> Answer:
    if baseline.item_count:
        return Allowed()
    return Denied("此范围在该时点没有配置项，基线是空的；请核对范围和时点后另取。")
