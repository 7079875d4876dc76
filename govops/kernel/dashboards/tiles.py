"""Panels that modules put on the workbench: tiles and charts from queries, narrowed to what the actor may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govops.kernel.access.actor import Actor

Panel = dict[str, Any]
_workbench: list[Callable[[Actor], Panel | None]] = []


def on_workbench(make: Callable[[Actor], Panel | None]) -> Callable[[Actor], Panel | None]:
    """Declare a panel of the workbench: {title, kind: chart|list|tiles, …}; None for those it does not concern."""
    _workbench.append(make)
    return make


def workbench_panels(actor: Actor) -> list[Panel]:
    return [{"url": "", "url_text": "", **panel} for make in _workbench if (panel := make(actor)) is not None]
