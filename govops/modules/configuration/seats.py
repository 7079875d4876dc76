"""The seat of configuration's one form. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

MANAGER = Seat("configuration_manager", "配置经理")

declare(MANAGER)
