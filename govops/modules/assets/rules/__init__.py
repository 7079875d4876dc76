"""What must be true of assets: answers with reasons, nothing changed here."""

from govops.modules.assets.rules import baselines, common, hand_overs, scrapping, stocktakes

__all__ = ["baselines", "common", "hand_overs", "scrapping", "stocktakes"]
