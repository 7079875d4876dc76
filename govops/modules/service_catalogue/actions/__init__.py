"""What happens: one function a deed."""

from govops.modules.service_catalogue.actions import agreements, items

__all__ = ["agreements", "items"]
