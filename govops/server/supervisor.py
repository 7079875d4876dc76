"""All roles together: database, preparation, web and jobs, in that order; and their end, in the reverse."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from govops.config import env
from govops.server import hosts, process, secrets
from govops.server.children import Child
from govops.server.console import Trouble, say
from govops.server.postgres import Postgres

_LOCK_SECONDS = float(os.environ.get("GOVOPS_LOCK_SECONDS") or 20)
_GRACE_SECONDS = 20.0
_TICK = 0.2


class Stopping(Exception):  # noqa: N818 - it is how we end, not an error
    """A signal asked us to end."""


def run(*, data: Path, host: str, port: int) -> None:
    """Serve until a signal comes. Uses DATABASE_URL when it is set, else the embedded PostgreSQL."""
    if "MAKELEVEL" in os.environ:
        process.die_with_parent(signal.SIGTERM)
    _listen_to_signals()
    data.mkdir(parents=True, exist_ok=True)
    with _only_one(data):
        _require_free(host, port)
        secrets.ensure_all(data)
        with _database(data) as (url, postgres):
            environment = {"DATABASE_URL": url, "GOVOPS_HOSTS": hosts.allowed(host), "GOVOPS_SUPERVISED": "1"}
            _prepare(environment)
            _serve(environment, host, port, postgres)


def database(*, data: Path) -> None:
    """Only the embedded PostgreSQL, for tools that need it without the site."""
    _listen_to_signals()
    data.mkdir(parents=True, exist_ok=True)
    with _only_one(data), _database(data) as (_url, postgres):
        say(f"数据库已就绪，连接地址见 {data / 'secrets' / secrets.DATABASE_URL}（按 Ctrl-C 停止）")
        try:
            while True:
                _watch_database(postgres)
                time.sleep(_TICK)
        except Stopping:
            say("正在停止")


def _listen_to_signals() -> None:
    def on_signal(signum: int, _frame: FrameType | None) -> None:
        # One is enough: a second Ctrl-C must not interrupt the orderly end.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopping

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, on_signal)


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the lock of the data folder: two programs on one cluster would ruin each other's work."""
    with (data / "lock").open("a+", encoding="utf-8") as lock:
        until = time.monotonic() + _LOCK_SECONDS
        waiting = False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    lock.seek(0)
                    raise Trouble(
                        f"{data} 已有一个 govops 在运行（进程 {lock.read().strip()}）。请先停止它，"
                        f"或用 GOVOPS_DATA 指定另一个数据目录。"
                    ) from None
                if not waiting:
                    say("等待上一次运行结束")
                    waiting = True
                time.sleep(_TICK)
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


@contextmanager
def _database(data: Path) -> Iterator[tuple[str, Postgres | None]]:
    if given := env.text("DATABASE_URL"):
        say("使用 DATABASE_URL 指定的数据库")
        yield given, None
        return
    postgres = Postgres(data)
    try:
        first = not (postgres.cluster / "PG_VERSION").exists()
        say("首次启动：建立内置数据库" if first else "启动内置数据库")
        postgres.start()
        yield postgres.url, postgres
    finally:
        postgres.stop()


def _prepare(environment: dict[str, str]) -> None:
    """Migrations, demonstration data, static files: in a child, so that this process stays small."""
    command = [sys.executable, "-m", "govops.server", "prepare"]
    child = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=process.dying_with_us(signal.SIGTERM),
    )
    try:
        code = child.wait()
    except Stopping:
        child.terminate()
        child.wait()
        raise
    if code:
        raise Trouble("准备数据没有成功，原因见上。改正后重新启动即可，已有的数据不受影响。")


def _serve(environment: dict[str, str], host: str, port: int, postgres: Postgres | None) -> None:
    children = [
        Child("web", "网站", {**environment, "HOST": host, "PORT": str(port)}),
        Child("jobs", "后台作业", environment),
        *([Child("mail", "收信", environment)] if env.text("GOVOPS_MAIL_DROP") else []),
    ]
    try:
        for child in children:
            child.start()
        announced = False
        while True:
            _watch_database(postgres)
            for child in children:
                child.keep_running()
            if not announced and _answers(host, port):
                say(f"已就绪：http://{hosts.shown(host)}:{port} （按 Ctrl-C 停止）")
                announced = True
            time.sleep(_TICK)
    except Stopping:
        say("正在停止")
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait(_GRACE_SECONDS)
        if postgres:
            postgres.stop()
        say("已全部停止，数据已保存")


def _watch_database(postgres: Postgres | None) -> None:
    if postgres is not None and not postgres.running():
        say("数据库意外退出，正在重新启动")
        postgres.restart()


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(hosts.shown(host), port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(
                f"{host}:{port} 不能使用（{error.strerror}）。请换一个端口，例如：PORT={port + 1} make run"
            ) from error
