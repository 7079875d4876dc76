"""How it looks."""

from govops.modules.release.registers import deployments, releases, versions

__all__ = ["deployments", "releases", "versions"]
