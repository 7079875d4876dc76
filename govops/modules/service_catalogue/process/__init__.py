"""When each deed may happen, and by whom."""

from govops.modules.service_catalogue.process.agreements import ServiceLevelAgreementProcess
from govops.modules.service_catalogue.process.items import ServiceItemProcess

__all__ = ["ServiceItemProcess", "ServiceLevelAgreementProcess"]
