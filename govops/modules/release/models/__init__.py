"""The facts of release and version control."""

from govops.modules.release.models.deployments import Deployment
from govops.modules.release.models.releases import BackupConfirmation, Release
from govops.modules.release.models.versions import SoftwareVersion

__all__ = ["BackupConfirmation", "Deployment", "Release", "SoftwareVersion"]
