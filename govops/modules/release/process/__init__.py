"""When it may happen, and by whom."""

from govops.modules.release.process.deployments import DeploymentProcess
from govops.modules.release.process.releases import ReleaseProcess
from govops.modules.release.process.versions import SoftwareVersionProcess

__all__ = ["DeploymentProcess", "ReleaseProcess", "SoftwareVersionProcess"]
