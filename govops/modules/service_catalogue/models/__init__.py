"""The facts of the service catalogue."""

from govops.modules.service_catalogue.models.agreements import ServiceLevelAgreement
from govops.modules.service_catalogue.models.items import ServiceItem, SupportGroup

__all__ = ["ServiceItem", "ServiceLevelAgreement", "SupportGroup"]
