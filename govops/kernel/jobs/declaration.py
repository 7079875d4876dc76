"""What jobs there are. Pure declarations: nothing here touches the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from croniter import croniter

Function = TypeVar("Function", bound=Callable[..., Any])
ZONE = ZoneInfo("Asia/Shanghai")
_declared: dict[str, Job] = {}
_OUTER_PACKAGES = {"govops", "kernel", "modules"}


@dataclass(frozen=True, kw_only=True)
class Job:
    """One declared job. `every` is a five-field cron line or None; `attempts` counts the first try too."""

    name: str
    title: str
    function: Callable[..., Any]
    every: str | None = None
    attempts: int = 3

    def due(self, moment: datetime) -> datetime | None:
        """The latest scheduled moment that is not after `moment`; None without a schedule."""
        return self._neighbour(moment, "get_prev", include=True)

    def next_due(self, moment: datetime) -> datetime | None:
        """The first scheduled moment after `moment`; None without a schedule."""
        return self._neighbour(moment, "get_next", include=False)

    def _neighbour(self, moment: datetime, method: str, *, include: bool) -> datetime | None:
        if self.every is None:
            return None
        local = moment.astimezone(ZONE).replace(microsecond=0)
        if include and croniter.match(self.every, local) and local.second == 0:
            return local
        found: datetime = getattr(croniter(self.every, local), method)(datetime)
        return found


def job(
    *, title: str, every: str | None = None, attempts: int = 3, name: str = ""
) -> Callable[[Function], Function]:
    """Declare a function as a job (see the package's docstring). ValueError for a wrong cron line or a name twice."""
    if every is not None and not (len(every.split()) == 5 and croniter.is_valid(every)):
        raise ValueError(f"job {title}: {every!r} is not a cron line of five fields")

    def register(function: Function) -> Function:
        declared = Job(
            name=name or _name_of(function), title=title, function=function, every=every, attempts=attempts
        )
        known = _declared.get(declared.name)
        if known and _place(known.function) != _place(function):
            raise ValueError(
                f"two jobs are called {declared.name!r}: {_place(known.function)} and {_place(function)}"
            )
        _declared[declared.name] = declared
        return function

    return register


def all_jobs() -> list[Job]:
    """Every declared job by name."""
    return [_declared[name] for name in sorted(_declared)]


def find(name: str) -> Job:
    """The job called `name`; LookupError with the nearest right name otherwise."""
    try:
        return _declared[name]
    except KeyError:
        near = get_close_matches(name, list(_declared), 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise LookupError(f"there is no job {name!r}{hint}") from None


def forget(name: str) -> None:
    """Take a declaration back; for tests that declare jobs of their own."""
    _declared.pop(name, None)


def _name_of(function: Callable[..., Any]) -> str:
    parts = [part for part in function.__module__.split(".") if part not in _OUTER_PACKAGES]
    if parts and parts[-1] == "jobs" and len(parts) > 1:
        parts.pop()
    return ".".join([*parts, function.__name__])


def _place(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
