"""Everything that can be said about the code without running it: `make check`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from govops.server.postgres import Postgres
from tools import throwaway

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

# As an operator would set it behind a TLS proxy; the values are not used anywhere else.
_PRODUCTION = {
    "GOVOPS_TLS": "yes",
    "GOVOPS_DEMO": "no",
    "GOVOPS_DEBUG": "no",
    "GOVOPS_HOSTS": "govops.example.gov.cn",
    "GOVOPS_SECRET_KEY": "check-only-" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
    "GOVOPS_AUDIT_KEY": "check-only-" + "ponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA9876543210",
    "GOVOPS_METRICS_TOKEN": "check-only-metrics-token",
}


def main() -> int:
    failed = [title for title, command in _plain_steps() if not _passes(title, command, {})]
    with (
        tempfile.TemporaryDirectory(prefix="govops-check-") as folder,
        throwaway.server(Path(folder)) as postgres,
    ):
        failed += [
            title
            for title, command in _django_steps()
            if not _passes(title, command, _environment(postgres, folder))
        ]
    if failed:
        print(f"\n没有通过：{'、'.join(failed)}")
        return 1
    print("\n全部通过")
    return 0


def _plain_steps() -> list[tuple[str, list[str]]]:
    scripts = [str(path) for path in sorted((ROOT / "govops").rglob("static/**/*.js"))]
    steps = [
        ("格式", [str(BIN / "ruff"), "format", "--check", "."]),
        ("静态检查", [str(BIN / "ruff"), "check", "."]),
        ("类型", [str(BIN / "mypy")]),
        ("分层约定", [str(BIN / "lint-imports")]),
    ]
    return steps + [(f"脚本 {Path(script).name}", ["node", "--check", script]) for script in scripts]


def _django_steps() -> list[tuple[str, list[str]]]:
    manage = [sys.executable, "manage.py"]
    return [
        ("部署检查", [*manage, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"]),
        ("迁移", [*manage, "makemigrations", "--check", "--dry-run"]),
    ]


def _environment(postgres: Postgres, folder: str) -> dict[str, str]:
    return {**_PRODUCTION, "DATABASE_URL": postgres.url, "GOVOPS_DATA": folder}


def _passes(title: str, command: list[str], extra: dict[str, str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, capture_output=True, text=True)
    verdict = "通过" if done.returncode == 0 else "未通过"
    print(f"{verdict}  {title}（{time.monotonic() - begun:.1f} 秒）", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
