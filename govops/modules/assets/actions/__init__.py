"""What happens to assets: one function a deed."""

from govops.modules.assets.actions import (
    baselines,
    counting,
    differences,
    expiry,
    hand_overs,
    scrapping,
    stocktakes,
)

__all__ = ["baselines", "counting", "differences", "expiry", "hand_overs", "scrapping", "stocktakes"]
