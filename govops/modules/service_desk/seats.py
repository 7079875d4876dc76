"""The seats (席位) of the service desk. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import UNIT_HEAD, Seat, declare

DESK_LEADER = Seat("service_desk_leader", "服务台负责人")
CALL_BACK = Seat("call_back", "回访人员")
INCIDENT_MANAGER = Seat("incident_manager", "事件经理")
# S6§5: 信息化主管领导 heads the committee and hears of every major incident.
IT_LEAD = Seat("it_lead", "信息化主管领导")

declare(DESK_LEADER, CALL_BACK, INCIDENT_MANAGER, IT_LEAD)

__all__ = ["CALL_BACK", "DESK_LEADER", "INCIDENT_MANAGER", "IT_LEAD", "UNIT_HEAD"]
