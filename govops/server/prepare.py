"""What must be done before serving: migrations, the demonstration bureau, static files. Safe to repeat."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import NotSupportedError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from govops.server.console import Trouble, say


def prepare() -> None:
    """Bring database and static files to what this version of the program expects."""
    django.setup()
    _require_database()
    _migrate()
    _seed()
    _collect_static()
    connection.close()


def _require_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Trouble(f"连接不上数据库，请检查 DATABASE_URL 与数据库服务：{str(error).strip()}") from error
    except NotSupportedError as error:
        raise Trouble(f"数据库版本太旧，需要 PostgreSQL 14 或更新版本：{str(error).strip()}") from error


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    say(f"升级数据库结构（{len(plan)} 步）")
    call_command("migrate", interactive=False, verbosity=0)


def _seed() -> None:
    """An empty database gets the demonstration bureau; without demonstration mode only a hint."""
    account: Any = apps.get_model(settings.AUTH_USER_MODEL)
    if account.objects.exists():
        return
    if not settings.DEMONSTRATION:
        say("还没有账户：请执行 python manage.py initial_setup 创建三名管理员")
        return
    say("生成演示单位与一年的业务数据")
    # All or nothing: a seeding that was interrupted must not pass for a finished one at the next start.
    with transaction.atomic():
        call_command("seed_demo")
    connection.close()


def _collect_static() -> None:
    """Collect only when a source file changed since the last time."""
    if not (settings.BASE_DIR / "static" / "vendor").is_dir():
        raise Trouble("缺少浏览器文件 static/vendor，请先执行 make run 或 make setup。")
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _static_state()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return
    say("整理静态文件")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["*.ttf"])
    stamp.write_text(state, encoding="ascii")


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(["*.ttf"]), key=lambda entry: entry[0]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
