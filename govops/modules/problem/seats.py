"""The seat (席位) of problem management. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

MANAGER = Seat("problem_manager", "问题经理")

declare(MANAGER)
