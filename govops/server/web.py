"""The web role: granian with a few worker processes."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from govops.server.console import Trouble

_OPEN_CONNECTIONS = 512  # idle keep-alive connections count too: six a browser
_KILL_SECONDS = 5


def serve(*, data: Path, host: str, port: int, application: str = "govops.config.wsgi:application") -> None:
    """Serve until SIGTERM or SIGINT. GOVOPS_WEB_WORKERS and GOVOPS_WEB_THREADS scale it (2 and 4)."""
    require_free(host, port)
    counters = data / "metrics" / str(port)
    shutil.rmtree(counters, ignore_errors=True)
    counters.mkdir(parents=True)
    # Must stand before prometheus_client is imported: the workers then share their counters as files.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counters)
    os.environ["GOVOPS_PARENT"] = str(os.getpid())
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=_whole("GOVOPS_WEB_WORKERS", 2),
        blocking_threads=_whole("GOVOPS_WEB_THREADS", 4),
        blocking_threads_idle_timeout=600,  # each thread keeps its database connection
        backpressure=_OPEN_CONNECTIONS,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_SECONDS,
        process_name=None,
    ).serve()


def require_free(host: str, port: int) -> None:
    """Trouble in a sentence when the address cannot be had; the server itself would say it in a trace of its inside."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise Trouble(
            f"不能在 {host}:{port} 提供服务：端口可能已被其他程序占用，请用 PORT（或 HOST）另选；系统的说明：{error.strerror or error}。"
        ) from None


def _whole(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    return int(value) if value.isdigit() and int(value) > 0 else default
