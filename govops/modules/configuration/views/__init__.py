"""Pages that registers cannot make: the topology, racks, rooms, impact and causes; history, proposals, secrets."""

from govops.modules.configuration.views import (
    affected,
    impact,
    intake,
    intake_lines,
    intake_merge,
    life,
    past,
    proposing,
    racks,
    rooms,
    secrets,
    standard,
    topology,
    workbooks,
)

__all__ = [
    "affected",
    "impact",
    "intake",
    "intake_lines",
    "intake_merge",
    "life",
    "past",
    "proposing",
    "racks",
    "rooms",
    "secrets",
    "standard",
    "topology",
    "workbooks",
]
