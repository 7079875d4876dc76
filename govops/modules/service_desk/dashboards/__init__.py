"""What the desk's pages show, gathered with few questions to the database."""

from govops.modules.service_desk.dashboards import workbench

__all__ = ["workbench"]
