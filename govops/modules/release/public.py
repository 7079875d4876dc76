"""What other modules may use of releases. A backup module appends to `backups`."""

from govops.modules.release.hooks import Backup, backups
from govops.modules.release.models import Deployment, Release, SoftwareVersion
from govops.modules.release.parameters import CMDB, ON_TIME, SUCCESS

__all__ = ["CMDB", "ON_TIME", "SUCCESS", "Backup", "Deployment", "Release", "SoftwareVersion", "backups"]
