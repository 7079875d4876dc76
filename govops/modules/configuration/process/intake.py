"""待确认 → 已应用、已放弃."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process
from govops.modules.configuration.actions import intake as actions
from govops.modules.configuration.choices import IntakeState as S
from govops.modules.configuration.process.items import BY_KEEPERS


class IntakeProcess(Process):
    """读入 → 核对合并与冲突 → 应用，或放弃。"""

    states = S
    initial = S.PREVIEW
    editable = {S.PREVIEW: ...}
    final = (S.APPLIED, S.DISCARDED)
    cites = "N3§9.1"

    apply = Move(
        title="应用", sources=(S.PREVIEW,), target=S.APPLIED, by=BY_KEEPERS, icon="check", signed=False, then=(actions.apply,),
        help="新增和合并的行写入配置项；冲突、错误和选为不应用的行不写入。",
    )  # fmt: skip
    discard = Move(
        title="放弃", sources=(S.PREVIEW,), target=S.DISCARDED, by=BY_KEEPERS, icon="x", is_danger=True, signed=False,
        help="不写入任何配置项。",
    )  # fmt: skip
