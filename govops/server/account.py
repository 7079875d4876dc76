"""Who runs PostgreSQL, and where: never root, and only in folders which that account can reach.

PostgreSQL refuses to run as root, so a root start uses the system account `govops`. We never loosen the
permissions of a parent folder for it; when its way is barred (a checkout under /root, say), binaries and
data go to /var/lib/govops/<short hash of the checkout> instead.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govops.server.console import Trouble, say

NAME = "govops"
SHARED = Path("/var/lib/govops")


@dataclass(frozen=True)
class Account:
    """The operating-system account that PostgreSQL runs under; `uid` None means: our own."""

    uid: int | None = None
    gid: int | None = None

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess` that run a command as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give one file or folder to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


@functools.cache
def database_account() -> Account:
    """Ourselves, or the system account when we are root (made when missing)."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _create()
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", "") or str(error)
        raise Trouble(
            f"以 root 启动时数据库要用系统账户 {NAME} 运行，但创建失败：{detail.strip()}。"
            f"请先创建该账户，或改用普通用户启动。"
        ) from error
    say(f"已创建系统账户 {NAME}（数据库不以 root 运行）")
    return pwd.getpwnam(NAME)


def can_run(program: Path, account: Account) -> bool:
    """True when the account can reach and execute the program."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, cwd="/", **account.arguments())
    except OSError:
        return False
    return done.returncode == 0


def can_enter(folder: Path, account: Account) -> bool:
    """True when the account can pass through an existing folder."""
    test = shutil.which("test") or "/usr/bin/test"
    return subprocess.run([test, "-x", folder], cwd="/", **account.arguments()).returncode == 0


def fallback(checkout: Path, name: str) -> Path:
    """A folder for this checkout that the account can reach, under /var/lib/govops."""
    digest = hashlib.sha256(str(checkout).encode()).hexdigest()[:10]
    place = SHARED / digest / name
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    return place
