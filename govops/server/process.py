"""Small facts about operating-system processes that the standard library does not offer."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGTERM, parent: int | None = None) -> None:
    """Ask the kernel to send `signum` to this process when its parent ends (Linux only; elsewhere nothing).

    `parent` is the process id the caller believes to be its parent: when it has already gone, we end at once.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signum)


def dying_with_us(signum: int = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` that ties a child to this process."""
    parent = os.getpid()

    def before_exec() -> None:
        die_with_parent(signum, parent)

    return before_exec


def end_soon_after_parent(seconds: float) -> None:
    """Watch our parent from a thread; when it has gone, allow `seconds` for an orderly end, then end at once."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def is_alive(pid: int) -> bool:
    """True while a process with this id exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def command_line(pid: int) -> list[str]:
    """The arguments of a running process; empty when it is gone or hidden from us."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return [part.decode(errors="replace") for part in raw.split(b"\0") if part]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return ""
