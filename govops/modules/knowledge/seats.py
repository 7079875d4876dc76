"""The seat (席位) of the knowledge base. Who sits there is data, edited under 系统管理—席位."""

from govops.kernel.processes.seats import Seat, declare

REVIEWER = Seat("knowledge_reviewer", "知识审核人")

declare(REVIEWER)
