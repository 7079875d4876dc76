"""The seat (席位) of surveys. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

SURVEYOR = Seat("satisfaction_surveyor", "满意度调查员")

declare(SURVEYOR)
