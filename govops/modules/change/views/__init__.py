"""Pages that registers cannot make: the overview, the calendar, what surrounds one change."""

from govops.modules.change.views import pages  # noqa: F401 - declares its pages
