"""Command line: python -m govops.server run|web|jobs|mail|database|prepare."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from govops.config import env
from govops.server import secrets
from govops.server.console import Trouble, say, started_at

_CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m govops.server", description="govops 服务程序")
    parser.add_argument(
        "role",
        choices=["run", "web", "jobs", "mail", "database", "prepare"],
        help="run：网站、后台作业、内置数据库一起；web、jobs、mail、database：各自单独；prepare：只做迁移与准备",
    )
    role = parser.parse_args().role
    started_at()
    data = Path(os.environ.get("GOVOPS_DATA") or _CHECKOUT / "var").resolve()
    os.environ["GOVOPS_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govops.config.settings")
    try:
        _start(role, data)
    except Trouble as trouble:
        say(str(trouble))
        return 1
    return 0


def _start(role: str, data: Path) -> None:
    host = os.environ.get("HOST") or "127.0.0.1"
    port = _port()
    if role in {"run", "database"}:
        from govops.server import supervisor

        try:
            supervisor.run(data=data, host=host, port=port) if role == "run" else supervisor.database(
                data=data
            )
        except supervisor.Stopping:
            say("已停止")
        return
    _require_configuration(data)
    if role == "web":
        from govops.server import web

        web.serve(data=data, host=host, port=port)
    elif role == "jobs":
        from govops.server import jobs

        jobs.work()
    elif role == "mail":
        from govops.server import mail

        mail.take_in()
    else:
        from govops.server import prepare

        prepare.prepare()


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Trouble(f"PORT 应为 1 到 65535 的数字，现在是“{given}”。")
    return int(given)


def _require_configuration(data: Path) -> None:
    """A role alone must be told the shared database and secrets; guessing would split the bureau in two."""
    if not env.text("DATABASE_URL") and not (data / "secrets" / secrets.DATABASE_URL).exists():
        raise Trouble("请用 DATABASE_URL 指定数据库，例如 postgresql://用户:口令@主机:5432/govops。")
    if absent := secrets.missing(data):
        raise Trouble(
            f"请设置 {'、'.join(absent)}（所有机器用同一个值；也可以用 名称_FILE 指定存放它的文件）。"
        )


if __name__ == "__main__":
    sys.exit(main())
