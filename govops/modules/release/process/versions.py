"""A version is written, frozen, and one day no longer used."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, any_of, seated, the_applicant
from govops.modules.release.actions import versions as actions
from govops.modules.release.choices import VersionState as V
from govops.modules.release.rules import versions as rules
from govops.modules.release.seats import MANAGER


class SoftwareVersionProcess(Process):
    """编制中 → 已定版 → 已停用。定版时核对安装包的校验值，此后内容不能修改（S1§4.3）。"""

    states = V
    initial = V.DRAFT
    editable = {V.DRAFT: ...}
    final = (V.WITHDRAWN,)
    cites = "S1§4.3"

    finalize = Move(
        title="定版", sources=(V.DRAFT,), target=V.FINAL, by=any_of(the_applicant, seated(MANAGER)), icon="lock",
        when=(rules.changes_are_told, rules.packages_hold), then=(actions.finalize,),
        confirm="定版后版本内容不能修改，确定定版吗？", help="没有填写校验值的安装包，按附件中的同名文件计算 SHA-256。",
    )  # fmt: skip
    withdraw = Move(
        title="停用", sources=(V.DRAFT, V.FINAL), target=V.WITHDRAWN, by=seated(MANAGER), opinion="required",
        when=(rules.is_not_in_use,), icon="circle-x", is_danger=True, help="发现严重缺陷或不再支持的版本。",
    )  # fmt: skip
