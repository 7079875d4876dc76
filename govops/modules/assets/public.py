"""What other modules and bridges may use of assets."""

from __future__ import annotations

from govops.modules.assets.depreciation import Terms, net_value
from govops.modules.assets.expiring import Expiring, expiring
from govops.modules.assets.models import Baseline, HandOver, ScrapRequest, Stocktake

__all__ = ["Baseline", "Expiring", "HandOver", "ScrapRequest", "Stocktake", "Terms", "expiring", "net_value"]
