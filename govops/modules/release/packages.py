"""The packages of a version against the files that hang on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from govops.kernel.processes import journal
from govops.kernel.records import attachments


@dataclass(frozen=True)
class Compared:
    """One package: the digest that was written down and the one of the attached file of that name."""

    name: str
    written: str
    computed: str

    @property
    def is_missing(self) -> bool:
        return not self.written and not self.computed

    @property
    def is_wrong(self) -> bool:
        return bool(self.written and self.computed) and self.written != self.computed


def compared(version: Any) -> list[Compared]:
    """Every package of the version, in order; the attached files are read once each."""
    files = {row.name: row for row in journal.attachments_of(version)} if version.pk else {}
    return [
        Compared(
            row["name"], row.get("digest", ""), _sha_256(files[row["name"]]) if row["name"] in files else ""
        )
        for row in version.packages
    ]


def _sha_256(row: Any) -> str:
    return hashlib.sha256(attachments.content(row)).hexdigest()
