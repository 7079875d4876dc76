"""What the pages of a release say ahead of time: the backup that is still wanting, the deployment that is still to be told."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Denied
from govops.kernel.processes.declarations import Deed
from govops.kernel.web.form_manners import Foretold, declare
from govops.kernel.web.views.common import link
from govops.modules.release.choices import Environment, ReleaseState
from govops.modules.release.rules import releases as rules

_BEFORE = (ReleaseState.APPROVED, ReleaseState.TESTING)
_HOW = "部署完请登记“部署记录”，登记成功后由验证人验证；不成功的如实登记，再办理“回退”。"


def deploying(release: Any) -> str:
    """Where the deployment of a release is told; what the release knows stands there already."""
    known = {
        "release": release.pk, "system": release.system_id, "target": release.target_id, "environment": Environment.PRODUCTION.value,
        "deployer": release.deployer_id, "back": f"/r/release/{release.pk}/",
    }  # fmt: skip
    return link("/r/deployment/new/", **known)


def still_wanting(release: Any, actor: Actor) -> list[Foretold]:
    """To the deployer: before the deployment the backup that it asks for (R-REL-02), afterwards the record of it."""
    if release.pk is None or actor.person is None or actor.person.pk != release.deployer_id:
        return []
    deed = Deed(actor=actor, at=moment.now())
    if release.state in _BEFORE and isinstance(answer := rules.has_a_fresh_backup(release, deed), Denied):
        address = link("/r/backup_confirmation/new/", release=release.pk, back=f"/r/release/{release.pk}/")
        return [Foretold(answer.sentence, address, "登记备份确认")]
    if release.state == ReleaseState.DEPLOYING and not rules.is_deployed(release, deed):
        return [Foretold(_HOW, deploying(release), "登记部署")]
    return []


declare("release", starred=("test_report", "test_result"), foretell=still_wanting)
