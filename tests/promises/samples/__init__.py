"""One filled-in form for every register: what the promises are tried on. A new module adds its file here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.promises.world import World


@dataclass(frozen=True, kw_only=True)
class Sample:
    """`data(world, n)` is the n-th form as `by` fills it in; `changed` a field and another good value for it.

    `make` stands in where no person may create the record: it answers the record that the program made.
    """

    by: str
    data: Callable[[World, int], dict[str, Any]] = lambda world, n: {}
    changed: tuple[str, Any] = ("", None)
    make: Callable[[World, int], Any] | None = None


def all_samples() -> dict[str, Sample]:
    """Register code → sample, from every file of this folder."""
    found: dict[str, Sample] = {}
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        found |= import_module(f"{__name__}.{path.stem}").SAMPLES
    return found
