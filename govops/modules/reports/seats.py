"""The seats (席位) of service reports. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

WRITER = Seat("service_report_writer", "服务报告编制人")
REVIEWER = Seat("service_report_reviewer", "服务报告审核人")
APPROVER = Seat("service_report_approver", "服务报告批准人")

declare(WRITER, REVIEWER, APPROVER)
