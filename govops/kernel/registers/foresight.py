"""What the guards of many records will ask of the database, read for all of them at once."""

from __future__ import annotations

from typing import Any


class Foresight:
    """Made by `Register.foresee` for records about to be checked; each of them carries it as `record.foresight`.

    A guard that finds one there asks it instead of the database. It speaks for the records that were accepted meanwhile
    as well, which are not in the database yet.
    """

    def took(self, record: Any) -> None:
        """A record passed the guards: those after it are to know of it."""


def foresight_of(record: Any) -> Any:
    """What was foreseen for the record; None when it is saved alone."""
    return getattr(record, "foresight", None)
