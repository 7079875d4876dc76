"""The faces of the service catalogue's registers, in the order of the menu."""

from govops.modules.service_catalogue.registers import agreements, items

__all__ = ["agreements", "items"]
