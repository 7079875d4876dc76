"""A request is accepted once nobody has to approve it any more: from then on the clocks run."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Deed
from govops.modules.service_desk.actions import timing


def accept(request: Any, deed: Deed) -> None:
    timing.begin(request, actor=deed.actor, at=deed.at)
