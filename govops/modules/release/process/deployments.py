"""A deployment is written down once; what it owes the configuration database may be made up for."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, any_of, named_in, seated
from govops.modules.release.actions import deployments as actions
from govops.modules.release.choices import DeploymentState as D
from govops.modules.release.rules import deployments as rules
from govops.modules.release.seats import MANAGER


class DeploymentProcess(Process):
    """部署记录说明发生过什么，登记后不能修改；再次部署或回退另有记录。"""

    states = D
    initial = D.RECORDED
    final = (D.RECORDED,)
    cites = "N2§9.8"

    update_configuration = Move(
        title="核对配置库", sources=(D.RECORDED,), target=D.RECORDED, by=any_of(named_in("deployer", title="部署人"), seated(MANAGER)),
        when=(rules.configuration_lags,), then=(actions.tell_again,), icon="refresh", signed=False,
        help="配置库当时没有更新成功，或变更提议已审核的，重新核对并更新。",
    )  # fmt: skip
