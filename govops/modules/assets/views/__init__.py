"""Pages that registers cannot make: counting, comparing, labels, statistics, what ends when."""

from govops.modules.assets.views import baselines, counting, expiry, labels, sheets, statistics

__all__ = ["baselines", "counting", "expiry", "labels", "sheets", "statistics"]
