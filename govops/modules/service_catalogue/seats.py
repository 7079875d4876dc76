"""The seats (席位) of the service catalogue. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import UNIT_HEAD, Seat, declare

LEVEL_MANAGER = Seat("service_level_manager", "服务级别经理")
PROVIDER = Seat("info_center", "信息中心")
CONTRACTS = Seat("contract_officer", "合同管理员")

declare(LEVEL_MANAGER, PROVIDER, CONTRACTS)

__all__ = ["CONTRACTS", "LEVEL_MANAGER", "PROVIDER", "UNIT_HEAD"]
