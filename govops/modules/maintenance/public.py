"""What other modules may use of maintenance."""

from govops.modules.maintenance.models import MaintenanceFinding, MaintenancePlan, MaintenanceTask
from govops.modules.maintenance.parameters import TIMELINESS

__all__ = ["TIMELINESS", "MaintenanceFinding", "MaintenancePlan", "MaintenanceTask"]
