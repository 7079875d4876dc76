"""The facts of the service desk."""

from govops.modules.service_desk.models.following import CallBack, TicketEscalation
from govops.modules.service_desk.models.incidents import (
    OPEN_INCIDENT,
    Incident,
    MajorIncident,
    MajorIncidentUpdate,
)
from govops.modules.service_desk.models.requests import OPEN_REQUEST, ServiceRequest
from govops.modules.service_desk.models.tickets import Ticket, about_items

__all__ = [
    "OPEN_INCIDENT",
    "OPEN_REQUEST",
    "CallBack",
    "Incident",
    "MajorIncident",
    "MajorIncidentUpdate",
    "ServiceRequest",
    "Ticket",
    "TicketEscalation",
    "about_items",
]
