"""Child programs that are kept running: started again after a crash, ever more slowly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from govops.server import process
from govops.server.console import say

_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60.0


@dataclass
class Child:
    """One role running as `python -m govops.server ROLE`; `title` is its Chinese name for messages."""

    role: str
    title: str
    environment: dict[str, str]
    crashes: int = 0
    _running: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _next_start: float = field(default=0.0)

    def start(self) -> None:
        self._started = time.monotonic()
        self._running = subprocess.Popen(
            [sys.executable, "-m", "govops.server", self.role],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor, which then stops us in order
            preexec_fn=process.dying_with_us(signal.SIGTERM),  # safe: the supervisor has no threads
        )

    def keep_running(self) -> None:
        """Look after the child once: notice its end, wait out the pause, start it again."""
        if self._running is not None:
            code = self._running.poll()
            if code is None:
                return
            self._running = None
            self.crashes = 1 if time.monotonic() - self._started > _STEADY_SECONDS else self.crashes + 1
            pause = min(_LONGEST_PAUSE, 2.0 ** (self.crashes - 1))
            self._next_start = time.monotonic() + pause
            say(f"{self.title}意外退出（{_why(code)}），{pause:.0f} 秒后重新启动")
        if time.monotonic() >= self._next_start:
            self.start()

    @property
    def pid(self) -> int | None:
        return self._running.pid if self._running else None

    def ask_to_stop(self) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for the end; what has not ended by then is killed with all its processes."""
        if self._running is None:
            return
        try:
            self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            say(f"{self.title}没有按时停下，强制结束")
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
        self._running = None


def _why(code: int) -> str:
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
