"""What other modules and bridges may use of the service desk."""

from govops.modules.service_desk.choices import (
    UNHAPPY,
    CallBackState,
    Channel,
    ClockName,
    ClosureCode,
    EscalationLevel,
    IncidentState,
    MajorIncidentState,
    RequestState,
    RootCause,
    Satisfaction,
)
from govops.modules.service_desk.models import (
    OPEN_INCIDENT,
    OPEN_REQUEST,
    CallBack,
    Incident,
    MajorIncident,
    ServiceRequest,
    Ticket,
    TicketEscalation,
)

#: register → model of everything that is a ticket
TICKETS: dict[str, type[Incident] | type[ServiceRequest]] = {
    "incident": Incident,
    "service_request": ServiceRequest,
}

__all__ = [
    "OPEN_INCIDENT",
    "OPEN_REQUEST",
    "TICKETS",
    "UNHAPPY",
    "CallBack",
    "CallBackState",
    "Channel",
    "ClockName",
    "ClosureCode",
    "EscalationLevel",
    "Incident",
    "IncidentState",
    "MajorIncident",
    "MajorIncidentState",
    "RequestState",
    "RootCause",
    "Satisfaction",
    "ServiceRequest",
    "Ticket",
    "TicketEscalation",
]
