"""The embedded PostgreSQL: made once, started as our child, stopped cleanly, recovered after any kind of end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from govops.server import account as accounts
from govops.server import binaries, process, secrets, tuning
from govops.server.account import Account
from govops.server.console import Trouble, say

USER = "govops"
DATABASE = "govops"
_HOST = "127.0.0.1"
_START_SECONDS = 600.0  # a long crash recovery is still a start
_STOP_SECONDS = 30.0
_ATTEMPTS = 5


@dataclass
class Postgres:
    """One database cluster inside a data folder.

    `data` is GOVOPS_DATA; the cluster lives in `data/postgres`, or under /var/lib/govops when the database
    account cannot reach that. `durable=False` switches fsync off and is for tests alone.
    """

    data: Path
    durable: bool = True
    account: Account = field(default_factory=accounts.database_account)
    port: int = 0
    _child: subprocess.Popen[bytes] | None = None

    # -- where things are ---------------------------------------------------------------------------------

    @property
    def cluster(self) -> Path:
        """The folder of the cluster itself (PGDATA)."""
        remembered = self.data / "postgres.location"
        if remembered.exists():
            return Path(remembered.read_text(encoding="utf-8").strip())
        return self.data / "postgres"

    @property
    def programs(self) -> Path:
        return binaries.installation(self.account) / "bin"

    @property
    def password(self) -> str:
        return secrets.ensure(self.data, secrets.DATABASE_PASSWORD, length=32)

    @property
    def url(self) -> str:
        """The connection address, password included: for child processes and the private secrets folder."""
        return f"postgresql://{USER}:{quote(self.password)}@{_HOST}:{self.port}/{DATABASE}"

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    # -- life ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Bring the cluster up and make sure that our database exists. Raises Trouble with the log's last lines."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._choose_place()
        self._stop_orphan()
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        elif not (self.data / "secrets" / secrets.DATABASE_PASSWORD).exists():
            raise Trouble(
                f"数据库还在，但口令文件 {self.data}/secrets/{secrets.DATABASE_PASSWORD} 不见了，请从备份中恢复它。"
            )
        for attempt in range(1, _ATTEMPTS + 1):
            self.port = self._free_port()
            self._launch()
            if self._wait_until_ready():
                break
            if attempt == _ATTEMPTS:
                raise Trouble(f"数据库没有启动成功。日志最后几行：\n{self._log_tail()}")
            # Backends of a killed server may need a moment to let go of its shared memory.
            time.sleep(attempt)
        self._ensure_database()
        secrets.write(self.data, secrets.DATABASE_URL, self.url)

    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """Fast, clean shutdown: sessions are ended, everything committed is on disk."""
        if self._child is None:
            return
        _end(self._child.pid, wait=self._wait)
        self._child = None

    def restart(self) -> None:
        """Start again after an unexpected end, on the same port, so that the others just reconnect."""
        self._child = None
        self.start()

    def _wait(self, seconds: float) -> bool:
        assert self._child is not None
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    # -- steps --------------------------------------------------------------------------------------------

    def _choose_place(self) -> None:
        """Settle once where the cluster lives; keep to it afterwards."""
        if (self.data / "postgres").exists() or (self.data / "postgres.location").exists():
            return
        if accounts.can_enter(self.data, self.account):
            return
        place = accounts.fallback(self.data.resolve(), "data") / "postgres"
        if place.exists():
            # Its data folder, and with it the password, was removed: the person wants to begin anew.
            aside = place.with_name(f"postgres.{int(time.time())}")
            place.rename(aside)
            say(f"发现此前遗留的数据库，已保留在 {aside}")
        (self.data / "postgres.location").write_text(f"{place}\n", encoding="utf-8")
        say(f"账户 {accounts.NAME} 进不了 {self.data}，数据库文件放在 {place}")

    def _stop_orphan(self) -> None:
        """A server of ours that outlived its parent is stopped cleanly; the note of a dead one is removed."""
        note = self.cluster / "postmaster.pid"
        try:
            pid = int(note.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if process.is_alive(pid) and str(self.cluster) in process.command_line(pid):
            say("上次的数据库进程仍在运行，先把它正常停下")
            _end(pid, wait=lambda seconds: _wait_gone(pid, seconds))
        # Where the number now belongs to another program, PostgreSQL would refuse to start.
        note.unlink(missing_ok=True)

    def _initialise(self) -> None:
        """initdb into a temporary name, so that an interrupted one leaves nothing half-made."""
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        with tempfile.NamedTemporaryFile("w", dir=self.cluster.parent, prefix=".pw-") as secret:
            self.account.own(Path(secret.name))
            secret.write(self.password)
            secret.flush()
            command: list[str | Path] = [
                self.programs / "initdb",
                "-D",
                fresh,
                "-U",
                USER,
                "--pwfile",
                secret.name,
            ]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-instructions"]
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if not self.durable:
                command += ["--no-sync"]
            done = subprocess.run(
                command, capture_output=True, text=True, cwd="/", **self.account.arguments()
            )
        if done.returncode:
            raise Trouble(f"建立数据库失败：{(done.stderr or done.stdout).strip()[-800:]}")
        fresh.rename(self.cluster)

    def _free_port(self) -> int:
        """The port of last time when nobody else took it, else any free one."""
        note = self.data / "postgres.port"
        try:
            wanted = int(note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            wanted = 0
        for candidate in dict.fromkeys((wanted, 0)):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((_HOST, candidate))
                except OSError:
                    continue
                port: int = probe.getsockname()[1]
                note.write_text(f"{port}\n", encoding="utf-8")
                return port
        raise Trouble("本机 127.0.0.1 上没有可用的端口，数据库无法启动。")

    def _launch(self) -> None:
        command: list[str | Path] = [self.programs / "postgres", "-D", self.cluster, "-p", str(self.port)]
        for name, value in tuning.settings(durable=self.durable).items():
            command += ["-c", f"{name}={value}"]
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
                start_new_session=True,  # Ctrl-C at the console must reach the supervisor only
                preexec_fn=process.dying_with_us(signal.SIGINT),  # our end is its fast shutdown
                **self.account.arguments(),
            )

    def _wait_until_ready(self) -> bool:
        """True once it answers; False when it ended by itself; Trouble after ten minutes."""
        begun = time.monotonic()
        told = False
        while time.monotonic() - begun < _START_SECONDS:
            if not self.running():
                return False
            try:
                psycopg.connect(self._maintenance_url(), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    self.stop()
                    raise Trouble(f"数据库口令不对，请从备份中恢复 {self.data}/secrets 目录。") from error
                time.sleep(0.05)
            else:
                return True
            if not told and time.monotonic() - begun > 5:
                say("数据库正在恢复上次未写完的数据，请稍候")
                told = True
        self.stop()
        raise Trouble(f"数据库 10 分钟内没有恢复完成。日志最后几行：\n{self._log_tail()}")

    def _ensure_database(self) -> None:
        with psycopg.connect(self._maintenance_url(), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _maintenance_url(self) -> str:
        return self.url.rpartition("/")[0] + "/postgres"

    @property
    def _log(self) -> Path:
        return self.data / "postgres.log"

    def _log_tail(self) -> str:
        lines = (
            self._log.read_text(encoding="utf-8", errors="replace").splitlines() if self._log.exists() else []
        )
        return "\n".join(lines[-8:])


def _end(pid: int, *, wait: Callable[[float], bool]) -> None:
    """Ask a server to end, ever less politely: fast, immediate, kill. `wait(seconds)` is true once it is gone."""
    for signum, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        try:
            os.kill(pid, signum)
        except ProcessLookupError:
            return
        if wait(seconds):
            return


def _wait_gone(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not process.is_alive(pid):
            return True
        time.sleep(0.05)
    return False
