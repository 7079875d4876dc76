"""Pages that registers cannot make: the ledger, cards, one's own things, counting, comparing, labels, figures, what ends when."""

from govops.modules.assets.views import (
    baselines,
    cards,
    counting,
    custody,
    expiry,
    labels,
    ledger,
    sheets,
    statistics,
    yearly,
)

__all__ = [
    "baselines",
    "cards",
    "counting",
    "custody",
    "expiry",
    "labels",
    "ledger",
    "sheets",
    "statistics",
    "yearly",
]
