"""The facts of assets."""

from govops.modules.assets.models.baselines import Baseline, BaselineRow
from govops.modules.assets.models.custody import CustodyCheck
from govops.modules.assets.models.expiry import ExpiryReminder
from govops.modules.assets.models.hand_overs import HandOver
from govops.modules.assets.models.scrapping import ScrapRequest
from govops.modules.assets.models.stocktakes import Stocktake, StocktakeDifference, StocktakeLine

__all__ = [
    "Baseline",
    "BaselineRow",
    "CustodyCheck",
    "ExpiryReminder",
    "HandOver",
    "ScrapRequest",
    "Stocktake",
    "StocktakeDifference",
    "StocktakeLine",
]
