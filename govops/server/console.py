"""Progress lines for the person who started the program: seconds since the start, then one clear sentence."""

from __future__ import annotations

import os
import sys
import time

_STARTED_AT = "GOVOPS_STARTED_AT"


def started_at() -> float:
    """Unix time at which the outermost command began; set once, inherited by every child process."""
    return float(os.environ.setdefault(_STARTED_AT, f"{time.time():.3f}"))


def say(sentence: str) -> None:
    """Print one progress line with the seconds elapsed since the command began."""
    elapsed = max(0.0, time.time() - started_at())
    sys.stdout.write(f"[{elapsed:6.1f} 秒] {sentence}\n")
    sys.stdout.flush()


class Trouble(Exception):  # noqa: N818 - said to people as it is
    """Something the person at the console must mend; its text is the whole explanation."""
