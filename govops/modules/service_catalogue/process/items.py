"""The life of a service in the catalogue."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, seated
from govops.modules.service_catalogue.actions import items as actions
from govops.modules.service_catalogue.choices import ItemState as I
from govops.modules.service_catalogue.rules import items as rules
from govops.modules.service_catalogue.seats import LEVEL_MANAGER


class ServiceItemProcess(Process):
    """草稿 → 在用（须有生效的对内协议）→ 停用（ISO 20000 6.1）。"""

    states = I
    initial = I.DRAFT
    editable = {I.DRAFT: ..., I.IN_USE: ...}
    final = (I.RETIRED,)
    cites = "N3§6.1"

    put_in_use = Move(
        title="启用", sources=(I.DRAFT,), target=I.IN_USE, by=seated(LEVEL_MANAGER),
        when=(rules.group_can_take_it, rules.has_a_valid_agreement), then=(actions.put_in_use,), icon="rocket", signed=False,
        help="启用后用户即可在自助服务页上选择此项。",
    )  # fmt: skip
    retire = Move(
        title="停用", sources=(I.DRAFT, I.IN_USE), target=I.RETIRED, by=seated(LEVEL_MANAGER), opinion="required",
        then=(actions.retire,), icon="archive", is_danger=True, signed=False,
        help="停用后不能再选择，已受理的单据照常办理。停用的项不能恢复，需要时请另建。",
    )  # fmt: skip
