"""When things may happen to assets, and by whom."""

from govops.modules.assets.process.baselines import BaselineProcess
from govops.modules.assets.process.hand_overs import HandOverProcess
from govops.modules.assets.process.scrapping import ScrapRequestProcess
from govops.modules.assets.process.stocktakes import StocktakeDifferenceProcess, StocktakeProcess

__all__ = [
    "BaselineProcess",
    "HandOverProcess",
    "ScrapRequestProcess",
    "StocktakeDifferenceProcess",
    "StocktakeProcess",
]
