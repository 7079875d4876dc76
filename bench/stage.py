"""Where the benchmark happens: a database of its own, the demonstration bureau in it, and the server programs."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govops.demo.bureau import Bureau

CHECKOUT = Path(__file__).resolve().parents[1]
_START_SECONDS = 60


@dataclass
class Stage:
    """What the measures need: the bureau, ids of approvers, (room, its zones), one token and one session a person."""

    data: Path
    url: str
    bureau: Bureau
    managers: list[int]
    security: list[int]
    rooms: tuple[tuple[int, tuple[int, ...]], ...]

    def token(self, username: str) -> str:
        """An API token of an account."""
        from govops.kernel.access import tokens

        return tokens.issue(self.bureau.accounts[username], name="基准测试", scopes=["*"])[1]

    def cookie(self, username: str) -> str:
        """The session cookie of an account, as after logging in."""
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        account = self.bureau.accounts[username]
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session["seen"] = int(time.time())
        session.save()
        return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def database(data: Path) -> Iterator[str]:
    """A PostgreSQL of our own in `data`, as durable as in production (fsync on)."""
    from govops.server.account import database_account
    from govops.server.postgres import Postgres

    account = database_account()
    account.own(data)
    postgres = Postgres(data, durable=True, account=account)
    try:
        postgres.start()
        yield postgres.url
    finally:
        postgres.stop()


def prepare(data: Path, url: str) -> None:
    """Migrations and static files, by the program itself."""
    from govops.server import secrets

    secrets.ensure_all(data)
    os.environ.update(
        DATABASE_URL=url, GOVOPS_DATA=str(data), DJANGO_SETTINGS_MODULE="govops.config.settings"
    )
    subprocess.run([sys.executable, "-m", "govops.server", "prepare"], check=True, cwd=CHECKOUT)


def build(data: Path, url: str) -> Stage:
    """The bureau with its machine rooms; an earlier one in the same database is used again."""
    import django

    django.setup()
    from govops.demo import bureau as demo
    from govops.kernel.access.models import Account
    from govops.modules.machine_room.models import MachineRoom
    from govops.modules.service_catalogue.public import ServiceItem

    bureau = demo.load() if Account.objects.exists() else demo.build()
    if not MachineRoom.objects.exists():
        _build_rooms(bureau)
    if not ServiceItem.objects.exists():
        _build_catalogue(bureau)
    rooms = tuple(
        (room.pk, tuple(room.zones.order_by("id").values_list("pk", flat=True)))
        for room in MachineRoom.objects.order_by("id")
    )
    seated = {
        code: [bureau.people[name].pk for name in demo.seat_usernames(code)]
        for code in ("machine_room_manager", "security_secrecy")
    }
    return Stage(data, url, bureau, seated["machine_room_manager"], seated["security_secrecy"], rooms)


def _build_rooms(bureau: Any) -> None:
    from govops.demo.history import rooms
    from govops.demo.history.world import World
    from govops.kernel import moment

    rooms.build(World(bureau, first=moment.today()))


def _build_catalogue(bureau: Any) -> None:
    """Groups, services and agreements, as a bureau that has been at it for a while."""
    from datetime import timedelta

    from govops.demo.history import catalogue
    from govops.demo.history.world import World
    from govops.kernel import moment

    catalogue.build(World(bureau, first=moment.today() - timedelta(days=7)))


@contextmanager
def serving(module: str, data: Path, *arguments: str, workers: int = 2, settings: str = "") -> Iterator[int]:
    """`python -m module …` on a free port, until it answers; the port. Everything it started ends with the block."""
    port = _free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "GOVOPS_WEB_WORKERS": str(workers),
        "GOVOPS_LOG_LEVEL": "WARNING",
        **({"DJANGO_SETTINGS_MODULE": settings} if settings else {}),
    }
    with (data / f"{module}.log").open("wb") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=environment,
            cwd=CHECKOUT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_until_it_answers(program, port, Path(log.name))
            yield port
        finally:
            program.send_signal(signal.SIGTERM)
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)


def _wait_until_it_answers(program: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if program.poll() is not None:
            break
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(
        f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
