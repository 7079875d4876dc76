"""What is gathered for the pages of assets."""

from govops.modules.assets.dashboards import labels, life, statistics, stocktakes, workbench

__all__ = ["labels", "life", "statistics", "stocktakes", "workbench"]
