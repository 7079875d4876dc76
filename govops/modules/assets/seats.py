"""The seats (席位) of the asset forms. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import UNIT_HEAD, Seat, declare

KEEPER = Seat("asset_keeper", "资产管理员")
REVIEWER = Seat("stocktake_reviewer", "盘点复核人")
BASELINE_APPROVER = Seat("baseline_approver", "基线批准人")
SECRECY_OFFICE = Seat("secrecy_office", "保密办")
FINANCE = Seat("finance_division", "财务部门")
#: the same seat as in 资源配置
MANAGER = Seat("configuration_manager", "配置经理")

declare(KEEPER, REVIEWER, BASELINE_APPROVER, SECRECY_OFFICE, FINANCE, MANAGER)

__all__ = ["BASELINE_APPROVER", "FINANCE", "KEEPER", "MANAGER", "REVIEWER", "SECRECY_OFFICE", "UNIT_HEAD"]
