"""Run the whole test suite on a throw-away PostgreSQL: `make test`. Arguments go to pytest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from govops.server import process
from govops.server.console import say
from tools import template, throwaway

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    if "MAKELEVEL" in os.environ:
        process.die_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    workers = os.environ.get("GOVOPS_TEST_WORKERS", "2")
    with tempfile.TemporaryDirectory(prefix="govops-test-") as folder:
        if given := os.environ.get("DATABASE_URL"):
            return _pytest(given, folder, workers)
        say("启动测试用数据库")
        database = Path(folder) / "database"
        database.mkdir()
        Path(folder).chmod(0o711)
        with throwaway.server(database) as postgres:
            return _pytest(postgres.url, folder, workers)


def _pytest(url: str, folder: str, workers: str) -> int:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GOVOPS_")},
        "DATABASE_URL": url,
        "GOVOPS_DATA": str(Path(folder) / "data"),
    }
    say("迁移一个数据库，供各测试进程复制")
    with template.migrated(environment) as migrated:
        say(f"运行测试（{workers} 个进程）")
        return _workers(workers, {**environment, "GOVOPS_TEST_TEMPLATE": migrated})


def _workers(workers: str, environment: dict[str, str]) -> int:
    # The test databases are made anew, and go with their server instead of being dropped one by one.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        workers,
        "--dist",
        "worksteal",
        "--create-db",
        "--reuse-db",
    ]
    command += sys.argv[1:]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
