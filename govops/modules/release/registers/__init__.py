"""How it looks."""

from govops.modules.release.registers import deployments, manners, releases, versions

__all__ = ["deployments", "manners", "releases", "versions"]
