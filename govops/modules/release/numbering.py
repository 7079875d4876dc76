"""Version numbers x.y.z: read, compared, sorted. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VERSION = re.compile(
    r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(?:-([0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*))?(?:\+[0-9A-Za-z.]+)?"
)


@dataclass(frozen=True, order=True)
class Version:
    """Numbers first; a pre-release (`-rc.1`) comes before the release itself."""

    numbers: tuple[int, int, int]
    is_release: bool
    pre_release: str

    @property
    def key(self) -> str:
        """Text that sorts as the version does."""
        head = ".".join(f"{number:06d}" for number in self.numbers)
        return f"{head}{'~' if self.is_release else '-' + self.pre_release}"


def read(text: str) -> Version | None:
    """`3.2.1`, `3.2.1-rc.1`, `v3.2.1` as a version; None for anything else."""
    found = _VERSION.fullmatch(text.strip().removeprefix("v").removeprefix("V"))
    if found is None:
        return None
    numbers = (int(found[1]), int(found[2]), int(found[3]))
    return Version(numbers, found[4] is None, found[4] or "")


def is_newer(text: str, than: str) -> bool | None:
    """Whether one version is newer than another; None where one of them cannot be read."""
    one, other = read(text), read(than)
    return None if one is None or other is None else one > other
