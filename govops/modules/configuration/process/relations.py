"""有效 → 已解除: a relation is ended, never deleted."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process
from govops.modules.configuration.actions import relations as actions
from govops.modules.configuration.actions.remembering import remember_moved
from govops.modules.configuration.choices import RelationState as R
from govops.modules.configuration.process.items import BY_KEEPERS, WHY
from govops.modules.configuration.rules.relations import relation_says_why


class RelationProcess(Process):
    """有效 → 已解除；两端和种类不能改，改变时解除后另建。"""

    is_matter = False
    states = R
    initial = R.ACTIVE
    editable = {R.ACTIVE: ("group", "needed", "note", "reason", "reference")}
    final = (R.ENDED,)
    cites = "N3§9.1"

    dissolve = Move(
        title="解除", sources=(R.ACTIVE,), target=R.ENDED, by=BY_KEEPERS, asks=WHY, requires=("reason",), icon="plug", is_danger=True,
        checks=(relation_says_why,), then=(actions.dissolve, remember_moved), signed=False,
    )  # fmt: skip
