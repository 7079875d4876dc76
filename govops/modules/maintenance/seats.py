"""The seat of maintenance. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

MANAGER = Seat("maintenance_manager", "维护作业管理员")

declare(MANAGER)
