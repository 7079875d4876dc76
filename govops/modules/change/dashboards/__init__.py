"""What a screen shows of changes: plain data, narrowed to what the actor may see."""

from govops.modules.change.dashboards import workbench  # noqa: F401 - declares its panels
from govops.modules.change.dashboards.board import attendance, board
from govops.modules.change.dashboards.calendar import month_of_changes, week_of_changes
from govops.modules.change.dashboards.overview import overview
from govops.modules.change.dashboards.surroundings import changes_from, changes_of, surroundings

__all__ = [
    "attendance",
    "board",
    "changes_from",
    "changes_of",
    "month_of_changes",
    "overview",
    "surroundings",
    "week_of_changes",
]
