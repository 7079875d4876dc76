"""The facts of configuration."""

from govops.modules.configuration.models.affected import Affected
from govops.modules.configuration.models.history import History
from govops.modules.configuration.models.intake import IntakeBatch, IntakeLine
from govops.modules.configuration.models.items import ConfigurationItem
from govops.modules.configuration.models.proposals import ItemProposal
from govops.modules.configuration.models.relations import ItemRelation, RelationKind
from govops.modules.configuration.models.types import ItemType

__all__ = [
    "Affected",
    "ConfigurationItem",
    "History",
    "IntakeBatch",
    "IntakeLine",
    "ItemProposal",
    "ItemRelation",
    "ItemType",
    "RelationKind",
]
