"""The seats (席位) of change management. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

MANAGER = Seat("change_manager", "变更经理")
APPROVER = Seat("change_approver", "变更审批人")
BOARD = Seat("change_board", "变更审批委员会")
AUTHORISER = Seat("change_authoriser", "紧急变更授权人")

declare(MANAGER, APPROVER, BOARD, AUTHORISER)
