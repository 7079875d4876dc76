"""The seats of release. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

MANAGER = Seat("release_manager", "发布经理")
APPROVER = Seat("release_approver", "发布批准人")

declare(MANAGER, APPROVER)
