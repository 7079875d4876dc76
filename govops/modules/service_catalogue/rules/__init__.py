"""What must be true of services and agreements: answers with reasons, nothing changed here."""

from govops.modules.service_catalogue.rules import agreements, in_force, items

__all__ = ["agreements", "in_force", "items"]
