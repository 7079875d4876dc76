"""The faces of the asset registers, in the order of the menu."""

from govops.modules.assets.registers import baselines, hand_overs, manners, scrapping, stocktakes

__all__ = ["baselines", "hand_overs", "manners", "scrapping", "stocktakes"]
