"""There is no superuser (S9§18, R-USR-04)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "不提供：本系统不设超级系统管理员。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("ignored", nargs="*")
        for option in ("--username", "--email", "--database"):
            parser.add_argument(option)
        for flag in ("--noinput", "--no-input"):
            parser.add_argument(flag, action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "本系统不设超级系统管理员（政务内网管理办法第十八条）。首次使用请执行 manage.py initial_setup 建立三名管理员；"
            "之后新增用户请填写《内网用户申请》。"
        )
