"""A version is numbered, and frozen with its digests."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Deed
from govops.modules.release import packages
from govops.modules.release.numbering import read


def prepare(version: Any) -> None:
    """`v3.2.1` is 3.2.1; digests are lower case; the key sorts as the number does."""
    version.version_number = version.version_number.strip().removeprefix("v").removeprefix("V")
    for row in version.packages:
        row["digest"] = str(row.get("digest", "")).strip().lower()
    known = read(version.version_number)
    version.sort_key = known.key if known else version.version_number


def finalize(version: Any, deed: Deed) -> None:
    """定版: digests that were not written down are those of the attached files."""
    found = packages.compared(version)
    version.packages = [{"name": one.name, "digest": one.written or one.computed} for one in found]
    checked = sum(1 for one in found if one.computed)
    only_written = len(found) - checked
    words = [f"{checked} 个文件已与附件核对"] if checked else []
    words += [f"{only_written} 个文件仅登记校验值"] if only_written else []
    version.package_words = "，".join(words)
    version.finalized_at = deed.at
