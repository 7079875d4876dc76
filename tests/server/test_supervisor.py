"""The whole program: starts, serves, survives being killed, and leaves nothing behind when asked to stop."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.server


@dataclass
class Program:
    """`python -m govops.server run` on a data folder of its own."""

    data: Path
    port: int
    process: subprocess.Popen[str]

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def wait_for(self, path: str, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while self.status(path) != 200:
            assert self.process.poll() is None, (self.data / "out.log").read_text(encoding="utf-8")
            assert time.monotonic() < until, (self.data / "out.log").read_text(encoding="utf-8")
            time.sleep(0.2)

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        url = (self.data / "secrets" / "database_url").read_text(encoding="utf-8").strip()
        with psycopg.connect(url) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def output(self) -> str:
        return (self.data / "out.log").read_text(encoding="utf-8")


@pytest.fixture
def start(shared_data: Path) -> Iterator[Callable[[], Program]]:
    data = shared_data
    started: list[Program] = []

    def begin() -> Program:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MAKELEVEL"}
        }
        environment = {
            **kept,
            "GOVOPS_DATA": str(data),
            "PORT": str(port),
            "GOVOPS_DEMO": "0",
            "PYTHONUTF8": "1",
        }
        with (data / "out.log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "govops.server", "run"],
                cwd=ROOT, env=environment, stdout=log, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        program = Program(data, port, process)
        started.append(program)
        program.wait_for("/healthz")
        return program

    yield begin
    for program in started:
        if program.process.poll() is None:
            program.process.terminate()
            program.process.wait(60)


def gone(processes: list[psutil.Process], seconds: float = 30) -> list[psutil.Process]:
    """Those of the processes that are still there after the time."""
    until = time.monotonic() + seconds
    while (alive := [each for each in processes if _lives(each)]) and time.monotonic() < until:
        time.sleep(0.1)
    return alive


def _lives(each: psutil.Process) -> bool:
    # In a container nobody may collect the end of an orphan's orphan: such a zombie has ended all the same.
    try:
        return each.is_running() and each.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_kill_of_everything_loses_nothing_and_stop_leaves_nothing(start: Callable[[], Program]) -> None:
    program = start()
    program.wait_for("/readyz")
    program.execute("CREATE TABLE proof (id int)")
    program.execute("INSERT INTO proof VALUES (1)")
    family = program.family()
    os.kill(program.process.pid, signal.SIGKILL)
    for each in family:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue
    program.process.wait()
    assert gone(family) == []

    again = start()
    assert again.execute("SELECT count(*) FROM proof") == [(1,)]
    family = again.family()
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(60) == 0
    assert gone(family, 1) == []
    assert "已全部停止" in again.output()


def test_children_do_not_outlive_a_killed_supervisor(start: Callable[[], Program]) -> None:
    program = start()
    family = program.family()
    program.process.kill()
    program.process.wait()
    assert gone(family) == []


def test_a_crashed_role_is_started_again_and_said(start: Callable[[], Program]) -> None:
    program = start()
    program.wait_for("/readyz")
    (web,) = [
        child
        for child in program.family()
        if child.ppid() == program.process.pid and "web" in child.cmdline()
    ]
    web.kill()
    until = time.monotonic() + 30
    while "网站意外退出" not in program.output() and time.monotonic() < until:
        time.sleep(0.1)
    assert "网站意外退出" in program.output()
    program.wait_for("/healthz")


def test_a_second_program_on_the_same_data_is_told_so(
    start: Callable[[], Program], shared_data: Path
) -> None:
    program = start()
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MAKELEVEL"}}
    environment = {
        **kept,
        "GOVOPS_DATA": str(shared_data),
        "PORT": "1",
        "PYTHONUTF8": "1",
        "GOVOPS_LOCK_SECONDS": "0",
    }
    second = subprocess.run(
        [sys.executable, "-m", "govops.server", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert f"已有一个 govops 在运行（进程 {program.process.pid}）" in second.stdout


def test_a_role_alone_asks_for_its_database(data: Path) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GOVOPS_", "DATABASE_URL"))
    }
    alone = subprocess.run(
        [sys.executable, "-m", "govops.server", "web"],
        cwd=ROOT, env={**kept, "GOVOPS_DATA": str(data), "PYTHONUTF8": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert alone.returncode == 1
    assert "请用 DATABASE_URL 指定数据库" in alone.stdout
