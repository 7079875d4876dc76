"""Pages that registers cannot make: the overview, the calendar, what surrounds one change."""

from govops.modules.change.views import board, pages  # noqa: F401 - declare their pages
