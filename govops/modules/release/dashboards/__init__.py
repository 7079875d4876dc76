"""What screens show of versions: plain data, narrowed to what the actor may see."""

from govops.modules.release.dashboards.history import history_of
from govops.modules.release.dashboards.overview import overview

__all__ = ["history_of", "overview"]
