"""How types, items, relations and proposals look."""

from govops.modules.configuration.registers import intake, items, proposals, relations, types  # noqa: F401 - they register themselves
