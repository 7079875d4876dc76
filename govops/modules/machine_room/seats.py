"""The seats (席位) of the machine room's forms. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import UNIT_HEAD, Seat, declare

MANAGER = Seat("machine_room_manager", "机房管理人员")
SECURITY = Seat("security_secrecy", "保卫保密部门")
FOREIGN_AFFAIRS = Seat("foreign_affairs", "外事部门")
GUARD = Seat("machine_room_guard", "机房门岗")
CARD_OFFICER = Seat("access_card_officer", "门卡管理员")
# S4§8 says “有关部门” without naming it: a unit may have its own holder, else those of the whole bureau (信息中心) decide.
DEPARTMENT_CONCERNED = Seat("department_concerned", "有关部门", per_unit=True)

declare(MANAGER, SECURITY, FOREIGN_AFFAIRS, GUARD, CARD_OFFICER, DEPARTMENT_CONCERNED)

__all__ = [
    "CARD_OFFICER",
    "DEPARTMENT_CONCERNED",
    "FOREIGN_AFFAIRS",
    "GUARD",
    "MANAGER",
    "SECURITY",
    "UNIT_HEAD",
]
