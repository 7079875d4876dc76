"""What screens show of versions: plain data, narrowed to what the actor may see."""

from govops.modules.release.dashboards.comparing import compared
from govops.modules.release.dashboards.drift import drift_of
from govops.modules.release.dashboards.history import history_of
from govops.modules.release.dashboards.overview import overview

__all__ = ["compared", "drift_of", "history_of", "overview"]
