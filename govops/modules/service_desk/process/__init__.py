"""When each deed may happen, and by whom."""

from govops.modules.service_desk.process.call_backs import CallBackProcess
from govops.modules.service_desk.process.incidents import IncidentProcess, MajorIncidentProcess
from govops.modules.service_desk.process.requests import ServiceRequestProcess

__all__ = ["CallBackProcess", "IncidentProcess", "MajorIncidentProcess", "ServiceRequestProcess"]
