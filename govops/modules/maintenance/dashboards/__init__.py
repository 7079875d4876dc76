"""What screens show of maintenance: plain data, narrowed to what the actor may see."""

from govops.modules.maintenance.dashboards.month import Month, month_of
from govops.modules.maintenance.dashboards.year import year_of

__all__ = ["Month", "month_of", "year_of"]
