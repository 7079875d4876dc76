"""服务指标, and the report as a document: to read, to edit, to take away."""

from govops.modules.reports.views import document, exports, indicators  # noqa: F401 - declare their pages
