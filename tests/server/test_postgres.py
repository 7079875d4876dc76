"""The embedded PostgreSQL keeps what it acknowledged, whatever happens to its process."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from govops.server import process, tuning
from govops.server.console import Trouble
from govops.server.postgres import Postgres

pytestmark = pytest.mark.server


def write_row(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS proof (id int GENERATED ALWAYS AS IDENTITY, said text)"
        )
        connection.execute("INSERT INTO proof (said) VALUES ('记下了')")


def rows(postgres: Postgres) -> int:
    with psycopg.connect(postgres.url) as connection:
        found = connection.execute("SELECT count(*) FROM proof").fetchone()
    assert found is not None
    return int(found[0])


def test_a_row_outlives_kill_and_restart(data: Path) -> None:
    first = Postgres(data)
    first.start()
    write_row(first)
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)
    while first.running():
        time.sleep(0.01)

    second = Postgres(data)
    second.start()
    try:
        assert rows(second) == 1
    finally:
        second.stop()


def test_an_orphan_is_stopped_and_replaced(data: Path) -> None:
    orphan = Postgres(data)
    orphan.start()
    write_row(orphan)

    successor = Postgres(data)
    successor.start()
    try:
        assert not orphan.running()
        assert rows(successor) == 1
    finally:
        successor.stop()


def test_the_note_of_a_dead_server_does_not_hinder_the_next(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    postgres.stop()
    # The number of a living process that is not a database: what a restarted container often finds.
    (postgres.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.cluster}\n", encoding="utf-8")
    postgres.start()
    postgres.stop()
    assert process.is_alive(os.getpid())


def test_stop_is_a_clean_shutdown(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    pid = postgres.pid
    postgres.stop()
    assert pid is not None
    assert not process.is_alive(pid)
    state = subprocess.run(
        [postgres.programs / "pg_controldata", "-D", postgres.cluster],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C"}, cwd="/", **postgres.account.arguments(),
    )  # fmt: skip
    assert "shut down" in state.stdout
    assert "shut down in recovery" not in state.stdout


def test_nobody_enters_without_the_password_and_nothing_is_readable_by_others(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    try:
        without = postgres.url.replace(f":{postgres.password}@", "@")
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(without, passfile="/nonexistent")
        assert stat.S_IMODE((data / "secrets").stat().st_mode) == 0o700
        for secret in (data / "secrets").iterdir():
            assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert stat.S_IMODE(postgres.cluster.stat().st_mode) == 0o700
    finally:
        postgres.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to run the database as")
def test_as_root_the_database_runs_under_its_own_account(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    try:
        assert Path(f"/proc/{postgres.pid}").stat().st_uid == postgres.account.uid != 0
    finally:
        postgres.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that the database account cannot enter")
def test_an_unreachable_folder_is_left_as_it_is(data: Path) -> None:
    barred = data / "barred"
    barred.mkdir(mode=0o700)
    inside = barred / "data"
    inside.mkdir()
    postgres = Postgres(inside)
    postgres.start()
    try:
        assert str(postgres.cluster).startswith("/var/lib/govops/")
        write_row(postgres)
        postgres.stop()
        postgres.start()
        assert rows(postgres) == 1
        assert stat.S_IMODE(barred.stat().st_mode) == 0o700
    finally:
        postgres.stop()
        _remove(postgres.cluster.parent.parent)


def test_an_interrupted_first_start_is_made_good(data: Path) -> None:
    postgres = Postgres(data)
    (data / "postgres.new").mkdir()
    (data / "postgres.new" / "half").write_text("half", encoding="utf-8")
    postgres.start()
    postgres.stop()
    assert not (data / "postgres.new").exists()


def test_the_database_ends_with_its_parent(data: Path) -> None:
    """Even a parent that is killed takes its database along, which shuts down cleanly."""
    script = (
        "import sys, time, pathlib; from govops.server.postgres import Postgres;"
        "p = Postgres(pathlib.Path(sys.argv[1])); p.start(); print(p.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        lines = iter(parent.stdout.readline, "")
        pid = int(next(line for line in lines if line.strip().isdigit()))
    parent.kill()
    parent.wait()
    until = time.monotonic() + 20
    while process.is_alive(pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not process.is_alive(pid)


def test_a_lost_password_is_said_at_once(data: Path) -> None:
    postgres = Postgres(data)
    postgres.start()
    postgres.stop()
    secret = data / "secrets" / "database_password"
    secret.write_text("another\n", encoding="utf-8")
    with pytest.raises(Trouble, match="口令不对"):
        postgres.start()
    assert not postgres.running()
    secret.unlink()
    with pytest.raises(Trouble, match="不见了"):
        postgres.start()


def test_only_throw_away_servers_go_without_fsync() -> None:
    assert tuning.settings(durable=True)["fsync"] == "on"
    assert tuning.settings(durable=True)["full_page_writes"] == "on"
    assert tuning.settings(durable=False)["fsync"] == "off"


def _remove(folder: Path) -> None:
    import shutil

    assert folder.parent == Path("/var/lib/govops")
    shutil.rmtree(folder)
