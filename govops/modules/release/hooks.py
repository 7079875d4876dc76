"""What higher or later modules tell releases: backups that were made elsewhere. They register functions here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Backup:
    """A successful backup of some item: when it ended, and in words what and where."""

    finished_at: datetime
    words: str
    url: str = ""


#: item ids, moment → the successful backups of these items that ended after that moment
backups: list[Callable[[Sequence[int], datetime], list[Backup]]] = []


def backups_since(item_ids: Sequence[int], moment: datetime) -> list[Backup]:
    """All such backups that anybody tells of, the latest first."""
    told = [backup for tell in backups for backup in tell(item_ids, moment)]
    return sorted(told, key=lambda backup: backup.finished_at, reverse=True)
