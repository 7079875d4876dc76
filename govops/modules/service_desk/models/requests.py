"""服务请求: what somebody would like to have, from the catalogue (card B1)."""

from __future__ import annotations

from django.db import models

from govops.kernel.records.models import applicant_called
from govops.modules.service_desk.choices import RequestState
from govops.modules.service_desk.models.tickets import Ticket, queue_indexes

OPEN_REQUEST = (RequestState.ACCEPTED, RequestState.ASSIGNED, RequestState.IN_PROGRESS, RequestState.PENDING)


class ServiceRequest(Ticket):
    """A request has its own process, with an approval where its service asks for one."""

    applicant = applicant_called("请求人")
    wanted_on = models.DateField("希望完成日期", null=True, blank=True)

    class Meta(Ticket.Meta):
        verbose_name = verbose_name_plural = "服务请求"
        indexes = [*Ticket.Meta.indexes, *queue_indexes("request", OPEN_REQUEST)]
